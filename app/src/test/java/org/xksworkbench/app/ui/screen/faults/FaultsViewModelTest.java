package org.xksworkbench.app.ui.screen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.FaultTrial;
import org.xksworkbench.app.ui.task.ThreadedTasks;

/// The switches of the demo, which must not say that all is well while something is still wrong.
@ExtendWith(SharedDemo.Given.class)
class FaultsViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final DemoFault DISABLED = DemoFault.EXTERNAL_KEY_DISABLED;

  private final SharedDemo demo;
  private final ThreadedTasks tasks = new ThreadedTasks();

  FaultsViewModelTest(SharedDemo demo) {
    this.demo = demo;
  }

  @AfterEach
  void close() {
    tasks.close();
    demo.restore();
  }

  @Test
  void what_a_fault_strikes_is_tried_at_once_and_again_when_it_is_switched_off() {
    var screen = screen();
    assertThat(screen.outcome().get()).isEmpty();
    var met = switched(screen, DISABLED, true);
    assertThat(met.fault()).isEqualTo(DISABLED);
    assertThat(met.on()).isTrue();
    assertThat(met.problem().orElseThrow().code()).isEqualTo("KMSInvalidStateException");
    assertThat(met.problem().orElseThrow().requestId()).isNotEmpty();
    assertThat(screen.isOn(DISABLED)).isTrue();

    var over = switched(screen, DISABLED, false);
    assertThat(over.on()).isFalse();
    assertThat(over.problem()).isEmpty();
    assertThat(screen.isOn(DISABLED)).isFalse();
  }

  @Test
  void while_another_fault_is_on_what_goes_wrong_still_is_told() {
    var screen = screen();
    switched(screen, DISABLED, true);
    switched(screen, DemoFault.THROTTLING_PROXY, true);
    var met = switched(screen, DemoFault.THROTTLING_PROXY, false);
    assertThat(met.on()).isFalse();
    assertThat(met.problem()).isPresent();
    assertThat(screen.isOn(DISABLED)).isTrue();
  }

  @Test
  void a_fault_that_cannot_be_switched_is_told_and_is_not_on() throws IOException {
    var screen = screen();
    var file = demo.demo().proxy().state().configuration();
    var text = Files.readString(file);
    try {
      Files.writeString(file, "this is no configuration");
      var met = switched(screen, DemoFault.BLOCKED_AT_PROXY, true);
      assertThat(met.problem().orElseThrow().causes().toString())
          .contains(String.valueOf(file.getFileName()));
      assertThat(screen.isOn(DemoFault.BLOCKED_AT_PROXY)).isFalse();
    } finally {
      Files.writeString(file, text);
    }
  }

  @Test
  void a_fault_stays_on_when_the_screen_is_left_and_is_seen_there_by_who_comes_back() {
    var screen = screen();
    switched(screen, DISABLED, true);
    screen.close();
    screen.set(DISABLED, false);
    assertThat(screen.busy().get()).as("nobody is there").isFalse();
    assertThat(screen().isOn(DISABLED)).isTrue();
    assertThat(screen().outcome().get()).as("of an earlier visit").isEmpty();
  }

  private FaultsViewModel screen() {
    return new FaultsViewModel(demo.demo().faults(), new FaultTrial(demo.kms()), tasks);
  }

  private FaultsViewModel.TrialOutcome switched(
      FaultsViewModel screen, DemoFault fault, boolean on) {
    screen.set(fault, on);
    assertThat(screen.busy().get()).isTrue();
    tasks.await(fault + ", " + on, PATIENCE, () -> !screen.busy().get());
    return screen.outcome().get().orElseThrow();
  }
}
