package org.xksworkbench.app.bootstrap;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.bridge.localkms.LocalKms;

/// What the program was started with.
///
/// @param theme empty takes the one that the user prefers
/// @param demoFolder where the demo keeps its things, if not in the usual place
/// @param robot what drives the window in place of a person, where one was brought and called
/// @param ceremony whether the window opens on key ceremonies
/// @param file of a ceremony, to be opened
public record Arguments(
    StartMode mode,
    Optional<Theme.ThemeChoice> theme,
    Optional<Path> demoFolder,
    Optional<Robot.Called> robot,
    boolean ceremony,
    Optional<Destination.CeremonyFileScreen> file,
    int width,
    int height) {

  /// What to work on.
  public sealed interface StartMode {

    record DemoMode() implements StartMode {}

    /// @param region empty takes the one used last, or the one of the profile
    record AwsMode(String profile, Optional<String> region) implements StartMode {}

    /// A local KMS that runs already, as by `hsm-bridge local-kms`.
    ///
    /// @param endpoint on 127.0.0.1
    /// @param region of those that it serves
    record LocalKmsMode(URI endpoint, String region) implements StartMode {}

    /// The HSMs of this workstation, and nothing of AWS.
    record HsmMode() implements StartMode {}

    /// What was worked on last; the user is asked where there is nothing.
    record Unsaid() implements StartMode {}
  }

  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");

  /// For whoever asks at a terminal.
  public static final String USAGE =
      """
      Usage: xks-workbench [--demo | --hsm | {--local-kms URL | --profile NAME} [--region REGION]] [FILE]

        FILE                 a plan (*.yaml) or the evidence (*.xkcb) of a key ceremony

        --profile NAME       a profile of your AWS files
        --region REGION      the AWS Region, such as eu-central-1
        --demo               a private HSM, XKS proxy and local KMS; no AWS account is needed
        --hsm                HSMs of this workstation alone, and nothing of AWS
        --demo-folder FOLDER where the demo keeps its things
        --local-kms URL      a local KMS that runs already, such as http://127.0.0.1:4599
        --ceremony           opens on key ceremonies
        --theme THEME        system, light or dark, in place of the one in Preferences
        --size WIDTHxHEIGHT  of the window, such as 1440x900
        --version, --help

      Without an argument the window goes where it was last; the first time it asks.

             xks-workbench aws-check [--profile NAME] [--region REGION] [--json]

        Opens no window. Says with which credentials, through which proxy and how far a
        profile gets to AWS, and asks who it is and for its key stores.
      """;

  /// What [#USAGE] tells, and the options of the robots that were brought.
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public static Arguments parse(List<String> raw) {
    var demo = false;
    var hsm = false;
    Optional<URI> local = Optional.empty();
    Optional<String> profile = Optional.empty();
    Optional<String> region = Optional.empty();
    Optional<Theme.ThemeChoice> theme = Optional.empty();
    Optional<Path> folder = Optional.empty();
    Optional<Robot.Called> called = Optional.empty();
    var robots = Robots.load();
    var ceremony = false;
    Optional<Destination.CeremonyFileScreen> file = Optional.empty();
    var width = WIDTH;
    var height = HEIGHT;
    var rest = raw.iterator();
    while (rest.hasNext()) {
      var argument = rest.next();
      switch (argument) {
        case "--demo" -> demo = true;
        case "--hsm" -> hsm = true;
        case "--local-kms" -> local = Optional.of(localKms(value(rest, argument)));
        case "--ceremony" -> ceremony = true;
        case "--profile" -> profile = Optional.of(value(rest, argument));
        case "--region" -> region = Optional.of(value(rest, argument));
        case "--theme" -> theme = Optional.of(theme(value(rest, argument)));
        case "--demo-folder" -> folder = Optional.of(Path.of(value(rest, argument)));
        case "--size" -> {
          var size = SIZE.matcher(value(rest, argument));
          if (!size.matches()) {
            throw new IllegalArgumentException("--size is WIDTHxHEIGHT, such as 1440x900.");
          }
          width = Integer.parseInt(size.group(1));
          height = Integer.parseInt(size.group(2));
        }
        default -> {
          var robot = robots.stream().filter(one -> one.option().equals(argument)).findFirst();
          if (robot.isPresent()) {
            called = Optional.of(new Robot.Called(robot.get(), Path.of(value(rest, argument))));
          } else {
            file = Optional.of(file(argument, file));
          }
        }
      }
    }
    return new Arguments(
        mode(demo, hsm, local, profile, region),
        theme,
        folder,
        called,
        ceremony,
        file,
        width,
        height);
  }

  /// Where a session begins, if not on the overview.
  Optional<Destination> firstScreen() {
    return file.<Destination>map(opened -> opened)
        .or(() -> ceremony ? Optional.of(new Destination.CeremoniesScreen()) : Optional.empty());
  }

  private static Destination.CeremonyFileScreen file(
      String argument, Optional<Destination.CeremonyFileScreen> before) {
    if (argument.startsWith("-")) {
      throw new IllegalArgumentException("Unknown argument " + argument + ".");
    }
    if (before.isPresent()) {
      throw new IllegalArgumentException("One file is opened, not several.");
    }
    return Destination.CeremonyFileScreen.of(Path.of(argument).toAbsolutePath())
        .orElseThrow(() ->
            new IllegalArgumentException(
                argument
                    + " is no file of a key ceremony: a plan ends in .yaml, evidence in .xkcb."));
  }

  private static StartMode mode(
      boolean demo,
      boolean hsm,
      Optional<URI> local,
      Optional<String> profile,
      Optional<String> region) {
    var chosen =
        Stream.of(demo, hsm, local.isPresent(), profile.isPresent()).filter(one -> one).count();
    if (chosen > 1) {
      throw new IllegalArgumentException(
          "--demo, --hsm, --local-kms and --profile exclude one another.");
    }
    if ((demo || hsm) && region.isPresent()) {
      throw new IllegalArgumentException("--region goes with --profile or --local-kms.");
    }
    if (demo) {
      return new StartMode.DemoMode();
    }
    if (hsm) {
      return new StartMode.HsmMode();
    }
    if (local.isPresent()) {
      return new StartMode.LocalKmsMode(local.get(), region.orElse(LocalKms.REGION));
    }
    return profile.isEmpty() && region.isEmpty()
        ? new StartMode.Unsaid()
        : new StartMode.AwsMode(profile.orElse("default"), region);
  }

  private static URI localKms(String value) {
    try {
      var uri = URI.create(value);
      if (AwsConnection.LocalKmsConnection.isOnThisMachine(uri)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "--local-kms is the URL of a local KMS on 127.0.0.1, such as http://127.0.0.1:4599.");
  }

  static String value(java.util.Iterator<String> rest, String argument) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(argument + " needs a value.");
    }
    return rest.next();
  }

  private static Theme.ThemeChoice theme(String name) {
    return switch (name) {
      case "system" -> Theme.ThemeChoice.SYSTEM;
      case "light" -> Theme.ThemeChoice.LIGHT;
      case "dark" -> Theme.ThemeChoice.DARK;
      default -> throw new IllegalArgumentException("--theme is system, light or dark.");
    };
  }
}
