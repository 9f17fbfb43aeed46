package org.xksworkbench.app.ui.screen.awsconnection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.awscheck.CheckText;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Goes the way of a profile to AWS, as often as the user wants.
public final class AwsConnectionViewModel implements AutoCloseable {

  private final String profile;
  private final Optional<String> region;
  private final AwsChecks checks;
  private final ScreenTasks tasks;
  private final Optional<Runnable> back;
  private final ReadOnlyObjectWrapper<@Nullable AwsCheck> found = new ReadOnlyObjectWrapper<>();

  /// @param region empty takes the one of the environment or the profile
  /// @param back leads where the user came from, where nothing beside the screen does
  public AwsConnectionViewModel(
      String profile,
      Optional<String> region,
      AwsChecks checks,
      Tasks tasks,
      Optional<Runnable> back) {
    this.profile = profile;
    this.region = region;
    this.checks = checks;
    this.tasks = new ScreenTasks(tasks);
    this.back = back;
  }

  public String profile() {
    return profile;
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  /// Null before the first check is over.
  public ReadOnlyObjectProperty<@Nullable AwsCheck> found() {
    return found.getReadOnlyProperty();
  }

  /// Why nothing could be checked.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  public void check() {
    tasks.clearProblem();
    tasks
        .task("Going the way to AWS", Job.SIGN_IN, _ -> checks.run(Optional.of(profile), region))
        .latest("check")
        .onSuccess(found::set)
        .start();
  }

  /// What AWS did not answer, each failure once.
  public static List<Problem> failures(AwsCheck check) {
    var problems = new ArrayList<Problem>();
    for (var outcome : List.of(check.caller(), check.keyStores())) {
      if (outcome instanceof Outcome.CheckFailed<?>(var why)) {
        var problem = Problems.of(why);
        if (problems.stream().noneMatch(told -> isSame(told, problem))) {
          problems.add(problem);
        }
      }
    }
    return List.copyOf(problems);
  }

  private static boolean isSame(Problem one, Problem other) {
    return one.headline().equals(other.headline()) && one.code().equals(other.code());
  }

  /// What was found, for the help desk; empty before the first check is over.
  public String text() {
    var check = found.get();
    return check == null ? "" : CheckText.of(check);
  }

  public boolean canGoBack() {
    return back.isPresent();
  }

  public void goBack() {
    back.ifPresent(Runnable::run);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
