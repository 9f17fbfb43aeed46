package org.xksworkbench.app.session;

import java.nio.file.Path;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.guard.UserFolders;

/// Where the window keeps its things. Nothing secret is among them but what the demo made for
/// itself.
///
/// @param configuration what the user chose
/// @param state what was seen and done; the demo too
/// @param cache what JavaFX unpacks
/// @param logs what the program told of itself
public record Places(Path configuration, Path state, Path cache, Path logs) {

  /// Where the system that it runs on wants them.
  public static Places ofUser() {
    return new Places(
        UserFolders.configuration(), UserFolders.state(), UserFolders.cache(), UserFolders.logs());
  }

  public ProfileLocks locks() {
    return new ProfileLocks(configuration.resolve("profiles.json"));
  }

  public Path settings() {
    return configuration.resolve("settings.json");
  }

  public Path demo() {
    return state.resolve("demo");
  }
}
