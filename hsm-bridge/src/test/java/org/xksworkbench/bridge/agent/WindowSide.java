package org.xksworkbench.bridge.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Role;

/// A process that changes a PIN and logs in to a token through a helper, as the window does, and
/// writes down its own memory. Its first argument is the module, the second a token's label, the
/// third a folder; the new PIN and the old one come as an [AgentRequest].
public final class WindowSide {

  private WindowSide() {}

  public static void main(String[] arguments) throws Exception {
    var in = SecretPipe.standardInput();
    var given = AgentRequest.readFrom(in, Wire.mapper()).orElseThrow();
    var pin = given.secrets().getFirst();
    var folder = Path.of(arguments[2]);
    var process = AgentProcess.likeThis(Map.of());
    try (var hsm =
        AgentHsm.open(
            process,
            Path.of(arguments[0]),
            ChangeLock.inMemory("test", false),
            Duration.ofMinutes(2))) {
      var slot =
          hsm.slots().stream()
              .filter(one ->
                  one.token().filter(token -> token.label().equals(arguments[1])).isPresent())
              .findFirst()
              .orElseThrow();
      hsm.changePin(slot.id(), Role.USER, given.secrets().getLast(), pin);
      try (var session = hsm.login(slot.id(), pin)) {
        dump(folder.resolve("before.hprof"));
        given.wipe();
        dump(folder.resolve("after.hprof"));
        System.out.println(hsm.pid() + " " + session.secretKeys().size());
        // Until the test has seen enough.
        var _ = in.read();
      }
    }
  }

  private static void dump(Path file) throws Exception {
    // With what is not reachable any more: it is not overwritten yet.
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), false);
  }
}
