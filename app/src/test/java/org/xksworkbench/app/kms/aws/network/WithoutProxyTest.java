package org.xksworkbench.app.kms.aws.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NO_PROXY as people write it.
class WithoutProxyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".amazonaws.com | kms.eu-central-1.amazonaws.com | true",
        "amazonaws.com | kms.eu-central-1.amazonaws.com | true",
        "*.amazonaws.com | kms.eu-central-1.amazonaws.com | true",
        "amazonaws.com | amazonaws.com | true",
        ".amazonaws.com | amazonaws.com | true",
        "amazonaws.com | notamazonaws.com | false",
        "AmazonAWS.com | KMS.eu-central-1.amazonaws.com. | true",
        "* | kms.eu-central-1.amazonaws.com | true",
        "localhost, amazonaws.com | kms.eu-central-1.amazonaws.com | true",
        "localhost amazonaws.com | kms.eu-central-1.amazonaws.com | true",
        "kms.eu-central-1.amazonaws.com:443 | kms.eu-central-1.amazonaws.com | true",
        "kms.eu-central-1.amazonaws.com:8443 | kms.eu-central-1.amazonaws.com | false",
        "10.0.0.0/8 | 10.1.2.3 | true",
        "10.0.0.0/8 | 11.1.2.3 | false",
        "10.0.0.0/8 | kms.eu-central-1.amazonaws.com | false",
        "fd00::/8 | [fd12::1] | true",
        "10.0.0.0/99 | 10.1.2.3 | false",
        "kms.*.amazonaws.com | kms.eu-central-1.amazonaws.com | false",
        "'' | kms.eu-central-1.amazonaws.com | false"
      })
  void each_entry_covers_what_curl_and_the_aws_cli_take_it_for(
      String entries, String host, boolean direct) {
    assertThat(new WithoutProxy(entries).contains(host, 443)).isEqualTo(direct);
  }
}
