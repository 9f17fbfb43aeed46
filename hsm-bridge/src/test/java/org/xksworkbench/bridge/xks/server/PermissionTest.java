package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.policy.Attribute;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.policy.Statement;
import org.xksworkbench.bridge.xks.policy.Wildcard;

/// The second authorization and blocks, by the real proxy.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionTest {

  private static final byte[] TEXT = {1, 2, 3};
  private static final byte[] NONE = {};

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private ServedToken served;
  private XksTestClient client;

  @BeforeAll
  void start(@TempDir Path folder) {
    served = ServedToken.start(folder, builder -> builder.listener(calls::add));
    client = served.client();
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private void serve(boolean blocked, Set<String> blockedKeys, Optional<Policy> policy) {
    served
        .proxy()
        .serve(
            new ServedConfiguration(
                List.of(
                    new XksPrefix(
                        "/payments",
                        List.of(served.credential()),
                        new KeyAdmission.FitKeys(),
                        new KeyIdRule.Label(),
                        blocked,
                        blockedKeys)),
                TlsSettings.of(served.tls().identity()),
                policy));
  }

  private static Policy only(String name, Attribute attribute, String pattern) {
    return new Policy(
        List.of(new Statement(name, Map.of(attribute, List.of(new Wildcard(pattern))))), List.of());
  }

  @Test
  void a_denial_is_403_tells_the_caller_no_rule_and_the_log_the_statement() {
    serve(false, Set.of(), Optional.of(only("only-bob", Attribute.PRINCIPAL, "*:user/Bob")));
    calls.clear();
    for (var answer :
        List.of(
            client.metadata("key-1"),
            client.encrypt("key-1", TEXT, NONE, false),
            client.encrypt("no-such-key", TEXT, NONE, false))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.errorName()).isEqualTo("AccessDeniedException");
      assertThat(answer.body().toString()).doesNotContain("only-bob");
    }
    assertThat(calls)
        .hasSize(3)
        .allSatisfy(call ->
            assertThat(call.cause()).contains("only-bob", "principals has no match", "user/Alice"));
  }

  @Test
  void what_a_statement_allows_is_served() {
    serve(false, Set.of(), Optional.of(only("alice", Attribute.PRINCIPAL, "*:user/Alice")));
    assertThat(client.encrypt("key-1", TEXT, NONE, false).status()).isEqualTo(200);
    assertThat(client.metadata("key-1").status()).isEqualTo(200);
  }

  @Test
  void health_is_exempt_even_from_a_policy_that_allows_nothing() {
    serve(false, Set.of(), Optional.of(new Policy(List.of(), List.of())));
    for (var operation :
        List.of(
            "CreateCustomKeyStore",
            "ConnectCustomKeyStore",
            "UpdateCustomKeyStore",
            "KmsHealthCheck",
            "SomethingNew")) {
      assertThat(client.post("/health", XksTestClient.request(operation)).status())
          .as(operation)
          .isEqualTo(200);
    }
    assertThat(client.metadata("key-1").status()).isEqualTo(403);
  }

  @Test
  void metadata_for_create_key_has_no_kms_key_and_can_be_allowed_all_the_same() {
    serve(false, Set.of(), Optional.of(only("creators", Attribute.OPERATION, "CreateKey")));
    var body = XksTestClient.request("CreateKey");
    ((ObjectNode) body.get("requestMetadata")).remove("kmsKeyArn");
    assertThat(client.post("/keys/key-1/metadata", body).status()).isEqualTo(200);
    assertThat(client.encrypt("key-1", TEXT, NONE, false).status()).isEqualTo(403);
  }

  @Test
  void a_blocked_key_is_disabled_and_refuses_both_ways() {
    serve(false, Set.of(), Optional.empty());
    var encrypted = client.encrypt("key-1", TEXT, NONE, false);
    serve(false, Set.of("key-1"), Optional.empty());
    assertThat(client.encrypt("key-1", TEXT, NONE, false).errorName())
        .isEqualTo("InvalidStateException");
    assertThat(client.decrypt("key-1", encrypted, NONE).errorName())
        .isEqualTo("InvalidStateException");
    assertThat(client.metadata("key-1").body().path("keyStatus").asText()).isEqualTo("DISABLED");
    assertThat(client.health().status()).isEqualTo(200);
    serve(false, Set.of(), Optional.empty());
    assertThat(client.decrypt("key-1", encrypted, NONE).status()).isEqualTo(200);
  }

  @Test
  void a_blocked_key_store_is_so_for_every_operation() {
    serve(true, Set.of(), Optional.empty());
    assertThat(client.encrypt("key-1", TEXT, NONE, false).errorName())
        .isEqualTo("InvalidStateException");
    assertThat(client.metadata("key-1").body().path("keyStatus").asText()).isEqualTo("DISABLED");
    assertThat(client.health().status()).isEqualTo(400);
    assertThat(client.health().errorName()).isEqualTo("InvalidStateException");
  }

  @Test
  void a_wrong_signature_learns_nothing_of_blocks_or_policies() {
    serve(true, Set.of("key-1"), Optional.of(new Policy(List.of(), List.of())));
    var wrong = client.signedBy(TestCredentials.fresh());
    assertThat(wrong.encrypt("key-1", TEXT, NONE, false).status()).isEqualTo(401);
    assertThat(wrong.health().status()).isEqualTo(401);
  }
}
