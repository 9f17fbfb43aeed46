package org.xksworkbench.app.bootstrap;

import java.util.Optional;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.session.HsmAloneSession;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.store.KeptFiles;

/// What the user chose before, and by it what to open now.
///
/// @param mode unsaid where nothing was chosen yet, or is not there any more
/// @param gone what is not there any more, a sentence
record Chosen(Settings settings, Arguments.StartMode mode, Optional<String> gone)
    implements AutoCloseable {

  Chosen(Settings settings, Arguments.StartMode mode) {
    this(settings, mode, Optional.empty());
  }

  /// Blocks. Where the demo is meant, nothing of the user's is read.
  ///
  /// @param profiles all that there are
  static Chosen read(
      Arguments.StartMode mode, Places places, KeptFiles files, AwsProfiles profiles) {
    if (mode instanceof Arguments.StartMode.DemoMode) {
      return new Chosen(Settings.inMemory(), mode);
    }
    var settings = Settings.open(places.settings(), files, files.soon());
    return mode instanceof Arguments.StartMode.Unsaid
        ? places
            .locks()
            .current()
            .map(last -> last(settings, last, profiles))
            .orElse(new Chosen(settings, mode))
        : new Chosen(settings, mode);
  }

  private static Chosen last(Settings settings, String last, AwsProfiles profiles) {
    if (last.equals(HsmAloneSession.PROFILE)) {
      return new Chosen(settings, new Arguments.StartMode.HsmMode());
    }
    return profiles.profiles().stream().anyMatch(one -> one.name().equals(last))
        ? new Chosen(settings, new Arguments.StartMode.AwsMode(last, Optional.empty()))
        : new Chosen(settings, new Arguments.StartMode.Unsaid(), Optional.of(whyGone(last)));
  }

  private static String whyGone(String last) {
    return last.equals(AwsProfile.ENVIRONMENT)
        ? "The window worked last with the credentials of a terminal, and there are none in the one"
            + " that it was started from now."
        : "The window worked last with the profile %s, and it is in none of your AWS files."
            .formatted(last);
  }

  @Override
  public void close() {}
}
