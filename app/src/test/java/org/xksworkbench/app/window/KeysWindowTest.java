package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.creation.AnotherProcess;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

/// KMS keys as a user makes and changes them. Method 1 is in [MainJobWindowTest].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysWindowTest {

  private DemoWindow window;
  private KeyManagement kms;
  private Path folder;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    folder = temporary;
    window = new DemoWindow(folder);
    kms = window.client();
  }

  @AfterAll
  void close() {
    kms.close();
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void method_2_starts_in_customer_managed_keys_and_asks_for_everything() {
    hsmKey("by-hand");
    window.go(new Destination.KeysScreen());
    window.click("#create-key");
    assertThat(window.isDisabled("#type-asymmetric")).isTrue();
    assertThat(window.isDisabled("#next")).isTrue();
    assertThat(window.isDisabled("#origin-kms")).as("no such key is made here").isTrue();
    assertThat(window.isDisabled("#origin-external-key-store")).isFalse();
    window.awaitText("#obstacle", "Tick the acknowledgement to go on.");
    window.click("#acknowledge");
    window.awaitText("#obstacle", "Nothing has been created yet.");
    window.click("#next");
    window.awaitText("#obstacle", "Choose a key store.");
    window.clickRow("#store-choice", "archive-hsm");
    assertThat(window.isDisabled("#next")).as("it is disconnected").isTrue();
    window.awaitText("#connect-archive-hsm", "Connect to choose it");
    window.clickRow("#store-choice", "payments-hsm");
    window.click("#next");
    window.clickRow("#external-keys", "by-hand");
    window.awaitText("#external-key-check", "by-hand was checked and can be used");
    window.click("#next");
    window.type("#alias", "by-hand");
    window.click("#skip");
    window.createWithoutBackup();
    window.awaitText("#external-key-status", "ENABLED");
    window.awaitText("#last-use", "Never used since it was created");
    assertThat(kms.key("alias/by-hand").xksKeyId()).contains("by-hand");
  }

  @Test
  void administrators_users_and_an_external_account_become_the_consoles_policy() throws Exception {
    hsmKey("with-policy");
    window.go(new Destination.CreateKeyScreen(store().id()));
    window.click("#acknowledge");
    window.click("#next");
    window.clickRow("#external-keys", "with-policy");
    window.click("#next");
    window.type("#alias", "with-policy");
    window.click("#next");
    window.click("#next");
    window.type("#administrators-search", "key-admin");
    window.clickRow("#administrators", "key-administrators");
    window.click("#may-delete");
    window.click("#next");
    window.clickRow("#users", "payments-app");
    window.click("#add-account");
    window.type(".account", "444455556666");
    window.click("#next");
    window.awaitText("#next", "Next");
    window.click("#next");
    window.click("#edit-labels");
    window.awaitText("#next", "Next");
    window.click("#skip");
    window.createWithoutBackup();
    window.awaitText("#external-key-status", "ENABLED");
    var json = new ObjectMapper();
    assertThat(json.readTree(kms.keyPolicy(kms.key("alias/with-policy").keyId())))
        .isEqualTo(
            json.readTree(
                """
                {"Id":"key-consolepolicy-3","Version":"2012-10-17","Statement":[
                 {"Sid":"Enable IAM User Permissions","Effect":"Allow",
                  "Principal":{"AWS":"arn:aws:iam::000000000000:root"},
                  "Action":"kms:*","Resource":"*"},
                 {"Sid":"Allow access for Key Administrators","Effect":"Allow",
                  "Principal":{"AWS":"arn:aws:iam::000000000000:role/key-administrators"},
                  "Action":["kms:Create*","kms:Describe*","kms:Enable*","kms:List*","kms:Put*",
                            "kms:Update*","kms:Revoke*","kms:Disable*","kms:Get*","kms:Delete*",
                            "kms:TagResource","kms:UntagResource"],"Resource":"*"},
                 {"Sid":"Allow use of the key","Effect":"Allow",
                  "Principal":{"AWS":["arn:aws:iam::000000000000:role/service/payments-app",
                                      "arn:aws:iam::444455556666:root"]},
                  "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*",
                            "kms:DescribeKey"],"Resource":"*"},
                 {"Sid":"Allow attachment of persistent resources","Effect":"Allow",
                  "Principal":{"AWS":["arn:aws:iam::000000000000:role/service/payments-app",
                                      "arn:aws:iam::444455556666:root"]},
                  "Action":["kms:CreateGrant","kms:ListGrants","kms:RevokeGrant"],"Resource":"*",
                  "Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"}}}]}
                """));
  }

  @Test
  void the_gear_shows_columns_and_they_are_kept() {
    window.go(new Destination.KeysScreen());
    window.awaitRow("#kms-keys", "payments-2025");
    assertThat(window.textsOf("#kms-keys")).doesNotContain("Custom key store ID");
    window.click("#kms-keys-columns");
    window.clickMenuItem("Custom key store ID");
    window.awaitText("#kms-keys", "Custom key store ID");
    window.awaitText("#kms-keys", store().id());
    window.go(new Destination.KeyStoresScreen());
    window.awaitRow("#key-stores", "payments-hsm");
    window.go(new Destination.KeysScreen());
    window.awaitText("#kms-keys", "Custom key store ID");
  }

  @Test
  void a_deletion_is_scheduled_after_the_typed_word_and_cancelled() {
    var keyId = kms.key("alias/payments").keyId();
    window.go(new Destination.KeyDetailScreen(keyId));
    window.click("#key-actions");
    window.click("#schedule-deletion");
    window.awaitText(
        "#deletion",
        "Delete alias/payments (key " + keyId + " of account 000000000000 in us-east-1)?");
    window.awaitText("#deletion", "The external key in the HSM stays untouched.");
    window.awaitText("#deletion", "AWS advises to disable it first");
    assertThat(window.isDisabled("#schedule")).isTrue();
    window.type("#deletion-word", "delete");
    window.click("#schedule");
    window.awaitText("#deletion", "AWS KMS deletes this key on");
    assertThat(kms.key(keyId).pendingDeletion()).isTrue();
    window.click("#key-actions");
    window.click("#cancel-deletion");
    window.awaitText("#told", "The key is disabled; enable it to use it again.");
    window.click("#key-actions");
    window.click("#enable-key");
    window.awaitText("#told", "The key is enabled.");
    assertThat(kms.key(keyId).keyState()).isEqualTo(KeyState.KnownKeyState.ENABLED);
  }

  @Test
  void a_key_whose_creation_was_killed_is_found_and_finished() throws Exception {
    hsmKey("killed");
    AnotherProcess.killedBeforeCreateAlias(
        window.demo().kms().endpoint(), folder, store().id(), "killed", "alias/killed");
    assertThat(kms.aliases()).doesNotContainKey("alias/killed");
    window.go(new Destination.KeysScreen());
    window.click("#open-unfinished");
    window.awaitText("#unfinished-key", "The KMS key exists, without its alias");
    window.click("#finish");
    window.awaitText("#external-key-status", "ENABLED");
    assertThat(kms.key("alias/killed").xksKeyId()).contains("killed");
  }

  private void hsmKey(String label) {
    window
        .demo()
        .hsm()
        .session()
        .orElseThrow()
        .generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
  }

  private ExternalKeyStore store() {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals("payments-hsm"))
        .findFirst()
        .orElseThrow();
  }
}
