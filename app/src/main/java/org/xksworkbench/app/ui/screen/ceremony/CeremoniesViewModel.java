package org.xksworkbench.app.ui.screen.ceremony;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// Which page of the ceremony is shown. The ceremony itself goes on when the screen is left, and is
/// found again when the user comes back.
public final class CeremoniesViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(CeremoniesViewModel.class);

  /// The pages, in the order in which a ceremony goes through them.
  sealed interface CeremonyPage {

    record StartPage(CeremonyStartViewModel model) implements CeremonyPage {}

    record PreparationPage(PreparationViewModel model) implements CeremonyPage {}

    record RunPage(RunViewModel model) implements CeremonyPage {}

    record EndPage(EndViewModel model) implements CeremonyPage {}

    record VerificationPage(VerificationViewModel model) implements CeremonyPage {}
  }

  private final Ceremonies ceremonies;
  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final PageTurner pages = new Turning();
  private final ReadOnlyObjectWrapper<CeremonyPage> page;

  private final class Turning implements PageTurner {

    @Override
    public void start() {
      show(begin());
    }

    @Override
    public void prepare(ChosenPlan plan) {
      show(
          new CeremonyPage.PreparationPage(
              new PreparationViewModel(plan, ceremonies, hsm, tasks, dialogs, this)));
    }

    @Override
    public void run(CeremonyRun run) {
      show(pageOf(run));
    }

    @Override
    public void verify() {
      show(
          new CeremonyPage.VerificationPage(
              new VerificationViewModel(tasks, dialogs, this::start)));
    }

    @Override
    public void openHsm() {
      navigator.go(new Destination.HsmKeysScreen());
    }
  }

  public CeremoniesViewModel(
      Ceremonies ceremonies, AttachedHsm hsm, Tasks tasks, Dialogs dialogs, Navigator navigator) {
    this.ceremonies = ceremonies;
    this.hsm = hsm;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.page =
        new ReadOnlyObjectWrapper<>(ceremonies.run().map(this::pageOf).orElseGet(this::begin));
  }

  /// Opens a plan, or verifies evidence. A ceremony that is under way keeps the screen.
  public void open(Destination.CeremonyFileScreen opened) {
    if (!(page.get() instanceof CeremonyPage.StartPage(var start))) {
      dialogs.show(
          Problem.of(Problem.ProblemKind.CONFLICT, WORDS.text("open.under-way"))
              .toDo(WORDS.text("open.under-way-to-do")));
    } else if (opened.isPlan()) {
      start.open(opened.file());
    } else {
      pages.verify();
      if (page.get() instanceof CeremonyPage.VerificationPage(var verification)) {
        verification.verify(opened.file());
      }
    }
  }

  ReadOnlyObjectProperty<CeremonyPage> page() {
    return page.getReadOnlyProperty();
  }

  private CeremonyPage begin() {
    return new CeremonyPage.StartPage(
        new CeremonyStartViewModel(ceremonies, tasks, dialogs, pages));
  }

  private CeremonyPage pageOf(CeremonyRun run) {
    return switch (run.snapshot().mode()) {
      case COMPLETED, ABORTED, CLOSED ->
          new CeremonyPage.EndPage(new EndViewModel(run, ceremonies, tasks, dialogs, pages::start));
      case NOT_OPENED, RUNNING, PAUSED, ON_BREAK, INTERRUPTED, HALTED ->
          new CeremonyPage.RunPage(new RunViewModel(run, ceremonies, hsm, tasks, dialogs, pages));
    };
  }

  private void show(CeremonyPage next) {
    closeShown();
    page.set(next);
  }

  private void closeShown() {
    switch (page.get()) {
      case CeremonyPage.StartPage(var model) -> model.close();
      case CeremonyPage.PreparationPage(var model) -> model.close();
      case CeremonyPage.RunPage(var model) -> model.close();
      case CeremonyPage.EndPage(var model) -> model.close();
      case CeremonyPage.VerificationPage(var model) -> model.close();
    }
  }

  @Override
  public void close() {
    closeShown();
  }
}
