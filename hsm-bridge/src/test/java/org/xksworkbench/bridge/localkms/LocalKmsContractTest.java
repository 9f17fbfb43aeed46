package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The contract of AWS KMS, held by the local KMS.
class LocalKmsContractTest extends KmsContract {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  @BeforeAll
  static void make_something_to_list() {
    for (var name : new String[] {"alias/one", "alias/two"}) {
      var key = fixture.newKey().keyId();
      fixture.kms().createAlias(r -> r.aliasName(name).targetKeyId(key));
    }
  }

  @Override
  KmsClient kms() {
    return fixture.kms();
  }

  @Override
  StsClient sts() {
    return fixture.client(StsClient.builder(), fixture.localKms().endpoint());
  }

  @Test
  void the_tests_against_aws_refuse_every_account_but_the_named_one() {
    assertThatThrownBy(() -> AwsContractTest.requireAccount(sts(), "111122223333"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("000000000000", "111122223333");
    assertThatThrownBy(() -> AwsContractTest.requireAccount(sts(), ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ACCOUNT");
    AwsContractTest.requireAccount(sts(), "000000000000");
  }
}
