package org.xksworkbench.app.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Mismatches in every place of the chain, each in the right words.
class LineageTest {

  private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");
  private static final String TOKEN = "payments-token";

  private final List<HsmKey> keys = new ArrayList<>();
  private final Map<String, String> checkValues = new HashMap<>();
  private final Map<String, List<String>> paths = new HashMap<>();
  private final List<ExternalKeyStore> stores = new ArrayList<>();
  private final List<KmsKey> kmsKeys = new ArrayList<>();
  private int unknown;
  private final Map<String, String> aliases = new HashMap<>();
  private final List<CeremonyRecord> ceremonies = new ArrayList<>();
  private final List<BackupRecord> backups = new ArrayList<>();
  private Optional<String> token = Optional.of(TOKEN);

  @Test
  void where_all_sides_agree_there_is_nothing_to_say() {
    complete("payments");
    var line = only("payments");
    assertThat(line.mismatches()).isEmpty();
    assertThat(line.store().orElseThrow().name()).isEqualTo("payments-hsm");
    assertThat(line.aliases()).containsExactly("alias/payments");
    assertThat(line.ceremony().orElseThrow().title()).isEqualTo("2026-11-21 #7");
    assertThat(line.backup().orElseThrow().how()).isEqualTo("two cards");
  }

  @Test
  void a_kms_key_whose_hsm_key_is_gone_cannot_decrypt() {
    complete("payments");
    keys.clear();
    assertThat(seriousWords("payments"))
        .contains(
            "KMS key payments-kms uses the external key payments, which is not on the token"
                + " payments-token: it cannot decrypt.",
            "The ceremony 2026-11-21 #7 made the key payments, which is not on the token"
                + " payments-token.");
    assertThat(words("payments"))
        .contains(
            "A backup of payments is recorded, but the key is not on the token payments-token.");
  }

  @Test
  void nothing_is_said_to_be_missing_on_a_token_that_nobody_looked_into() {
    complete("payments");
    keys.clear();
    token = Optional.empty();
    assertThat(words("payments")).noneMatch(text -> text.contains("not on the token"));
  }

  @Test
  void two_hsm_keys_of_one_label_are_told() {
    complete("payments");
    key("payments");
    assertThat(seriousWords("payments"))
        .contains(
            "2 secret keys on the token have the label payments: the XKS key ID names none of"
                + " them.");
  }

  @Test
  void an_hsm_key_that_no_kms_key_uses_is_told() {
    key("spare");
    assertThat(words("spare"))
        .contains(
            "No KMS key uses the HSM key spare.",
            "No ceremony is recorded for spare.",
            "No backup of spare is recorded.");
    assertThat(only("spare").serious()).isFalse();
  }

  @Test
  void the_key_of_the_health_check_needs_no_kms_key() {
    key("xks-health");
    assertThat(words("xks-health")).isEmpty();
  }

  @Test
  void a_key_that_the_proxy_does_not_serve_at_its_stores_path_is_told() {
    complete("payments");
    paths.put("payments", List.of("/other/kms/xks/v1"));
    assertThat(seriousWords("payments"))
        .containsExactly(
            "The XKS proxy does not serve payments at /payments/kms/xks/v1, where the key store"
                + " payments-hsm looks for it.");
  }

  @Test
  void a_store_of_another_proxy_is_said_not_to_be_known() {
    complete("payments");
    stores.set(0, store("payments-store", "payments-hsm", "https://elsewhere.test"));
    assertThat(only("payments").serious()).isFalse();
    assertThat(words("payments"))
        .containsExactly(
            "The key store payments-hsm is served by an XKS proxy of another machine: what it"
                + " serves is not known here.");
  }

  @Test
  void a_kms_key_of_a_store_that_does_not_exist_is_told() {
    complete("payments");
    stores.clear();
    assertThat(seriousWords("payments"))
        .containsExactly(
            "KMS key payments-kms belongs to the key store payments-store, which does not exist.");
  }

  @Test
  void two_kms_keys_of_one_external_key_have_a_line_each_and_are_told() {
    complete("payments");
    kmsKeys.add(kmsKey("second-kms", "payments", KeyState.KnownKeyState.ENABLED));
    aliases.put("alias/second", "second-kms");
    assertThat(Lineage.of(sources())).hasSize(2).allMatch(Lineage::serious);
    assertThat(Lineage.of(sources()).getFirst().mismatches())
        .extracting(Mismatch::words)
        .contains("2 KMS keys use the external key payments: payments-kms, second-kms.");
  }

  @Test
  void a_kms_key_that_is_pending_deletion_or_has_no_alias_is_told() {
    complete("payments");
    kmsKeys.set(0, kmsKey("payments-kms", "payments", KeyState.KnownKeyState.PENDING_DELETION));
    aliases.clear();
    assertThat(words("payments"))
        .containsExactly(
            "KMS key payments-kms is pending deletion; its HSM key is needed until nobody needs its"
                + " data.",
            "KMS key payments-kms has no alias.");
  }

  @Test
  void a_key_whose_check_value_is_not_the_witnessed_one_is_another_key() {
    complete("payments");
    checkValues.put("payments", "FFFFFF");
    assertThat(seriousWords("payments"))
        .containsExactly(
            "The ceremony 2026-11-21 #7 witnessed the check value A1C09E of payments; the token"
                + " computes FFFFFF: this is another key.");
  }

  @Test
  void two_ceremonies_of_one_key_are_told() {
    complete("payments");
    ceremonies.add(
        new CeremonyRecord(DAY, "2026-11-22 #8", TOKEN, "payments", "A1C09E", "", "", "", false));
    assertThat(seriousWords("payments"))
        .containsExactly("2 ceremonies are recorded for payments: 2026-11-21 #7, 2026-11-22 #8.");
  }

  @Test
  void a_key_in_use_without_a_backup_is_serious() {
    complete("payments");
    backups.clear();
    assertThat(seriousWords("payments"))
        .containsExactly(
            "No backup of payments is recorded: if it is lost, all data under KMS key payments-kms"
                + " is lost.");
  }

  @Test
  void records_of_another_token_are_left_alone() {
    complete("payments");
    ceremonies.add(
        new CeremonyRecord(DAY, "elsewhere", "other-token", "foreign", "", "", "", "", false));
    assertThat(Lineage.of(sources())).extracting(Lineage::xksKeyId).containsExactly("payments");
  }

  @Test
  void what_needs_attention_comes_first() {
    complete("aaa");
    complete("zzz");
    backups.removeIf(one -> one.label().equals("zzz"));
    assertThat(Lineage.of(sources())).extracting(Lineage::xksKeyId).containsExactly("zzz", "aaa");
  }

  private void complete(String id) {
    key(id);
    checkValues.put(id, "A1C09E");
    paths.put(id, List.of("/" + id + "/kms/xks/v1"));
    stores.add(store(id + "-store", id + "-hsm", "https://own.test"));
    kmsKeys.add(kmsKey(id + "-kms", id, KeyState.KnownKeyState.ENABLED));
    aliases.put("alias/" + id, id + "-kms");
    ceremonies.add(
        new CeremonyRecord(DAY, "2026-11-21 #7", TOKEN, id, "a1c09e", "bundle", "", "", false));
    backups.add(new BackupRecord(DAY, TOKEN, id, "Ada", "two cards"));
  }

  private void key(String label) {
    keys.add(new HsmKey(AesKeyTemplate.forExternalKeyStore(label).asMade("01")));
  }

  @Test
  void what_no_visible_kms_key_uses_may_be_used_by_one_that_may_not_be_described() {
    unknown = 3;
    key("spare");
    assertThat(only("spare").mismatches())
        .extracting(Mismatch::words)
        .contains(
            "No KMS key that can be seen uses the HSM key spare; 3 of the account may not be"
                + " described.");
  }

  private static ExternalKeyStore store(String id, String name, String endpoint) {
    var path = "/" + name.replace("-hsm", "") + "/kms/xks/v1";
    return new ExternalKeyStore(
        id,
        name,
        new ConnectionState.Connected(),
        new XksProxyConfiguration(
            Connectivity.PUBLIC_ENDPOINT,
            endpoint,
            path,
            "AKIA",
            Optional.empty(),
            Optional.empty()),
        DAY);
  }

  private static KmsKey kmsKey(String keyId, String xksKeyId, KeyState state) {
    return new KmsKey(
        keyId,
        "arn:aws:kms:us-east-1:000000000000:key/" + keyId,
        "000000000000",
        "",
        state,
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
        false,
        true,
        DAY,
        Optional.of(xksKeyId + "-store"),
        Optional.of(xksKeyId),
        Optional.empty());
  }

  private LineageSources sources() {
    return new LineageSources(
        token,
        keys,
        checkValues,
        key -> paths.getOrDefault(key.label(), List.of()),
        store -> store.proxy().uriEndpoint().equals("https://own.test"),
        Optional.of("xks-health"),
        stores,
        kmsKeys,
        unknown,
        aliases,
        ceremonies,
        backups);
  }

  private Lineage only(String id) {
    return Lineage.of(sources()).stream()
        .filter(line -> line.xksKeyId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<String> words(String id) {
    return only(id).mismatches().stream().map(Mismatch::words).toList();
  }

  private List<String> seriousWords(String id) {
    return only(id).mismatches().stream().filter(Mismatch::serious).map(Mismatch::words).toList();
  }
}
