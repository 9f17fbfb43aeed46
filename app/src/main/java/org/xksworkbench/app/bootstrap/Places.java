package org.xksworkbench.app.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.store.OwnerOnly;

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

  /// Tells logback and JavaFX before one of them is loaded. A folder that cannot be made costs the
  /// log file; the window starts all the same.
  ///
  /// @return the log, to be closed at the end
  public LogFile announce() {
    try {
      OwnerOnly.createFolder(logs);
    } catch (IOException e) {
      // Logback says the same on standard error.
    }
    var log = LogFile.in(logs);
    setUnlessSet("xksw.log.file", log.name());
    setUnlessSet("xksw.logs", logs.toString());
    setUnlessSet("logback.configurationFile", "window-logback.xml");
    setUnlessSet("javafx.cachedir", cache.resolve("javafx").toString());
    return log;
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

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
