package org.xksworkbench.bridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.Formats;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.check.CheckException;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.guard.ReadOnlyException;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/// The command and its subcommands.
@Command(
    name = "hsm-bridge",
    mixinStandardHelpOptions = true,
    version = Product.NAME + " " + Product.VERSION,
    description = "Keys in an HSM, an XKS proxy for testing, and a stand-in for AWS KMS.",
    subcommands = {
      AgentCommand.class,
      CeremonyCommand.class,
      CheckCommand.class,
      DiagnosticsCommand.class,
      KeysCommand.class,
      LocalKmsCommand.class,
      ProfileCommand.class,
      ProxyCommand.class,
      TokenCommand.class
    })
public final class HsmBridge {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The AWS profile that the command acts for. What changes something is refused while the"
              + " profile is read-only.")
  private @Nullable String profile;

  private final MachinePolicy policy;

  /// For picocli's own tools, such as the one that makes the completion for shells.
  private HsmBridge() {
    this(MachinePolicy.none());
  }

  private HsmBridge(MachinePolicy policy) {
    this.policy = policy;
  }

  /// What the administrator of this machine allows, for a command that finds its module in a file.
  static MachinePolicy policy(CommandSpec spec) {
    return ((HsmBridge) spec.root().userObject()).policy;
  }

  public static void main(String[] args) {
    RunRecord.begins();
    Formats.fix();
    int code;
    try {
      code = run(args);
    } catch (Error e) {
      code = Defect.tell(e, UserFolders.logs(), new PrintWriter(System.err, true, UTF_8));
    }
    LastLogLines.write();
    System.exit(RunRecord.ends(code));
  }

  /// @return the code of an [ExitStatus]
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /// For those who read what it prints.
  ///
  /// @return the exit code
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  static CommandLine commandLine() {
    return commandLine(MachinePolicy.ofMachine());
  }

  static CommandLine commandLine(MachinePolicy policy) {
    var bridge = new HsmBridge(policy);
    var guard = new ProfileGuard(policy, ProfileLocks.ofUser(), System.getenv());
    var commandLine = new CommandLine(bridge);
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(ExitStatus.meanings());
    return commandLine
        .setExecutionStrategy(parsed -> bridge.runGuarded(guard, parsed))
        .setExecutionExceptionHandler((failure, failed, _) -> explain(failure, failed.getErr()));
  }

  /// Asked once for every command, so that none can forget it.
  private int runGuarded(ProfileGuard guard, ParseResult parsed) {
    var command = parsed.asCommandLineList().getLast();
    var changes = command.getCommandSpec().userObject().getClass().getAnnotation(Changes.class);
    if (!command.isUsageHelpRequested()) {
      try {
        guard.requireAllowed(profile, module(command));
        if (changes != null) {
          guard.require(profile, changes);
        }
      } catch (ReadOnlyException | PolicyException e) {
        throw new ExecutionException(command, e.getMessage(), e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static @Nullable Path module(CommandLine command) {
    var option = command.getCommandSpec().findOption("--module");
    return option == null ? null : option.getValue();
  }

  /// @return the exit code
  private static int explain(Exception failure, PrintWriter err) {
    var status = ExitStatus.FAILED;
    switch (failure) {
      case HsmException e -> {
        status = e.reason().isOfThePin() ? ExitStatus.PIN_REFUSED : ExitStatus.FAILED;
        err.println(e.getMessage());
      }
      case ProxyConfigException e -> err.println(e.getMessage() + ".");
      case CheckException e -> err.println(e.getMessage());
      case CommandFailure e -> {
        status = e.status();
        err.println(e.getMessage());
      }
      case PolicyException e -> err.println(e.getMessage());
      case StoreException e -> err.println(e.getMessage() + " " + e.reason().remedy());
      // One with a sentence of ours; others repeat what the JDK said.
      case UncheckedIOException e
          when !String.valueOf(e.getMessage()).equals(String.valueOf(e.getCause())) ->
          err.println(e.getMessage() + ".");
      case ReadOnlyException e when e.policy().isPresent() -> err.println(e.getMessage());
      case ReadOnlyException e ->
          err.printf(
              "%s To allow changes: hsm-bridge profile unlock %s%n", e.getMessage(), e.profile());
      case CeremonyException e -> err.println(e.getMessage());
      default -> {
        return Defect.tell(failure, UserFolders.logs(), err);
      }
    }
    err.flush();
    return status.code();
  }
}
