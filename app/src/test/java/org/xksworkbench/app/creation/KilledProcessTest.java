package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;

/// A real process is killed between two steps; the next start finds out and goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledProcessTest {

  private Loop loop;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void killed_between_CreateKey_and_CreateAlias_the_key_is_finished_later(@TempDir Path state)
      throws Exception {
    killAt(state, "fit-1", "alias/killed-1", "CreateAlias", "before");
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/killed-1");
    var creation = loop.creation(state);
    var left = creation.unfinishedCreations().getFirst();
    assertThat(((CreationStage.KeyCreated) left.stage()).createKeyRequestId()).isNotEmpty();
    var found = (CreationRemains.WithoutAlias) creation.examine(left, _ -> {});
    assertThat(creation.finish(left, found.key(), left.plan().alias()))
        .isInstanceOf(CreationOutcome.CreationDone.class);
    assertThat(loop.kms().aliases()).containsEntry("alias/killed-1", found.key().keyId());
    assertThat(loop.creation(state).unfinishedCreations()).isEmpty();
  }

  @Test
  void killed_before_the_answer_of_CreateKey_was_noted_the_key_is_found_again(@TempDir Path state)
      throws Exception {
    killAt(state, "fit-2", "alias/killed-2", "CreateKey", "after");
    var creation = loop.creation(state);
    var left = creation.unfinishedCreations().getFirst();
    assertThat(left.stage()).isEqualTo(new CreationStage.CreationIntended());
    var found = (CreationRemains.WithoutAlias) creation.examine(left, _ -> {});
    assertThat(found.key().xksKeyId()).contains("fit-2");
  }

  @Test
  void killed_right_before_CreateKey_nothing_is_found(@TempDir Path state) throws Exception {
    killAt(state, "fit-3", "alias/killed-3", "CreateKey", "before");
    var creation = loop.creation(state);
    assertThat(creation.examine(creation.unfinishedCreations().getFirst(), _ -> {}))
        .isEqualTo(new CreationRemains.NothingCreated(0));
  }

  @Test
  void killed_after_CreateAlias_all_turns_out_to_be_done(@TempDir Path state) throws Exception {
    killAt(state, "fit-4", "alias/killed-4", "CreateAlias", "after");
    var creation = loop.creation(state);
    var left = creation.unfinishedCreations().getFirst();
    var found = (CreationRemains.Complete) creation.examine(left, _ -> {});
    creation.complete(left, found.key());
    assertThat(creation.unfinishedCreations()).isEmpty();
  }

  @Test
  void the_sdk_of_iam_and_cloudtrail_is_not_loaded_before_it_is_needed(@TempDir Path folder)
      throws Exception {
    var log = folder.resolve("classes.log");
    var process =
        started(
            List.of("-Xlog:class+load:file=" + log), List.of("lazy", loop.endpoint().toString()));
    awaitHere(process);
    var before = Files.readString(log);
    assertThat(before)
        .contains("software.amazon.awssdk.services.kms.")
        .doesNotContain("software.amazon.awssdk.services.iam.")
        .doesNotContain("software.amazon.awssdk.services.cloudtrail.");
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log)).contains("software.amazon.awssdk.services.iam.");
  }

  private void killAt(Path state, String xksKeyId, String alias, String method, String when)
      throws Exception {
    var process =
        started(
            List.of(),
            List.of(
                "create",
                loop.endpoint().toString(),
                state.toString(),
                loop.store("main").id(),
                xksKeyId,
                alias,
                method,
                when));
    awaitHere(process);
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static Process started(List<String> flags, List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AnotherProcess.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void awaitHere(Process process) throws Exception {
    var seen = new ArrayList<String>();
    BufferedReader lines = process.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("here")) {
        return;
      }
      seen.add(line);
    }
    throw new AssertionError("The process ended: " + seen);
  }
}
