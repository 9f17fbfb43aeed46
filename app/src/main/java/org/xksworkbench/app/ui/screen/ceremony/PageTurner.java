package org.xksworkbench.app.ui.screen.ceremony;

import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// The way from one page of a ceremony to another.
interface PageTurner {

  /// To the first one, anew.
  void start();

  void prepare(ChosenPlan plan);

  /// To the ceremony that was begun or taken up, or to its end if that is all that is left.
  void run(CeremonyRun run);

  void verify();

  /// Out of the ceremony, to the screen where tokens are logged in to.
  void openHsm();
}
