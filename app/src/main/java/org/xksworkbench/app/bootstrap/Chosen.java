package org.xksworkbench.app.bootstrap;

import java.util.Optional;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.store.KeptFiles;

/// What the user chose before, and by it what to open now.
///
/// @param mode unsaid where nothing was chosen yet
record Chosen(Settings settings, Arguments.Mode mode) implements AutoCloseable {

  /// Blocks. Where the demo is meant, nothing of the user's is read.
  static Chosen read(Arguments.Mode mode, Places places, KeptFiles files) {
    if (mode instanceof Arguments.Mode.DemoMode) {
      return new Chosen(Settings.inMemory(), mode);
    }
    var settings = Settings.open(places.settings(), files, files.soon());
    return new Chosen(
        settings,
        mode instanceof Arguments.Mode.Unsaid
            ? places
                .locks()
                .current()
                .<Arguments.Mode>map(last -> new Arguments.Mode.AwsMode(last, Optional.empty()))
                .orElse(mode)
            : mode);
  }

  @Override
  public void close() {}
}
