package org.xksworkbench.bridge.ceremony.writing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// A ceremony in a process of its own, which begins it or resumes it, and dies where it is told.
final class WriterProcess {

  static final int KILLED = 9;

  private WriterProcess() {}

  /// Arguments: folder of the ceremony, of the token, of the keys; how often the clocks are read
  /// before it dies, or 0. They are read when a line is composed and before it is written.
  public static void main(String[] args) throws Exception {
    var play = new Play(Path.of(args[0]), Path.of(args[1]), PlayersKeys.in(Path.of(args[2])));
    var time = dying(Integer.parseInt(args[3]));
    try (var writer = Files.exists(play.transcript()) ? play.reopen(time) : play.begin(time)) {
      play.toTheEnd(writer);
    }
  }

  private static MachineTime dying(int reads) {
    var time = MachineTime.of(Clock.systemUTC());
    var left = new int[] {reads};
    return () -> {
      if (--left[0] == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
      return time.now();
    };
  }
}
