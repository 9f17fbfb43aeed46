package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.store.ReadyFile;

/// What servers have in common: when they serve, who learns of it, and how they end.
final class ServerLifetime {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLifetime.class);

  private ServerLifetime() {}

  /// First of all: a file that is in the way is told before anything is begun.
  static void claim(@Nullable Path readyFile) {
    if (readyFile != null) {
      try {
        ReadyFile.claim(readyFile);
      } catch (IOException e) {
        throw new CommandFailure(e.getMessage() + ".");
      }
    }
  }

  static void begins(@Nullable Path readyFile, String url) {
    if (readyFile != null) {
      try {
        ReadyFile.write(readyFile, url);
      } catch (IOException e) {
        throw new CommandFailure(e.getMessage() + ".");
      }
    }
  }

  /// Nothing that follows is kept from being done by it.
  static void ends(@Nullable Path readyFile) {
    if (readyFile != null) {
      try {
        ReadyFile.remove(readyFile);
      } catch (IOException e) {
        LOG.warn("The ready file {} cannot be removed: {}", readyFile, e.getMessage());
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
              LastLogLines.write();
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
