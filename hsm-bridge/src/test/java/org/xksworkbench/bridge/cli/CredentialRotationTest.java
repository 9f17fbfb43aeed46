package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rotation of a credential as its administrator follows it, by commands alone.
class CredentialRotationTest {

  private static final Duration FOLLOWS = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private static BridgeScript.EndedCommand credentials(
      ServedProcess proxy, String act, String... more) {
    var arguments = new String[more.length + 5];
    System.arraycopy(
        new String[] {"proxy", "credentials", act, "--config", proxy.config().toString()},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return BridgeScript.run(arguments);
  }

  private static JsonNode lastUse(ServedProcess proxy, String accessKeyId) {
    var listed = credentials(proxy, "list", "--json");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    try {
      for (var one : new ObjectMapper().readTree(listed.out())) {
        if (one.path("accessKeyId").asText().equals(accessKeyId)) {
          return one.path("lastUsed");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError(listed.out());
  }

  @Test
  void one_that_is_in_use_stays_until_somebody_says_otherwise() {
    try (var proxy = ServedProcess.start(folder, UnaryOperator.identity())) {
      var old = proxy.credentials().getFirst();
      assertThat(lastUse(proxy, old.accessKeyId()).isNull()).isTrue();
      assertThat(credentials(proxy, "list").out()).contains(old.accessKeyId() + "\tnot seen");
      assertThat(credentials(proxy, "add").exitCode()).isZero();
      var fresh = proxy.credentials().getLast();

      var before = Instant.now().minusSeconds(1);
      assertThat(proxy.client(old).health().status()).isEqualTo(200);
      await().atMost(FOLLOWS).until(() -> !lastUse(proxy, old.accessKeyId()).isNull());
      assertThat(Instant.parse(lastUse(proxy, old.accessKeyId()).asText()))
          .isBetween(before, Instant.now());
      assertThat(lastUse(proxy, fresh.accessKeyId()).isNull()).isTrue();

      var refused = credentials(proxy, "remove", old.accessKeyId());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("within the last 10 minutes", "--in-use");
      assertThat(proxy.credentials()).hasSize(2);

      proxy.restart();
      assertThat(lastUse(proxy, old.accessKeyId()).isNull()).as("kept over a restart").isFalse();
      assertThat(credentials(proxy, "remove", old.accessKeyId()).exitCode()).isEqualTo(1);
      assertThat(credentials(proxy, "remove", "--in-use", old.accessKeyId()).exitCode()).isZero();
      assertThat(proxy.credentials()).containsExactly(fresh);
    }
  }
}
