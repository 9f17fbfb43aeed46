package org.xksworkbench.app;

import java.io.IOException;

/// A program that was run to its end.
///
/// @param said on standard output and standard error
record ProgramRun(int code, String said) {

  static ProgramRun of(ProcessBuilder builder) throws IOException, InterruptedException {
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (var reader = process.inputReader()) {
      var said = reader.readAllAsString();
      return new ProgramRun(process.waitFor(), said);
    }
  }
}
