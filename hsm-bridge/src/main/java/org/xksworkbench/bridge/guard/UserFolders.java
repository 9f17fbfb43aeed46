package org.xksworkbench.bridge.guard;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where this program keeps what belongs to its user (XDG Base Directory Specification on Linux,
/// the platform's own folders elsewhere).
public final class UserFolders {

  private static final String NAME = "xks-workbench";

  private UserFolders() {}

  /// What the user chose.
  public static Path configuration() {
    return configuration(System.getenv(), os(), home());
  }

  /// What was seen and done; worth keeping, but not worth a backup.
  public static Path state() {
    return state(System.getenv(), os(), home());
  }

  /// What can be made again at any time.
  public static Path cache() {
    return cache(System.getenv(), os(), home());
  }

  /// What the program told of itself, for its developers.
  public static Path logs() {
    return logs(System.getenv(), os(), home());
  }

  static Path cache(Map<String, String> environment, String os, Path home) {
    if (os.startsWith("mac")) {
      return absolute(environment, "XDG_CACHE_HOME")
          .orElse(home.resolve("Library").resolve("Caches"))
          .resolve(NAME);
    }
    var folder =
        of(environment, os, home, "XDG_CACHE_HOME", "LOCALAPPDATA", home.resolve(".cache"));
    return os.startsWith("windows") && absolute(environment, "XDG_CACHE_HOME").isEmpty()
        ? folder.resolve("cache")
        : folder;
  }

  static Path logs(Map<String, String> environment, String os, Path home) {
    return os.startsWith("mac") && absolute(environment, "XDG_STATE_HOME").isEmpty()
        ? home.resolve("Library").resolve("Logs").resolve(NAME)
        : state(environment, os, home).resolve("logs");
  }

  static Path configuration(Map<String, String> environment, String os, Path home) {
    return of(environment, os, home, "XDG_CONFIG_HOME", "APPDATA", home.resolve(".config"));
  }

  static Path state(Map<String, String> environment, String os, Path home) {
    return of(
        environment, os, home, "XDG_STATE_HOME", "LOCALAPPDATA", home.resolve(".local/state"));
  }

  private static Path of(
      Map<String, String> environment,
      String os,
      Path home,
      String xdg,
      String windows,
      Path otherwise) {
    var chosen = absolute(environment, xdg);
    if (chosen.isPresent()) {
      return chosen.get().resolve(NAME);
    }
    if (os.startsWith("windows")) {
      return absolute(environment, windows).orElse(home).resolve(NAME);
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve(NAME);
    }
    return otherwise.resolve(NAME);
  }

  /// The specification wants relative paths to be ignored.
  private static Optional<Path> absolute(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  private static String os() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  private static Path home() {
    return home(System.getenv(), os(), Path.of(System.getProperty("user.home")));
  }

  /// The specification counts from `HOME`, as shells and our scripts do; the JVM asks the user
  /// database instead.
  static Path home(Map<String, String> environment, String os, Path ofUser) {
    return os.startsWith("windows") ? ofUser : absolute(environment, "HOME").orElse(ofUser);
  }
}
