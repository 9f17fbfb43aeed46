package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.agent.AgentServer;
import org.xksworkbench.bridge.agent.SecretPipe;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The helper process of the window; of no use to people.
@Command(
    name = "agent",
    hidden = true,
    description = "Serves one PKCS#11 module on standard input and output.")
final class AgentCommand implements Callable<Integer> {

  @Option(names = "--module", required = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path module;

  @Option(names = "--initialization", description = "What the module is told when it starts.")
  private String initialization = "";

  @Option(names = "--user-type", description = "As whom C_Login logs in.")
  private long userType = Pkcs11Settings.USER;

  @Override
  public Integer call() throws Exception {
    var settings = Pkcs11Settings.defaults().initializedWith(initialization).withUserType(userType);
    var replacement = new Replacement(() -> {});
    new AgentServer(() -> Pkcs11Hsm.open(module, settings, replacement), System.out)
        .serve(SecretPipe.standardInput());
    return 0;
  }
}
