package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Tells a script, or the window, that a server serves and where: the file appears whole or not at
/// all.
final class ReadyFile {

  private ReadyFile() {}

  static void write(@Nullable Path file, String url) {
    if (file == null) {
      return;
    }
    try {
      var partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.writeString(partial, url + "\n");
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailure("The ready file " + file + " cannot be written: " + e.getMessage());
    }
  }

  /// Waits for the end of the process; SIGTERM and Ctrl-C run the given work first.
  static void serveUntilStopped(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stop));
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
