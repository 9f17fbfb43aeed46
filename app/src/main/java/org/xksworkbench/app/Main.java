package org.xksworkbench.app;

import java.util.List;
import javafx.application.Application;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.AwsCheckCommand;
import org.xksworkbench.app.bootstrap.AwsSdkWarmUp;
import org.xksworkbench.app.bootstrap.TerminalMfa;
import org.xksworkbench.app.bootstrap.WindowLogFile;
import org.xksworkbench.app.kms.aws.AwsChecker;
import org.xksworkbench.app.kms.aws.network.Fence;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.Formats;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Starts the window. Does not extend [Application], so that JavaFX runs from the class path.
public final class Main {

  private static final int NO_WINDOW = 1;

  private Main() {}

  public static void main(String[] args) {
    Fence.up();
    Formats.fix();
    var given = List.of(args);
    if (given.contains("--help") || given.contains("-h")) {
      System.out.print(Arguments.USAGE);
    } else if (given.contains("--version")) {
      System.out.println(Product.NAME + " " + Product.VERSION);
    } else if (!given.isEmpty() && given.getFirst().equals(AwsCheckCommand.NAME)) {
      check(given.subList(1, given.size()));
    } else {
      open(args);
    }
  }

  private static void check(List<String> arguments) {
    AwsCheckCommand command;
    try {
      command = AwsCheckCommand.parse(arguments);
    } catch (IllegalArgumentException e) {
      refuse(e);
      return;
    }
    ExitStatus status;
    try (var _ = WindowLogFile.announce(Places.ofUser())) {
      var checks = new AwsChecker(MachinePolicy.ofMachine(), new TerminalMfa());
      status = command.run(checks, System.out, System.err);
    }
    System.exit(status.code());
  }

  private static void refuse(IllegalArgumentException why) {
    System.err.println(why.getMessage());
    System.err.print(Arguments.USAGE);
    System.exit(ExitStatus.USAGE.code());
  }

  private static void open(String[] args) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      refuse(e);
      return;
    }
    var places = Places.ofUser();
    try (var _ = WindowLogFile.announce(places)) {
      AwsSdkWarmUp.begin(arguments, places);
      Application.launch(DesktopApp.class, args);
    } catch (UnsupportedOperationException e) {
      // Thrown by the toolkit alone, before there is a window.
      System.err.println(
          "The window cannot be opened: "
              + e.getMessage()
              + ". It needs a graphical desktop. Without one, use hsm-bridge at the terminal.");
      System.exit(NO_WINDOW);
    }
  }
}
