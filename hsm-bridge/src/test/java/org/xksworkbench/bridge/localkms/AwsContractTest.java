package org.xksworkbench.bridge.localkms;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The contract of AWS KMS, asked of AWS itself. Only `make test-aws ACCOUNT=…` runs it, with the
/// credentials and Region of the user's own AWS files.
@Tag("aws")
class AwsContractTest extends KmsContract {

  private static KmsClient kms;
  private static StsClient sts;

  @BeforeAll
  static void require_the_named_account() {
    sts = StsClient.create();
    requireAccount(sts, System.getProperty("xksw.aws.account", ""));
    kms = KmsClient.create();
  }

  @AfterAll
  static void close() {
    if (kms != null) {
      kms.close();
    }
    sts.close();
  }

  @Override
  KmsClient kms() {
    return kms;
  }

  @Override
  StsClient sts() {
    return sts;
  }

  static void requireAccount(StsClient sts, String named) {
    if (named.isEmpty()) {
      throw new AssertionError("Name the account: make test-aws ACCOUNT=<12 digits>");
    }
    var actual = sts.getCallerIdentity().account();
    if (!actual.equals(named)) {
      throw new AssertionError(
          "These credentials are of the account %s, not of %s; nothing was done."
              .formatted(actual, named));
    }
  }
}
