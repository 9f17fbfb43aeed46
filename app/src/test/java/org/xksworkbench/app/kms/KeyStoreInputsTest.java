package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreInputsTest {

  @ParameterizedTest
  @ValueSource(strings = {"https://xks.example.com", "https://a.b", "https://XKS-1.example.com"})
  void endpoints_that_aws_kms_takes(String endpoint) {
    assertThat(KeyStoreInputs.endpoint(endpoint)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xks.example.com",
        "http://xks.example.com",
        "https://xks.example.com:8443",
        "https://xks.example.com/",
        "https://10.0.0.1",
        "https://a",
        "https://xks_1.example.com"
      })
  void endpoints_that_it_does_not(String endpoint) {
    assertThat(KeyStoreInputs.endpoint(endpoint)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "/example/prefix", "/a_b-c/9"})
  void path_prefixes_that_aws_kms_takes(String prefix) {
    assertThat(KeyStoreInputs.pathPrefix(prefix)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/", "/a/", "/a b", "/a/kms/xks/v1", "/ä"})
  void path_prefixes_that_it_does_not(String prefix) {
    assertThat(KeyStoreInputs.pathPrefix(prefix)).isPresent();
  }

  @Test
  void a_path_is_at_most_128_characters_with_its_suffix() {
    assertThat(KeyStoreInputs.pathPrefix("/" + "a".repeat(116))).isEmpty();
    assertThat(KeyStoreInputs.pathPrefix("/" + "a".repeat(117))).isPresent();
  }

  @Test
  void a_credential_has_the_alphabets_and_lengths_of_the_api() {
    assertThat(KeyStoreInputs.accessKeyId("ABCDEFGHIJKLMNOPQ234")).isEmpty();
    assertThat(KeyStoreInputs.accessKeyId("ABCDE12345670EXAMPLE"))
        .as("AWS's own sample has 0 and 1, which the API refuses")
        .isPresent();
    assertThat(KeyStoreInputs.accessKeyId("A".repeat(31))).isPresent();
    assertThat(KeyStoreInputs.secret("s".repeat(43).toCharArray())).isEmpty();
    assertThat(KeyStoreInputs.secret("s".repeat(42).toCharArray())).isPresent();
    assertThat(KeyStoreInputs.secret("s".repeat(65).toCharArray())).isPresent();
    assertThat(KeyStoreInputs.secret(("-" + "s".repeat(43)).toCharArray())).isPresent();
  }

  @Test
  void a_vpc_endpoint_service_and_its_owner() {
    assertThat(KeyStoreInputs.service("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"))
        .isEmpty();
    assertThat(KeyStoreInputs.service("com.amazonaws.us-east-1.vpce-svc-0d1e2f3a")).isPresent();
    assertThat(KeyStoreInputs.owner("")).isEmpty();
    assertThat(KeyStoreInputs.owner("123456789012")).isEmpty();
    assertThat(KeyStoreInputs.owner("12345678901")).isPresent();
  }
}
