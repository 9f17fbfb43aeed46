package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.store.OwnerOnly;

/// A failure that no command expects: one sentence for the user, and the trace in a file for
/// whoever mends it.
final class Defect {

  private static final String FILE = "hsm-bridge-defects.log";

  private Defect() {}

  /// @return the exit code
  static int tell(Throwable failure, Path logs, PrintWriter err) {
    var file = logs.resolve(FILE);
    try {
      OwnerOnly.createFolder(logs);
      try (var out = new PrintWriter(OwnerOnly.append(file), false, StandardCharsets.UTF_8)) {
        out.println(Instant.now() + " " + Product.NAME + " " + Product.VERSION);
        failure.printStackTrace(out);
      }
      err.println(
          "hsm-bridge failed inside, by a defect of its own: "
              + oneLine(failure)
              + ". Please report it with the trace, which is in "
              + file
              + ".");
    } catch (IOException e) {
      err.println(
          "hsm-bridge failed inside, by a defect of its own. Please report it with this trace,"
              + " which could not be written to "
              + file
              + ":");
      failure.printStackTrace(err);
    }
    err.flush();
    return ExitStatus.DEFECT.code();
  }

  private static String oneLine(Throwable failure) {
    return failure.toString().replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
