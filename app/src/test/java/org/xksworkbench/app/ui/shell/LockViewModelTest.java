package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.guard.ChangeLock;

/// The lock of a profile, in a file that takes its time.
class LockViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ThreadedTasks tasks = new ThreadedTasks();
  private final ScriptedDialogs dialogs = new ScriptedDialogs().confirming();
  private final Thread window = Thread.currentThread();
  private final ChangeLock memory = ChangeLock.inMemory("prod", true);
  private final CountDownLatch disk = new CountDownLatch(1);
  private final LockViewModel model = new LockViewModel(slow(), true, tasks, dialogs);

  @AfterEach
  void close() {
    disk.countDown();
    tasks.close();
  }

  @Test
  void what_was_read_last_is_shown_while_the_disk_takes_its_time() {
    memory.setReadOnly(false);
    model.refresh();
    model.refresh();
    assertThat(model.readOnly().get()).isTrue();
    disk.countDown();
    tasks.await("what the command line did", PATIENCE, () -> !model.readOnly().get());
  }

  @Test
  void it_is_unlocked_after_a_question_and_locked_without_one() {
    disk.countDown();
    model.toggle("account 000000000000");
    tasks.await("that it is unlocked", PATIENCE, () -> !model.readOnly().get());
    assertThat(memory.readOnly()).isFalse();
    assertThat(dialogs.asked()).singleElement().asString().contains("Unlock prod for changes?");
    model.toggle("account 000000000000");
    tasks.await("that it is locked", PATIENCE, () -> model.readOnly().get());
    assertThat(memory.readOnly()).isTrue();
    assertThat(dialogs.asked()).hasSize(1);
  }

  private ChangeLock slow() {
    return new ChangeLock() {
      @Override
      public String profile() {
        return memory.profile();
      }

      @Override
      public boolean readOnly() {
        assertThat(Thread.currentThread()).isNotSameAs(window);
        try {
          disk.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return memory.readOnly();
      }

      @Override
      public void setReadOnly(boolean readOnly) {
        assertThat(Thread.currentThread()).isNotSameAs(window);
        memory.setReadOnly(readOnly);
      }
    };
  }
}
