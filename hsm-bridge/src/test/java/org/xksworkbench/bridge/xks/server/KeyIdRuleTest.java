package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;

/// What an XKS key ID names, on a token on which two keys have one label.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyIdRuleTest {

  private static final byte[] TEXT = {1, 2, 3};
  private static final byte[] NONE = {};

  private final Credential credential = TestCredentials.fresh();
  private HsmSession session;
  private List<HsmKey> twins;
  private String otherId;
  private XksProxy proxy;
  private TestTls tls;

  @BeforeAll
  void start(@TempDir Path folder) {
    var token = SoftHsm.newToken();
    session = SoftHsm.login(token);
    otherId = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("other")).id();
    SoftHsm.importAesKey(token, "twin", SoftHsm.importableKey());
    SoftHsm.importAesKey(token, "twin", SoftHsm.importableKey());
    twins = session.secretKeys("twin");
    assertThat(twins).hasSize(2);
    tls = TestTls.issue(folder, "xks.demo.test");
    proxy =
        XksProxy.builder()
            .session(session)
            .limits(ServedToken.PATIENT)
            .tls(tls.identity())
            .prefix(prefix("/label", new KeyIdRule.Label(), new KeyAdmission.AllSecretKeys()))
            .prefix(prefix("/cka-id", new KeyIdRule.CkaId(), new KeyAdmission.AllSecretKeys()))
            .prefix(
                prefix(
                    "/map",
                    new KeyIdRule.Mapped(
                        Map.of(
                            "first", new KeyIdRule.Selector("twin", twins.get(0).id()),
                            "second", new KeyIdRule.Selector("", twins.get(1).id()),
                            "both", new KeyIdRule.Selector("twin", ""),
                            "health", new KeyIdRule.Selector("xks-health", ""))),
                    new KeyAdmission.AllSecretKeys()))
            .prefix(
                prefix(
                    "/listed",
                    new KeyIdRule.CkaId(),
                    new KeyAdmission.AdmittedLabels(Set.of("other"))))
            .start();
  }

  private XksPrefix prefix(String path, KeyIdRule rule, KeyAdmission keys) {
    return new XksPrefix(path, List.of(credential), keys, rule, false, Set.of());
  }

  @AfterAll
  void stop() {
    proxy.close();
    session.close();
  }

  private XksTestClient client(String path) {
    return new XksTestClient(tls.issued().caPem(), proxy.port(), path, credential);
  }

  @Test
  void an_id_that_names_two_keys_is_not_found_and_says_why_and_others_are_served() {
    var answer = client("/label").encrypt("twin", TEXT, NONE, false);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorName()).isEqualTo("KeyNotFoundException");
    assertThat(answer.body().path("errorMessage").asText()).contains("names 2 keys");
    assertThat(client("/label").metadata("twin").body().path("errorMessage").asText())
        .contains("names 2 keys");
    assertThat(client("/label").encrypt("other", TEXT, NONE, false).status()).isEqualTo(200);
  }

  @Test
  void the_cka_id_tells_keys_with_one_label_apart() {
    var client = client("/cka-id");
    var first = client.encrypt(twins.get(0).id(), TEXT, NONE, false);
    assertThat(first.status()).isEqualTo(200);
    assertThat(client.decrypt(twins.get(0).id(), first, NONE).bytes("plaintext")).isEqualTo(TEXT);
    assertThat(client.decrypt(twins.get(1).id(), first, NONE).errorName())
        .isEqualTo("InvalidCiphertextException");
    assertThat(client.metadata("other").status()).isEqualTo(404);
  }

  @Test
  void a_map_serves_what_it_names_and_nothing_else() {
    var client = client("/map");
    var first = client.encrypt("first", TEXT, NONE, false);
    assertThat(client.decrypt("first", first, NONE).bytes("plaintext")).isEqualTo(TEXT);
    assertThat(client.decrypt("second", first, NONE).errorName())
        .isEqualTo("InvalidCiphertextException");
    assertThat(client.metadata("both").body().path("errorMessage").asText())
        .contains("names 2 keys");
    assertThat(client.metadata("other").status()).isEqualTo(404);
    assertThat(client.metadata("twin").status()).isEqualTo(404);
  }

  @Test
  void the_health_key_is_served_under_no_rule() {
    assertThat(client("/label").health().status()).isEqualTo(200);
    var id = session.secretKeys("xks-health").getFirst().id();
    assertThat(client("/label").metadata("xks-health").status()).isEqualTo(404);
    assertThat(client("/cka-id").metadata(id).status()).isEqualTo(404);
    assertThat(client("/map").metadata("health").status()).isEqualTo(404);
  }

  @Test
  void a_list_of_labels_limits_a_prefix_whatever_its_rule() {
    assertThat(client("/listed").metadata(otherId).status()).isEqualTo(200);
    assertThat(client("/listed").metadata(twins.getFirst().id()).status()).isEqualTo(404);
  }

  @Test
  void one_credential_of_several_prefixes_is_no_way_from_one_to_another() {
    assertThat(client("/map").metadata(otherId).status()).isEqualTo(404);
  }
}
