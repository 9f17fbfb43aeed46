package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.diagnostics.DiagnosticsBundle;
import org.xksworkbench.bridge.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A file for whoever helps, also when the window does not start.
@Command(
    name = "diagnostics",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a zip file for support: versions, policy, settings, logs, modules.",
      "No secret is in it."
    })
final class DiagnosticsCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "Such as diagnostics.zip.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      DiagnosticsBundle.ofUser(HsmBridge.policy(spec)).write(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be written: " + StoreException.words(e) + ".");
    } catch (IllegalStateException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
    spec.commandLine().getOut().println("Written: " + file + ". Read it before you send it on.");
    return 0;
  }
}
