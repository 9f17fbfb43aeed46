package org.xksworkbench.app.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.cli.HsmBridge;

/// `hsm-bridge` whose proxy does not begin before a file is there, as on a machine that is busy.
public final class LateHelper {

  private static final String GATE = "LATE_HELPER_GATE";

  private LateHelper() {}

  /// @param gate the file; a process that waits writes its ID beside it
  public static AgentProcess behind(Path gate, java.util.Map<String, String> environment) {
    var all = new java.util.HashMap<>(environment);
    all.put(GATE, gate.toString());
    return new AgentProcess(LateHelper.class.getName(), System.getProperty("java.class.path"), all);
  }

  /// Where the process that waits last writes its ID.
  public static Path waiting(Path gate) {
    return gate.resolveSibling("waiting");
  }

  public static void main(String[] arguments) throws Exception {
    var gate = Path.of(System.getenv(GATE));
    if (arguments[0].equals("proxy") && !Files.exists(gate)) {
      System.err.println("The proxy waits for the other programs of this machine");
      Files.writeString(waiting(gate), ProcessHandle.current().pid() + "\n");
      while (!Files.exists(gate)) {
        Thread.sleep(20);
      }
    }
    HsmBridge.main(arguments);
  }
}
