package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;

/// Where people sign what happens in a ceremony at work: each is asked for the passphrase of their
/// key, then it is written down.
final class RunDesk {

  private final CeremonyRun run;
  private final AttachedHsm hsm;
  private final Dialogs dialogs;
  private final ScreenTasks onPage;
  private final Runnable changed;

  /// @param changed called after each act, also after one that failed: a line may tell of it
  RunDesk(CeremonyRun run, AttachedHsm hsm, Dialogs dialogs, ScreenTasks onPage, Runnable changed) {
    this.run = run;
    this.hsm = hsm;
    this.dialogs = dialogs;
    this.onPage = onPage;
    this.changed = changed;
  }

  CeremonyRun run() {
    return run;
  }

  Dialogs dialogs() {
    return dialogs;
  }

  ScreenTasks onPage() {
    return onPage;
  }

  /// The session at the token stays open while people stand around the screen.
  void touch() {
    hsm.idle().touch();
  }

  /// @param what somebody of a name does
  /// @param done called when it is written down
  void sign(
      List<Player> people,
      UnaryOperator<String> what,
      Consumer<List<PassphraseGiven>> act,
      Runnable done) {
    var asked =
        people.stream()
            .map(player ->
                new SigningPeople.AskedPerson(
                    player.id(), player.name(), player.role().title(), run.hasKeypad(player.id())))
            .toList();
    SigningPeople.ask(dialogs, Optional.of(run), asked, what)
        .ifPresent(signing ->
            perform(
                what.apply(people.getFirst().name()),
                () -> signing.sign(Optional.of(run), hsm::openApart, act),
                done));
  }

  /// @param done called when it is written down
  void perform(String what, Runnable work, Runnable done) {
    onPage.clearProblem();
    touch();
    onPage
        .task(
            what,
            Job.CEREMONY,
            context -> {
              // What a ceremony began is never stopped in the middle by leaving the screen.
              context.commit();
              work.run();
              return true;
            })
        .onSuccess(_ -> {
          done.run();
          changed.run();
        })
        .onProblem(met -> {
          changed.run();
          onPage.showProblem(met);
        })
        .start();
  }
}
