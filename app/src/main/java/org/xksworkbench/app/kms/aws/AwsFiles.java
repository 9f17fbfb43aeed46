package org.xksworkbench.app.kms.aws;

import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/// The user's AWS files.
final class AwsFiles {

  private static final List<String> LOCATIONS =
      List.of(
          ProfileFileSystemSetting.AWS_CONFIG_FILE.property(),
          ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE.property());

  private AwsFiles() {}

  /// Builds clients of the SDK that have nothing to do with AWS. The SDK parses the default files
  /// for every client, also for one that is given others and would never ask these (seen in 2.40.2:
  /// SdkDefaultClientBuilder.mergeGlobalDefaults). So for that moment they are said to be
  /// elsewhere.
  static synchronized <T> T unread(Supplier<T> build) {
    var before = new HashMap<String, String>();
    for (var location : LOCATIONS) {
      before.put(location, System.getProperty(location));
      System.setProperty(location, "/nonexistent");
    }
    try {
      return build.get();
    } finally {
      before.forEach((location, value) -> {
        if (value == null) {
          System.clearProperty(location);
        } else {
          System.setProperty(location, value);
        }
      });
    }
  }
}
