package org.xksworkbench.bridge.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.xksworkbench.bridge.cli.HsmBridge;

/// `hsm-bridge` that does not begin before a file is there, as on a machine that is busy: its
/// proxy, or the helper process of a module.
public final class LateHelper {

  private static final String GATE = "LATE_HELPER_GATE";
  private static final String LATE = "LATE_HELPER_COMMAND";

  private LateHelper() {}

  /// Its proxy is late.
  ///
  /// @param gate the file; a process that waits writes its ID beside it
  public static AgentProcess behind(Path gate, Map<String, String> environment) {
    return late("proxy", gate, environment);
  }

  /// The helper process of a module is late.
  public static AgentProcess moduleBehind(Path gate, Map<String, String> environment) {
    return late("agent", gate, environment);
  }

  private static AgentProcess late(String command, Path gate, Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.put(GATE, gate.toString());
    all.put(LATE, command);
    return new AgentProcess(LateHelper.class.getName(), System.getProperty("java.class.path"), all);
  }

  /// Where the process that waits last writes its ID.
  public static Path waiting(Path gate) {
    return gate.resolveSibling("waiting");
  }

  public static void main(String[] arguments) throws Exception {
    var gate = Path.of(System.getenv(GATE));
    if (arguments[0].equals(System.getenv(LATE)) && !Files.exists(gate)) {
      System.err.println("The " + arguments[0] + " waits for the other programs of this machine");
      Files.writeString(waiting(gate), ProcessHandle.current().pid() + "\n");
      var parent = ProcessHandle.current().parent().orElseThrow();
      while (!Files.exists(gate) && parent.isAlive()) {
        Thread.sleep(20); // it is the slow program itself, until the test opens the gate
      }
    }
    HsmBridge.main(arguments);
  }
}
