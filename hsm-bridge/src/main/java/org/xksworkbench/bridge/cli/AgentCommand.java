package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.agent.AgentServer;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
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

  @Override
  public Integer call() throws Exception {
    try (var hsm = new LazyHsm(() -> Pkcs11Hsm.open(module))) {
      new AgentServer(hsm, System.out).serve(System.in);
    }
    return 0;
  }
}
