package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.store.StoreException.FileAct;

/// A file that cannot be read or written, with real files: what is not told is lost at the end.
class FileTroublesViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String GARBAGE = "garbage\n";

  private final ThreadedTasks tasks = new ThreadedTasks();
  private final KeptFiles files = new KeptFiles();
  private final List<Path> opened = new ArrayList<>();
  private final FileTroublesViewModel troubles =
      new FileTroublesViewModel(files, tasks, opened::add);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    tasks.close();
    files.close();
  }

  @Test
  void a_file_that_is_damaged_is_told_with_its_path_and_its_folder_can_be_opened()
      throws IOException {
    var file = damaged("activity.jsonl");
    var _ = ActivityLog.open(file, files);
    var trouble = only();
    assertThat(trouble.headline()).isEqualTo("activity.jsonl cannot be read");
    assertThat(trouble.sentences()).singleElement().asString().contains(file.toString());
    assertThat(trouble.canBeSetAside()).isTrue();
    troubles.openFolder(trouble);
    assertThat(opened).containsExactly(folder);
  }

  /// A writer may mend a file on its own thread while the window asks what is wrong with it.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_file_that_is_mended_while_it_is_asked_is_no_failure(int asked) throws Exception {
    var failures = new CopyOnWriteArrayList<Throwable>();
    try (var watched = new ThreadedTasks((_, cause) -> failures.add(cause))) {
      var model = new FileTroublesViewModel(files, watched, opened::add);
      var left = new AtomicInteger(asked);
      files.add(
          new Kept() {
            @Override
            public Path file() {
              return folder.resolve("mended.jsonl");
            }

            @Override
            public Optional<StoreException> trouble() {
              return left.getAndDecrement() > 0
                  ? Optional.of(
                      StoreException.of(FileAct.WRITE, file(), new IOException("no room")))
                  : Optional.empty();
            }

            @Override
            public int unwrittenChanges() {
              return 0;
            }

            @Override
            public void tryAgain() {}

            @Override
            public Path setAside() {
              return file();
            }
          });
      files.tellListeners();
      watched.await("that it was asked", PATIENCE, () -> left.get() < asked);
      files.tellListeners();
      watched.await(
          "that nothing is wrong", PATIENCE, () -> left.get() <= 0 && model.troubles().isEmpty());
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void files_with_one_reason_are_told_once_with_the_path_of_each() throws IOException {
    var one = damaged("one.jsonl");
    var other = damaged("other.jsonl");
    var _ = ActivityLog.open(one, files);
    var _ = ActivityLog.open(other, files);
    tasks.await(
        "both", PATIENCE, () -> troubles.troubles().stream().anyMatch(t -> t.files().size() == 2));
    var trouble = only();
    assertThat(trouble.headline()).isEqualTo("2 files of this program cannot be read");
    assertThat(trouble.sentences().toString()).contains(one.toString(), other.toString());
  }

  @Test
  void a_file_that_is_set_aside_keeps_what_was_in_it_and_a_new_one_takes_what_comes()
      throws IOException {
    var file = damaged("activity.jsonl");
    var log = ActivityLog.open(file, files);
    log.add(entry());
    troubles.setAside(only());
    tasks.await("that it is set aside", PATIENCE, () -> !troubles.done().get().isEmpty());
    assertThat(troubles.troubles()).isEmpty();
    assertThat(troubles.done().get()).startsWith("What could not be read is kept as ");
    var aside = Path.of(troubles.done().get().replaceAll("^.* kept as |\\.$", ""));
    assertThat(aside).content().startsWith(GARBAGE);
    assertThat(file).content().doesNotContain("garbage").contains("CreateKey");
    troubles.closeDone();
    assertThat(troubles.done().get()).isEmpty();
  }

  @Test
  void a_file_that_was_repaired_is_read_when_the_user_says_so() throws IOException {
    var file = damaged("activity.jsonl");
    var _ = ActivityLog.open(file, files);
    var trouble = only();
    Files.writeString(file, "");
    assertThat(troubles.troubles()).as("nobody looked again").hasSize(1);
    troubles.tryAgain(trouble);
    tasks.await("that it can be read", PATIENCE, () -> troubles.troubles().isEmpty());
  }

  @Test
  void what_was_closed_comes_back_only_if_it_changes() throws IOException {
    var file = damaged("activity.jsonl");
    var log = ActivityLog.open(file, files);
    var trouble = only();
    troubles.close(trouble);
    assertThat(troubles.troubles()).isEmpty();
    troubles.tryAgain(trouble);
    tasks.await("that it was tried", PATIENCE, () -> tasks.running().isEmpty());
    assertThat(troubles.troubles()).as("it is as it was").isEmpty();
    Files.writeString(file, GARBAGE + GARBAGE);
    troubles.tryAgain(trouble);
    tasks.await("the second line", PATIENCE, () -> !troubles.troubles().isEmpty());
    assertThat(only().sentences().toString()).contains("2 lines");
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void a_note_that_says_the_same_keeps_its_place() throws IOException {
    var _ = ActivityLog.open(damaged("activity.jsonl"), files);
    var trouble = only();
    files.tellListeners();
    files.tellListeners();
    var looked = new ArrayList<String>();
    tasks.soon(tasks.scope(), () -> looked.add("after both"));
    tasks.await("both looks", PATIENCE, () -> !looked.isEmpty());
    assertThat(troubles.troubles().getFirst()).isSameAs(trouble);
  }

  private FileTrouble only() {
    tasks.await("the trouble", PATIENCE, () -> !troubles.troubles().isEmpty());
    assertThat(troubles.troubles()).hasSize(1);
    return troubles.troubles().getFirst();
  }

  private Path damaged(String name) throws IOException {
    return Files.writeString(folder.resolve(name), GARBAGE);
  }

  private static ActivityEntry entry() {
    return new ActivityEntry(
        Instant.parse("2026-11-30T12:00:00Z"),
        "arn:aws:iam::1:user/ada",
        "CreateKey",
        "key-1",
        "r-1",
        "done",
        Duration.ofMillis(12));
  }
}
