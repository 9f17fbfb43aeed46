package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Which KMS keys use the keys of a token, as AWS KMS said last.
final class KmsKeyUse {

  private final LineageReader reader;
  private final Tasks tasks;
  private final TaskScope scope;
  private final ReadOnlyObjectWrapper<Optional<String>> unknown =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private Map<String, List<Lineage>> lineages = Map.of();
  private boolean known;

  KmsKeyUse(LineageReader reader, Tasks tasks, TaskScope scope) {
    this.reader = reader;
    this.tasks = tasks;
    this.scope = scope;
  }

  /// Why KMS keys are not shown, empty where they are.
  ReadOnlyObjectProperty<Optional<String>> unknown() {
    return unknown.getReadOnlyProperty();
  }

  /// Whether AWS KMS has answered.
  boolean isKnown() {
    return known;
  }

  List<Lineage> of(String label) {
    return lineages.getOrDefault(label, List.of());
  }

  /// @param token label of the token that the keys are of
  /// @param checkValues CMAC by label
  /// @param then when AWS KMS has answered, or could not be asked
  void ask(
      Optional<String> token, List<HsmKey> keys, Map<String, String> checkValues, Runnable then) {
    tasks
        .task("Asking which KMS keys use these keys")
        .on(Job.AWS_CALL, _ -> reader.read(token, keys, checkValues).lines())
        .in(scope)
        .latest("lineages")
        .onSuccess(read -> {
          lineages =
              read.stream()
                  .collect(
                      Collectors.groupingBy(
                          Lineage::xksKeyId,
                          Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
          known = true;
          unknown.set(Optional.empty());
          then.run();
        })
        .onProblem(problem -> {
          lineages = Map.of();
          known = false;
          unknown.set(Optional.of("KMS keys are not shown: " + String.join(" ", problem.causes())));
          then.run();
        })
        .start();
  }
}
