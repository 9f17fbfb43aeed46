package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/// The clocks of this machine.
@FunctionalInterface
public interface MachineTime {

  LineTime now();

  /// Linux tells which of its runs this is, and how long it has run, sleep included. Elsewhere the
  /// time counts from now, and a program that is started again is a run of its own.
  static MachineTime of(Clock clock) {
    var boot = Path.of("/proc/sys/kernel/random/boot_id");
    var uptime = Path.of("/proc/uptime");
    try {
      var id = text(boot);
      if (!id.isEmpty()) {
        millis(text(uptime));
        return () -> new LineTime(clock.instant(), id, linuxUp(uptime));
      }
    } catch (IOException | NumberFormatException e) {
      // Another system.
    }
    var id = new byte[16];
    new SecureRandom().nextBytes(id);
    var run = "run-" + HexFormat.of().formatHex(id);
    var begin = System.nanoTime();
    return () -> new LineTime(clock.instant(), run, (System.nanoTime() - begin) / 1_000_000);
  }

  private static long linuxUp(Path uptime) {
    try {
      return millis(text(uptime));
    } catch (IOException e) {
      throw new IllegalStateException("It could be read before: " + uptime, e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  private static long millis(String uptime) {
    return new BigDecimal(uptime.substring(0, uptime.indexOf(' '))).movePointRight(3).longValue();
  }
}
