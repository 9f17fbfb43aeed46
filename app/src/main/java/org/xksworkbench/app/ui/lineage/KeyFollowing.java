package org.xksworkbench.app.ui.lineage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Token;

/// Follows every external key from the token that the window works with to AWS KMS. The HSM is
/// asked first, in its own lane, then the others.
public final class KeyFollowing {

  private record TokenKeys(Optional<String> token, List<HsmKey> keys) {}

  private final AttachedHsm hsm;
  private final LineageReader reader;
  private final ScreenTasks tasks;

  public KeyFollowing(AttachedHsm hsm, LineageReader reader, ScreenTasks tasks) {
    this.hsm = hsm;
    this.reader = reader;
    this.tasks = tasks;
  }

  /// In the place of what was begun before.
  ///
  /// @param found with the label of the token that was looked into; empty if nobody is logged in
  public void begin(BiConsumer<Optional<String>, LineageReading> found, Consumer<Problem> problem) {
    tasks
        .aside(
            "Reading the keys of the HSM",
            Job.HSM_LIST,
            _ ->
                new TokenKeys(
                    hsm.status().token().map(Token::label),
                    hsm.session().map(HsmSession::secretKeys).orElse(List.<HsmKey>of())))
        .latest("lineage")
        .evenLate()
        .onSuccess(on -> follow(on, found, problem))
        .onProblem(problem)
        .start();
  }

  private void follow(
      TokenKeys on, BiConsumer<Optional<String>, LineageReading> found, Consumer<Problem> problem) {
    tasks
        .aside(
            "Following each key from the HSM to AWS KMS",
            Job.AWS_CALL,
            _ -> reader.read(on.token(), on.keys(), Map.of()))
        .latest("lineage")
        .onSuccess(reading -> found.accept(on.token(), reading))
        .onProblem(problem)
        .start();
  }
}
