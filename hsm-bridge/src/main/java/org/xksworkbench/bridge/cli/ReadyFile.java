package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.store.Deletion;

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

  /// Says that it does not serve any more.
  static void remove(@Nullable Path file) {
    if (file != null) {
      try {
        Deletion.file(file);
      } catch (IOException e) {
        throw new CommandFailure(
            "The ready file " + file + " cannot be removed: " + e.getMessage() + ".");
      }
    }
  }

  /// The program that started this one is its launcher, which others take for it.
  private static final String LAUNCHED = "xksw.launched";

  /// Ends as if stopped when the program that started this one is gone, where that is agreed: a
  /// launcher that was killed cannot tell.
  static void endWithParent(boolean asked) {
    if (asked || Boolean.getBoolean(LAUNCHED)) {
      var _ =
          ProcessHandle.current()
              .parent()
              .map(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }
  }

  /// Waits for the end of the process; SIGTERM and Ctrl-C run the given work first, and the process
  /// then ends with 0: it did what it was asked.
  ///
  /// @param ready done as soon as a stop would be orderly
  static void serveUntilStopped(Runnable ready, Runnable stop) {
    var serves = new AtomicBoolean();
    var hook =
        Thread.ofPlatform()
            .name("stop")
            .unstarted(() -> {
              stop.run();
              LastLines.write();
              if (serves.get()) {
                // Without this the JVM reports the signal that ended it.
                Runtime.getRuntime().halt(RunRecord.ends(0));
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    ready.run();
    serves.set(true);
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
