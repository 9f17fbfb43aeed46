package org.xksworkbench.app.ui.widget;

import org.xksworkbench.app.kms.AwsProfile;

/// A profile in a list of them: its name, where its credentials come from, and why it cannot be
/// used.
public final class ProfileText {

  /// A list is no wider than a window.
  private static final int LONGEST = 100;

  private ProfileText() {}

  public static String of(AwsProfile profile) {
    var text =
        profile.kind() == AwsProfile.ProfileKind.ENVIRONMENT
            ? "Credentials of this terminal"
            : "%s  (%s)".formatted(profile.name(), profile.kind().words());
    return profile.fault().map(why -> shorten(text + ": " + why)).orElse(text);
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
