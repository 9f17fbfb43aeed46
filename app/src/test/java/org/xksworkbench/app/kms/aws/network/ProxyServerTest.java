package org.xksworkbench.app.kms.aws.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// HTTPS_PROXY as people write it.
class ProxyServerTest {

  private static final URI KMS = URI.create("https://kms.eu-central-1.amazonaws.com/");

  @ParameterizedTest
  @CsvSource({
    "proxy.corp:3128, proxy.corp:3128",
    "http://proxy.corp:3128, proxy.corp:3128",
    "http://proxy.corp:3128/, proxy.corp:3128",
    "HTTP://proxy.corp:3128, proxy.corp:3128",
    "http://proxy.corp, proxy.corp:80",
    "10.1.2.3:3128, 10.1.2.3:3128",
    "http://[fd12::1]:3128, [fd12::1]:3128"
  })
  void the_scheme_may_be_left_out_and_the_port_too(String value, String address) {
    assertThat(ProxyServer.of("HTTPS_PROXY", value)).hasToString(address);
  }

  @Test
  void user_and_password_are_decoded_and_never_shown() {
    var server = ProxyServer.of("HTTPS_PROXY", "http://ada:p%40s+s%3A@proxy.corp:3128");
    var login = server.login().orElseThrow();
    assertThat(login.getUserName()).isEqualTo("ada");
    assertThat(login.getPassword()).containsExactly("p@s+s:".toCharArray());
    assertThat(server.toString()).isEqualTo("proxy.corp:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ada:planted secret@proxy.corp",
        "https://ada:planted-secret@proxy.corp",
        "socks5://ada:planted-secret@proxy.corp",
        "http://ada:planted-secret@",
        "http://ada:planted%zz@proxy.corp"
      })
  void one_that_cannot_be_used_is_told_without_its_password_and_not_gone_round(String value) {
    assertThatThrownBy(
            () -> new ProxyChoice(new AwsEnvironment(Map.of("HTTPS_PROXY", value), Path.of("/"))))
        .isInstanceOfSatisfying(
            KmsException.class,
            failure -> {
              assertThat(failure.is(KmsErrorCode.NETWORK_PROXY)).isTrue();
              assertThat(failure).hasMessageContaining("HTTPS_PROXY").hasNoCause();
              assertThat(failure.getMessage()).doesNotContain("planted");
            });
  }

  @Test
  void the_variable_in_small_letters_wins_and_no_proxy_is_minded() {
    var choice =
        new ProxyChoice(
            new AwsEnvironment(
                Map.of("https_proxy", "small:1", "HTTPS_PROXY", "capital:2", "no_proxy", ".corp"),
                Path.of("/")));
    assertThat(choice.of(KMS).toString()).contains("small");
    assertThat(choice.of(URI.create("https://kms.corp/")).type())
        .isEqualTo(java.net.Proxy.Type.DIRECT);
  }
}
