package org.xksworkbench.app.bootstrap;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.store.OwnerOnly;

/// The log of one window, claimed as long as the window runs: two windows that write to one log
/// would move it away under each other.
public final class WindowLogFile implements AutoCloseable {

  private static final String FIRST = "xks-workbench";

  /// Further windows share the first one's.
  private static final int MOST = 9;

  private final String name;
  private final @Nullable FileChannel claim;

  private WindowLogFile(String name, @Nullable FileChannel claim) {
    this.name = name;
    this.claim = claim;
  }

  /// Tells logback and JavaFX before one of them is loaded. A folder that cannot be made costs the
  /// log file; the window starts all the same.
  ///
  /// @return the log, to be closed at the end
  public static WindowLogFile announce(Places places) {
    try {
      OwnerOnly.createFolder(places.logs());
    } catch (IOException e) {
      // Logback says the same on standard error.
    }
    var log = in(places.logs());
    setUnlessSet("xksw.log.file", log.name());
    setUnlessSet("xksw.logs", places.logs().toString());
    setUnlessSet("logback.configurationFile", "window-logback.xml");
    setUnlessSet("javafx.cachedir", places.cache().resolve("javafx").toString());
    return log;
  }

  /// A log that no other window writes: `xks-workbench.log`, else `xks-workbench-2.log` and so on.
  /// Where nothing can be claimed the first; the window starts all the same.
  public static WindowLogFile in(Path logs) {
    for (var number = 1; number <= MOST; number++) {
      var name = number == 1 ? FIRST : FIRST + "-" + number;
      try {
        var claim = claim(logs.resolve(name + ".lock"));
        if (claim != null) {
          return new WindowLogFile(name, claim);
        }
      } catch (IOException e) {
        // Logback says on standard error why nothing can be written there.
        break;
      }
    }
    return new WindowLogFile(FIRST, null);
  }

  /// Without the ending.
  public String name() {
    return name;
  }

  @Override
  public void close() {
    if (claim != null) {
      try {
        claim.close();
      } catch (IOException e) {
        // The system gives up the claim with the process.
      }
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static @Nullable FileChannel claim(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // By another window of this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }
}
