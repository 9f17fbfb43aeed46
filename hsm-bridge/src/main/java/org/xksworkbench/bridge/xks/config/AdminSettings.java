package org.xksworkbench.bridge.xks.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who may look at a running proxy and change it by its control socket.
///
/// @param socket empty for none
/// @param group of this computer, whose members may read
/// @param allow users who may also change something
public record AdminSettings(Optional<Path> socket, String group, List<String> allow) {

  /// A path of a Unix domain socket has so many bytes at most (`sun_path`, with its zero).
  private static final int LONGEST = 107;

  public AdminSettings {
    allow = List.copyOf(allow);
  }

  static AdminSettings read(SettingsTable admin, Path folder) {
    var socket = admin.optionalText("socket").map(folder::resolve);
    if (socket.filter(path -> path.toString().length() > LONGEST).isPresent()) {
      throw admin.wrong(
          "socket", "has a path of more than " + LONGEST + " characters, which no socket can have");
    }
    for (var setting : List.of("group", "allow")) {
      if (socket.isEmpty() && admin.has(setting)) {
        throw admin.wrong(setting, "is for the control socket; name one with socket");
      }
    }
    return new AdminSettings(socket, admin.text("group", "xks-admin"), admin.texts("allow"));
  }
}
