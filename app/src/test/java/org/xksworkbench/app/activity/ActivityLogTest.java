package org.xksworkbench.app.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;

class ActivityLogTest {

  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void what_was_done_is_there_after_the_program_ended() throws IOException {
    var file = folder.resolve("state/activity.jsonl");
    ActivityLog.open(file).add(entry("CreateKey"));
    Files.writeString(file, "{\"at\":\"2026-", StandardOpenOption.APPEND);
    assertThat(ActivityLog.open(file).entries())
        .as("the line that a crash cut off is left out")
        .containsExactly(entry("CreateKey"));
  }

  @Test
  void a_file_that_has_grown_is_set_aside_and_still_read() throws IOException {
    var file = folder.resolve("activity.jsonl");
    var log = ActivityLog.open(file, 300);
    for (var i = 0; i < 5; i++) {
      log.add(entry("Step" + i));
    }
    assertThat(folder.resolve("activity.jsonl.1")).exists();
    assertThat(Files.size(file)).isLessThan(700);
    assertThat(ActivityLog.open(file, 300).entries())
        .extracting(ActivityEntry::operation)
        .contains("Step4")
        .isSorted();
  }

  @Test
  void a_connection_state_is_kept_when_it_changes_and_across_runs() {
    var file = folder.resolve("connections.jsonl");
    var history = ConnectionHistory.open(file);
    history.see(AT, store(new ConnectionState.Disconnected()));
    history.see(AT.plusSeconds(1), store(new ConnectionState.Disconnected()));
    history.see(AT.plusSeconds(2), store(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")));

    var again = ConnectionHistory.open(file);
    again.see(AT.plusSeconds(3), store(new ConnectionState.Failed("XKS_PROXY_TIMED_OUT")));
    assertThat(again.of("cks-1"))
        .containsExactly(
            new ConnectionHistory.Seen(AT.plusSeconds(2), "cks-1", "FAILED", "XKS_PROXY_TIMED_OUT"),
            new ConnectionHistory.Seen(AT, "cks-1", "DISCONNECTED", ""));
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
