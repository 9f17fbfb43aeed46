package org.xksworkbench.app.bootstrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.ui.theme.Theme;

/// What the program was started with.
///
/// @param tour folder for pictures and summary, if the demo shall drive itself
/// @param startReport file for what the start cost, if it is measured
public record Arguments(
    Mode mode,
    Theme.Choice theme,
    Path demoFolder,
    Optional<Path> tour,
    Optional<Path> startReport,
    int width,
    int height) {

  /// What to work on.
  public sealed interface Mode {

    record DemoMode() implements Mode {}

    record AwsMode(String profile, String region) implements Mode {}
  }

  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;

  /// `--demo`, or `--profile NAME --region REGION`; `--theme system|light|dark`, `--tour FOLDER`,
  /// `--start-report FILE`, `--demo-folder FOLDER`, `--size WIDTHxHEIGHT`.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static Arguments parse(List<String> raw) {
    var demo = false;
    var profile = "default";
    var region = "us-east-1";
    var theme = Theme.Choice.SYSTEM;
    var folder = Demo.defaultFolder();
    Optional<Path> tour = Optional.empty();
    Optional<Path> startReport = Optional.empty();
    var width = WIDTH;
    var height = HEIGHT;
    var rest = raw.iterator();
    while (rest.hasNext()) {
      var argument = rest.next();
      switch (argument) {
        case "--demo" -> demo = true;
        case "--profile" -> profile = value(rest, argument);
        case "--region" -> region = value(rest, argument);
        case "--theme" -> theme = theme(value(rest, argument));
        case "--demo-folder" -> folder = Path.of(value(rest, argument));
        case "--start-report" -> startReport = Optional.of(Path.of(value(rest, argument)));
        case "--tour" -> tour = Optional.of(Path.of(value(rest, argument)));
        case "--size" -> {
          var size = value(rest, argument).split("x", -1);
          if (size.length != 2) {
            throw new IllegalArgumentException("--size is WIDTHxHEIGHT, such as 1440x900.");
          }
          width = Integer.parseInt(size[0]);
          height = Integer.parseInt(size[1]);
        }
        default -> throw new IllegalArgumentException("Unknown argument " + argument + ".");
      }
    }
    return new Arguments(
        demo ? new Mode.DemoMode() : new Mode.AwsMode(profile, region),
        theme,
        folder,
        tour,
        startReport,
        width,
        height);
  }

  private static String value(java.util.Iterator<String> rest, String argument) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(argument + " needs a value.");
    }
    return rest.next();
  }

  private static Theme.Choice theme(String name) {
    return switch (name) {
      case "system" -> Theme.Choice.SYSTEM;
      case "light" -> Theme.Choice.LIGHT;
      case "dark" -> Theme.Choice.DARK;
      default -> throw new IllegalArgumentException("--theme is system, light or dark.");
    };
  }
}
