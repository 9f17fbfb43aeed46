package org.xksworkbench.app.ui.screen.ceremony;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// Which page of the ceremony is shown. The ceremony itself goes on when the screen is left, and is
/// found again when the user comes back.
public final class CeremoniesViewModel implements AutoCloseable {

  /// The pages, in the order in which a ceremony goes through them.
  sealed interface Page {

    record Start(StartViewModel model) implements Page {}

    record Preparation(PreparationViewModel model) implements Page {}

    record Run(RunViewModel model) implements Page {}

    record End(EndViewModel model) implements Page {}

    record Verification(VerificationViewModel model) implements Page {}
  }

  private final Ceremonies ceremonies;
  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final PageTurner pages = new Turning();
  private final ReadOnlyObjectWrapper<Page> page;

  private final class Turning implements PageTurner {

    @Override
    public void start() {
      show(begin());
    }

    @Override
    public void prepare(ChosenPlan plan) {
      show(
          new Page.Preparation(
              new PreparationViewModel(plan, ceremonies, hsm, tasks, dialogs, this)));
    }

    @Override
    public void run(CeremonyRun run) {
      show(pageOf(run));
    }

    @Override
    public void verify() {
      show(new Page.Verification(new VerificationViewModel(tasks, dialogs, this::start)));
    }

    @Override
    public void openHsm() {
      navigator.go(new Destination.HsmKeys());
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

  ReadOnlyObjectProperty<Page> page() {
    return page.getReadOnlyProperty();
  }

  private Page begin() {
    return new Page.Start(new StartViewModel(ceremonies, tasks, dialogs, pages));
  }

  private Page pageOf(CeremonyRun run) {
    return switch (run.view().mode()) {
      case COMPLETED, ABORTED, CLOSED -> end(run);
      case NOT_OPENED, RUNNING, PAUSED, ON_BREAK, INTERRUPTED ->
          new Page.Run(new RunViewModel(run, ceremonies, hsm, tasks, dialogs, pages));
    };
  }

  private Page end(CeremonyRun run) {
    return new Page.End(new EndViewModel(run.view(), ceremonies, tasks, dialogs, pages::start));
  }

  private void show(Page next) {
    closeShown();
    page.set(next);
  }

  private void closeShown() {
    switch (page.get()) {
      case Page.Start(var model) -> model.close();
      case Page.Preparation(var model) -> model.close();
      case Page.Run(var model) -> model.close();
      case Page.End(var model) -> model.close();
      case Page.Verification(var model) -> model.close();
    }
  }

  @Override
  public void close() {
    closeShown();
  }
}
