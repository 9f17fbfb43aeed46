package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Where the window is and in whose name: a user who is wrong about that changes the wrong account.
class ShellViewModelTest {

  private static final KmsEndpoint AWS =
      new KmsEndpoint(URI.create("https://kms.eu-central-1.amazonaws.com"), "eu-central-1");

  private final ChangeLock lock = ChangeLock.inMemory("prod", true);
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final ShellViewModel shell =
      new ShellViewModel(
          new Identity("prod", AWS, ""),
          new LockViewModel(lock, true, new DirectTasks(), dialogs),
          SessionViewModel.unchangeable(),
          new SignInViewModel(new SignInDesk("prod", () -> "")));

  @Test
  void the_window_begins_with_the_overview_which_counts_as_no_visit() {
    assertThat(shell.destination().get()).isEqualTo(new Destination.OverviewScreen());
    assertThat(shell.visitedDestinations()).isEmpty();
    shell.go(new Destination.KeysScreen());
    shell.go(new Destination.KeyDetailScreen("key-1"));
    shell.go(new Destination.KeysScreen());
    assertThat(shell.destination().get()).isEqualTo(new Destination.KeysScreen());
    assertThat(shell.visitedDestinations())
        .containsExactlyInAnyOrder(
            new Destination.KeysScreen(), new Destination.KeyDetailScreen("key-1"));
  }

  @Test
  void with_an_hsm_alone_the_window_begins_with_its_keys() {
    var alone =
        new ShellViewModel(
            new Identity("hsm-alone", KmsEndpoint.NONE, ""),
            new LockViewModel(lock, true, new DirectTasks(), dialogs),
            SessionViewModel.unchangeable(),
            new SignInViewModel(new SignInDesk("hsm-alone", () -> "")));
    assertThat(alone.destination().get()).isEqualTo(new Destination.HsmKeysScreen());
    assertThat(alone.isHsmAlone()).isTrue();
    assertThat(shell.isHsmAlone()).isFalse();
  }

  @Test
  void who_stays_for_what_was_entered_stays_and_has_seen_nothing_else() {
    var answers = new ArrayList<>(List.of(false, true));
    shell.go(new Destination.CreateKeyStoreScreen());
    shell.beforeLeaving(answers::removeFirst);
    shell.go(new Destination.KeysScreen());
    assertThat(shell.destination().get()).isEqualTo(new Destination.CreateKeyStoreScreen());
    assertThat(shell.visitedDestinations()).containsExactly(new Destination.CreateKeyStoreScreen());
    shell.go(new Destination.KeysScreen());
    assertThat(shell.destination().get()).isEqualTo(new Destination.KeysScreen());
  }

  @Test
  void the_question_before_an_unlock_names_the_account_that_is_known_by_then() {
    shell.toggleLock();
    shell.showIdentity(
        new Identity("prod", AWS, "123456789012", "arn:aws:iam::123456789012:user/a"));
    shell.toggleLock();
    assertThat(lock.readOnly()).as("nobody said yes").isTrue();
    assertThat(dialogs.asked().getFirst()).contains("account (not known yet), Region eu-central-1");
    assertThat(dialogs.asked().getLast()).contains("account 123456789012, Region eu-central-1");
    dialogs.confirming();
    shell.toggleLock();
    assertThat(lock.readOnly()).isFalse();
    assertThat(shell.lock().readOnly().get()).isFalse();
    assertThat(shell.identity().get().who()).isEqualTo("arn:aws:iam::123456789012:user/a");
  }

  @Test
  void whatever_the_user_does_puts_the_idle_lock_off_and_only_a_wish_writes_a_file() {
    var told = new ArrayList<String>();
    shell.noteActivity();
    shell.saveDiagnostics();
    shell.onTouch(() -> told.add("touched"));
    shell.onDiagnostics(() -> told.add("diagnostics"));
    shell.noteActivity();
    shell.noteActivity();
    shell.saveDiagnostics();
    assertThat(told).containsExactly("touched", "touched", "diagnostics");
  }

  @Test
  void what_goes_wrong_on_purpose_is_offered_in_the_demo_alone() {
    assertThat(shell.isDemo()).isFalse();
    shell.offerDemo();
    assertThat(shell.isDemo()).isTrue();
  }
}
