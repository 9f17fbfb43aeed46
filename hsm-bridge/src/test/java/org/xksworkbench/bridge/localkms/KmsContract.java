package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.sts.StsClient;

/// What AWS KMS and the local KMS must both do. It changes nothing in the account.
abstract class KmsContract {

  abstract KmsClient kms();

  abstract StsClient sts();

  @Test
  void the_caller_has_an_account() {
    assertThat(sts().getCallerIdentity().account()).matches("\\d{12}");
  }

  @Test
  void a_key_that_does_not_exist_is_not_found() {
    var none = "11111111-2222-3333-4444-555555555555";
    assertFault("NotFoundException", () -> kms().describeKey(r -> r.keyId(none)));
    assertFault(
        "NotFoundException",
        () -> kms().describeKey(r -> r.keyId("alias/xks-workbench-never-there")));
  }

  @Test
  void a_key_store_that_does_not_exist_is_not_found() {
    assertFault(
        "CustomKeyStoreNotFoundException",
        () -> kms().describeCustomKeyStores(r -> r.customKeyStoreId("cks-00000000000000000")));
  }

  @Test
  void a_violated_constraint_is_told_in_the_form_of_aws() {
    assertThat(
            assertFault(
                "ValidationException", () -> kms().describeKey(r -> r.keyId("k".repeat(2049)))))
        .startsWith("1 validation error detected: Value '")
        .contains("at 'keyId' failed to satisfy constraint: Member must have length");
  }

  @Test
  void a_marker_that_is_none_is_refused() {
    assertFault("InvalidMarkerException", () -> kms().listKeys(r -> r.marker("nonsense")));
  }

  @Test
  void a_listed_key_store_has_what_an_external_one_must_have() {
    for (var store : kms().describeCustomKeyStores().customKeyStores()) {
      assertThat(store.customKeyStoreId()).startsWith("cks-");
      assertThat(store.connectionStateAsString()).isNotBlank();
      if (store.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE) {
        assertThat(store.xksProxyConfiguration().uriEndpoint()).startsWith("https://");
        assertThat(store.xksProxyConfiguration().uriPath()).contains("/kms/xks/v1");
      }
    }
  }

  @Test
  void a_listed_key_can_be_described_and_has_its_default_policy() {
    kms()
        .listKeys(r -> r.limit(1))
        .keys()
        .forEach(entry -> {
          var key = kms().describeKey(r -> r.keyId(entry.keyArn())).keyMetadata();
          assertThat(key.keyId()).isEqualTo(entry.keyId());
          assertThat(kms().listKeyPolicies(r -> r.keyId(entry.keyId())).policyNames())
              .containsExactly("default");
        });
  }

  @Test
  void pages_follow_each_other_without_repeating() {
    Set<String> seen = new HashSet<>();
    kms().listAliasesPaginator(r -> r.limit(1)).stream()
        .limit(5)
        .flatMap(page -> page.aliases().stream())
        .forEach(alias -> assertThat(seen.add(alias.aliasArn())).isTrue());
  }
}
