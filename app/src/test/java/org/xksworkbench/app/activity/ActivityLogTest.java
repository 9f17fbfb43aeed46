package org.xksworkbench.app.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.bridge.store.KeptFiles;

class ActivityLogTest {

  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir private Path folder;
  private final KeptFiles files = new KeptFiles();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void what_was_done_is_there_after_the_program_ended() throws IOException {
    var file = folder.resolve("state/activity.jsonl");
    ActivityLog.open(file, files).add(entry("CreateKey"));
    Files.writeString(file, "{\"at\":\"2026-", StandardOpenOption.APPEND);
    assertThat(ActivityLog.open(file, files).entries())
        .as("the line that a crash cut off is left out")
        .containsExactly(entry("CreateKey"));
    ActivityLog.open(file, files).add(entry("CreateAlias"));
    assertThat(ActivityLog.open(file, files).entries())
        .as("the entry after it is not lost")
        .containsExactly(entry("CreateKey"), entry("CreateAlias"));
  }

  /// As versions before wrote them.
  @Test
  void lines_of_earlier_versions_are_read() throws IOException {
    var file = folder.resolve("activity.jsonl");
    Files.writeString(
        file,
        """
        {"at":"2026-11-24T12:00:00Z","who":"arn:aws:iam::1:user/a","operation":"CreateKey",\
        "target":"key-1","requestId":"r-1","outcome":"done","tookMillis":12}
        """);
    assertThat(ActivityLog.open(file, files).entries()).containsExactly(entry("CreateKey"));
  }

  @Test
  void a_connection_state_is_kept_when_it_changes_and_across_runs() {
    var file = folder.resolve("connections.jsonl");
    var history = ConnectionHistory.open(file, files, Runnable::run);
    history.see(AT, store(new ConnectionState.Disconnected()));
    history.see(AT.plusSeconds(1), store(new ConnectionState.Disconnected()));
    history.see(AT.plusSeconds(2), store(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")));

    var again = ConnectionHistory.open(file, files, Runnable::run);
    again.see(AT.plusSeconds(3), store(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")));
    assertThat(again.of("cks-1"))
        .containsExactly(
            new ConnectionHistory.SeenState(
                AT.plusSeconds(2), "cks-1", "FAILED", "XKS_PROXY_TIMED_OUT"),
            new ConnectionHistory.SeenState(AT, "cks-1", "DISCONNECTED", ""));
    assertThat(again.of("cks-2")).isEmpty();
  }

  private static ExternalKeyStore store(ConnectionState state) {
    return new ExternalKeyStore(
        "cks-1",
        "main",
        state,
        new XksProxyConfiguration(
            Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.com",
            "/kms/xks/v1",
            "A".repeat(20),
            Optional.empty(),
            Optional.empty()),
        AT);
  }

  private static ActivityEntry entry(String operation) {
    return new ActivityEntry(
        AT, "arn:aws:iam::1:user/a", operation, "key-1", "r-1", "done", Duration.ofMillis(12));
  }
}
