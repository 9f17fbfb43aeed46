package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsEndpoint;

class IdentityTest {

  @Test
  void the_band_is_absent_for_aws_alone() {
    assertThat(bandOf("https://kms.us-east-1.amazonaws.com")).isEmpty();
  }

  @Test
  void the_local_kms_is_called_what_it_is() {
    assertThat(bandOf("http://127.0.0.1:8080")).isEqualTo("Local KMS, not AWS");
  }

  @Test
  void any_other_host_is_named() {
    assertThat(bandOf("https://kms.example.org")).isEqualTo("kms.example.org, not AWS");
  }

  @Test
  void where_no_kms_is_open_that_is_said_and_no_account_is_named() {
    var alone = new Identity("hsm-alone", KmsEndpoint.NONE, "");
    assertThat(alone.band()).isEqualTo("HSM alone, no AWS KMS");
    assertThat(alone.place()).isEqualTo("the HSMs of this workstation");
  }

  private static String bandOf(String uri) {
    return new Identity("demo", new KmsEndpoint(URI.create(uri), "us-east-1"), "").band();
  }
}
