package org.xksworkbench.app.bootstrap;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.awscheck.CheckJson;
import org.xksworkbench.app.awscheck.CheckText;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.hsm.ForeignText;

/// `xks-workbench aws-check`: the check of the way to AWS at a terminal, without a window.
///
/// @param profile empty takes the one that the AWS CLI would take
/// @param region empty takes the one of the environment or the profile
/// @param json whether a program reads the answer
public record AwsCheckCommand(Optional<String> profile, Optional<String> region, boolean json) {

  public static final String NAME = "aws-check";

  private static final Logger LOG = LoggerFactory.getLogger(AwsCheckCommand.class);

  /// @param arguments what follows the name
  /// @throws IllegalArgumentException with a sentence for the user
  public static AwsCheckCommand parse(List<String> arguments) {
    Optional<String> profile = Optional.empty();
    Optional<String> region = Optional.empty();
    var json = false;
    var rest = arguments.iterator();
    while (rest.hasNext()) {
      var argument = rest.next();
      switch (argument) {
        case "--profile" -> profile = Optional.of(Arguments.value(rest, argument));
        case "--region" -> region = Optional.of(Arguments.value(rest, argument));
        case "--json" -> json = true;
        default ->
            throw new IllegalArgumentException(
                "Unknown argument " + argument + " of " + NAME + ".");
      }
    }
    return new AwsCheckCommand(profile, region, json);
  }

  /// Prints what was found.
  public ExitStatus run(AwsChecks checks, PrintStream out, PrintStream err) {
    try {
      var check = checks.run(profile, region);
      out.print(json ? CheckJson.of(check) : CheckText.of(check));
      return check.passed() ? ExitStatus.DONE : ExitStatus.FAILED;
    } catch (RuntimeException e) {
      var problem = Problems.of(e);
      err.println(ForeignText.printable(sentences(problem)));
      if (problem.kind() != Problem.ProblemKind.BUG) {
        return ExitStatus.FAILED;
      }
      LOG.error("The check failed inside", e);
      return ExitStatus.DEFECT;
    }
  }

  private static String sentences(Problem problem) {
    return "%s. %s %s (%s)"
        .formatted(
            problem.headline(),
            String.join(" ", problem.causes()),
            problem.nextStep(),
            problem.code());
  }
}
