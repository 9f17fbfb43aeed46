package org.xksworkbench.bridge.cli;

import java.io.PrintWriter;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command and its subcommands.
@Command(
    name = "hsm-bridge",
    mixinStandardHelpOptions = true,
    version = "XKS Workbench 0.1.0",
    description = "Keys in an HSM, an XKS proxy for testing, and a stand-in for AWS KMS.",
    subcommands = {
      AgentCommand.class,
      KeysCommand.class,
      LocalKmsCommand.class,
      ProxyCommand.class,
      TokenCommand.class
    })
public final class HsmBridge {

  private HsmBridge() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// @return the exit code
  public static int run(String... args) {
    return new CommandLine(new HsmBridge())
        .setExecutionExceptionHandler((failure, commandLine, _) -> {
          explain(failure, commandLine.getErr());
          return 1;
        })
        .execute(args);
  }

  private static void explain(Exception failure, PrintWriter err) {
    switch (failure) {
      case HsmException e -> err.println(e.getMessage());
      case ProxyConfigException e -> err.println(e.getMessage() + ".");
      case CommandFailure e -> err.println(e.getMessage());
      default -> {
        err.println("hsm-bridge failed inside: " + failure + ". Please report this.");
        failure.printStackTrace(err);
      }
    }
    err.flush();
  }
}
