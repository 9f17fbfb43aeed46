package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsInterceptor;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.app.ui.widget.LastUseText;
import org.xksworkbench.bridge.localkms.faults.Fault;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyLastUseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Loop loop;
  private Path state;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    state = folder;
  }

  @AfterEach
  void nothingGoesWrong() {
    loop.faults().set(List.of());
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void a_key_is_shown_while_its_last_use_is_still_asked_for() {
    loop.kms().encrypt("alias/used", new byte[] {1}, Map.of());
    var answer = new CountDownLatch(1);
    try (var tasks = tasks();
        var viewModel = shown("alias/used", holding(answer), tasks)) {
      assertThat(viewModel.lastUse().state().get()).isInstanceOf(Loadable.Loading.class);
      answer.countDown();
      assertThat(LastUseText.sentence(known(viewModel, tasks)))
          .startsWith("The key was last used on ")
          .endsWith(", by Encrypt.");
    } finally {
      answer.countDown();
    }
  }

  @Test
  void after_a_proof_the_last_use_is_the_proof() {
    try (var tasks = tasks();
        var viewModel = shown("alias/used", loop.kms(), tasks)) {
      known(viewModel, tasks);
      viewModel.proof().prove();
      tasks.await("the proof", PATIENCE, () -> viewModel.proof().proof().get() != null);
      var requestId = viewModel.proof().proof().get().decryptRequestId();
      tasks.await(
          "the use by the proof",
          PATIENCE,
          () ->
              viewModel.lastUse().state().get()
                      instanceof Loadable.Ready<LastUse>(LastUse.Used used)
                  && used.requestId().equals(requestId));
      assertThat(LastUseText.value(viewModel.lastUse().state().get())).endsWith(" UTC, Decrypt");
    }
  }

  @Test
  void a_key_in_a_store_that_was_never_connected_was_never_used() {
    try (var tasks = tasks();
        var viewModel = shown("alias/stored", loop.kms(), tasks)) {
      assertThat(LastUseText.value(known(viewModel, tasks)))
          .isEqualTo("Never used since it was created");
    }
  }

  @Test
  void what_may_not_be_asked_costs_nothing_else_and_names_the_permission() {
    answering("AccessDeniedException");
    try (var tasks = tasks();
        var viewModel = shown("alias/used", loop.kms(), tasks)) {
      assertThat(LastUseText.value(known(viewModel, tasks)))
          .isEqualTo(
              "Not known: you may not ask. The permission is kms:GetKeyLastUsage, in the key"
                  + " policy.");
      assertThat(viewModel.details().get()).isInstanceOf(Loadable.Ready.class);
    }
  }

  @Test
  void a_failure_is_told_in_its_place_and_asked_again() {
    answering("KMSInvalidStateException");
    try (var tasks = tasks();
        var viewModel = shown("alias/used", loop.kms(), tasks)) {
      assertThat(LastUseText.value(known(viewModel, tasks))).startsWith("Not known: ");
      loop.faults().set(List.of());
      viewModel.askLastUse();
      tasks.await(
          "the answer",
          PATIENCE,
          () -> viewModel.lastUse().state().get() instanceof Loadable.Ready<?>);
    }
  }

  private void answering(String code) {
    loop.faults().set(List.of(new Fault.ErrorResponse(Optional.of("GetKeyLastUsage"), code)));
  }

  private static ThreadedTasks tasks() {
    return new ThreadedTasks((problem, cause) -> {
      throw new AssertionError("unexpected: " + problem, cause);
    });
  }

  private KeyDetailViewModel shown(String keyId, KeyManagement kms, ThreadedTasks tasks) {
    var viewModel =
        new KeyDetailViewModel(
            keyId,
            new DetailSources(
                kms, loop.aws().events(), loop.creation(state), loop.texts(), loop.ownProxy()),
            tasks,
            new ScriptedDialogs());
    viewModel.load();
    tasks.await("the key", PATIENCE, () -> viewModel.details().get() instanceof Loadable.Ready<?>);
    return viewModel;
  }

  private static Loadable<LastUse> known(KeyDetailViewModel viewModel, ThreadedTasks tasks) {
    tasks.await(
        "the last use",
        PATIENCE,
        () -> !(viewModel.lastUse().state().get() instanceof Loadable.Loading<?>));
    return viewModel.lastUse().state().get();
  }

  /// AWS KMS that answers GetKeyLastUsage when it is let.
  private KeyManagement holding(CountDownLatch answer) {
    return new InterceptedKeyManagement(
        loop.kms(),
        Interceptors.of(
            new KmsInterceptor() {
              @Override
              public <T> T around(KmsCall call, Supplier<T> next) {
                if (call.operation().equals("GetKeyLastUsage")) {
                  try {
                    answer.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
                return next.get();
              }
            }));
  }
}
