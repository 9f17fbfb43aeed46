package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmsEndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://kms.us-east-1.amazonaws.com",
        "https://kms-fips.us-gov-west-1.amazonaws.com",
        "https://kms.cn-north-1.amazonaws.com.cn",
        "https://kms.eu-central-1.api.aws",
        "https://kms-fips.us-east-1.api.aws",
        "https://kms.cn-northwest-1.api.amazonwebservices.com.cn",
        "https://kms.eusc-de-east-1.amazonaws.eu",
        "https://kms.us-iso-east-1.c2s.ic.gov",
        "https://kms-fips.us-isob-east-1.sc2s.sgov.gov",
        "https://kms.eu-isoe-west-1.cloud.adc-e.uk",
        "https://vpce-0f1e2d3c-abcd.kms.eu-central-1.vpce.amazonaws.com",
        "https://vpce-0f1e2d3c-abcd-eu-central-1a.kms-fips.us-east-1.vpce.amazonaws.com"
      })
  void hosts_of_aws_kms_are_aws(String uri) {
    assertThat(endpoint(uri).isAws()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://kms.us-east-1.amazonaws.com",
        "https://kms.us-east-1.amazonaws.com.example.org",
        "https://evil-kms.us-east-1.amazonaws.com",
        "https://kms.us-east-1.amazonaws.community",
        "https://127.0.0.1:4566",
        "http://127.0.0.1:8080",
        "https://kms.internal.example.org",
        "https://vpce-0f1e2d3c-abcd.s3.eu-central-1.vpce.amazonaws.com",
        "https://kms.elb.eu-central-1.amazonaws.com",
        "https://kms-1234.eu-central-1.elb.amazonaws.com"
      })
  void everything_else_is_not(String uri) {
    assertThat(endpoint(uri).isAws()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:1",
        "http://127.9.9.9"
      })
  void this_machine_is_known_as_such(String uri) {
    assertThat(endpoint(uri).isLoopback()).isTrue();
  }

  private static KmsEndpoint endpoint(String uri) {
    return new KmsEndpoint(URI.create(uri), "us-east-1");
  }
}
