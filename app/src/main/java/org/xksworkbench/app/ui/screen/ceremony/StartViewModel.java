package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.ceremony.bundle.ScriptPdf;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanException;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// Where a ceremony begins: a plan is chosen and its fingerprint read, or one that was interrupted
/// is taken up.
public final class StartViewModel implements AutoCloseable {

  private final Ceremonies ceremonies;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final Consumer<ChosenPlan> onPrepare;
  private final Consumer<CeremonyRun> onRun;
  private final Runnable onVerify;

  private final ReadOnlyObjectWrapper<@Nullable ChosenPlan> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ShippedPlan> shipped =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Map<String, StringProperty>> values =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ObservableList<Ceremonies.Unfinished> unfinished =
      FXCollections.observableArrayList();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty saved = new SimpleStringProperty("");

  StartViewModel(
      Ceremonies ceremonies,
      Tasks tasks,
      Dialogs dialogs,
      Consumer<ChosenPlan> onPrepare,
      Consumer<CeremonyRun> onRun,
      Runnable onVerify) {
    this.ceremonies = ceremonies;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = tasks.scope();
    this.onPrepare = onPrepare;
    this.onRun = onRun;
    this.onVerify = onVerify;
    choose(ShippedPlan.EXTERNAL_KEY);
    lookForUnfinished();
  }

  boolean rehearsal() {
    return ceremonies.rehearsal();
  }

  String kmsDescription() {
    return ceremonies.kmsDescription();
  }

  /// Null while what is entered makes no plan.
  ReadOnlyObjectProperty<@Nullable ChosenPlan> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Null for a plan from a file.
  ReadOnlyObjectProperty<@Nullable ShippedPlan> shipped() {
    return shipped.getReadOnlyProperty();
  }

  /// The values of a shipped plan, to be set; empty for a plan from a file, which is executed as it
  /// was reviewed.
  ReadOnlyObjectProperty<Map<String, StringProperty>> values() {
    return values.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  ObservableList<Ceremonies.Unfinished> unfinished() {
    return unfinished;
  }

  BooleanProperty busy() {
    return busy;
  }

  /// What was written where; empty before.
  StringProperty saved() {
    return saved;
  }

  void choose(ShippedPlan plan) {
    problem.set(null);
    saved.set("");
    shipped.set(plan);
    var fields = new LinkedHashMap<String, StringProperty>();
    plan.plan()
        .values()
        .forEach((name, value) -> fields.put(name, new SimpleStringProperty(value)));
    fields.values().forEach(field -> field.subscribe(() -> fill(plan, fields)));
    values.set(fields);
    fill(plan, fields);
  }

  private void fill(ShippedPlan plan, Map<String, StringProperty> fields) {
    var entered = new LinkedHashMap<String, String>();
    fields.forEach((name, field) -> entered.put(name, field.get()));
    try {
      // A text of some kilobytes, in memory.
      chosen.set(
          new ChosenPlan(
              Plan.parse(entered.equals(plan.plan().values()) ? plan.text() : plan.text(entered)),
              plan.fileName()));
      problem.set(null);
    } catch (PlanException e) {
      chosen.set(null);
      problem.set(Problems.of(e));
    }
  }

  void openFile() {
    dialogs.chooseFile("Plan of a ceremony").ifPresent(this::open);
  }

  void open(Path file) {
    tasks
        .named("Reading the plan")
        .on(Job.FILE, _ -> Plan.read(file))
        .in(scope)
        .busy(busy)
        .onSuccess(plan -> {
          problem.set(null);
          saved.set("");
          shipped.set(null);
          values.set(Map.of());
          chosen.set(new ChosenPlan(plan, String.valueOf(file.getFileName())));
        })
        .onProblem(problem::set)
        .start();
  }

  void saveScript() {
    withPlan(plan ->
        write(
            dialogs.saveFile("Printable script", plan.fileName() + "-script.pdf"),
            () -> ScriptPdf.of(plan.plan())));
  }

  void savePlan() {
    withPlan(plan ->
        write(
            dialogs.saveFile("Plan, to be reviewed", plan.fileName() + ".yaml"),
            () -> plan.plan().text().getBytes(StandardCharsets.UTF_8)));
  }

  private void write(Optional<Path> target, java.util.function.Supplier<byte[]> content) {
    target.ifPresent(file ->
        tasks
            .named("Writing " + file.getFileName())
            .on(Job.FILES, _ -> ChosenFile.write(file, content.get()))
            .in(scope)
            .busy(busy)
            .onSuccess(written -> saved.set("Written to " + written))
            .onProblem(problem::set)
            .start());
  }

  void prepare() {
    withPlan(onPrepare);
  }

  private void withPlan(Consumer<ChosenPlan> action) {
    var plan = chosen.get();
    if (plan != null) {
      action.accept(plan);
    }
  }

  void resume(Path folder) {
    problem.set(null);
    tasks
        .named("Resuming the ceremony")
        .on(
            Job.CEREMONY,
            context -> {
              context.commit();
              return ceremonies.resume(folder);
            })
        .in(scope)
        .busy(busy)
        .onSuccess(onRun)
        .onProblem(problem::set)
        .start();
  }

  void resumeElsewhere() {
    dialogs.chooseFolder("Folder of the ceremony").ifPresent(this::resume);
  }

  void verify() {
    onVerify.run();
  }

  private void lookForUnfinished() {
    tasks
        .named("")
        .on(Job.FILE, _ -> List.copyOf(ceremonies.unfinished()))
        .in(scope)
        .onSuccess(unfinished::setAll)
        .onProblem(problem::set)
        .start();
  }

  @Override
  public void close() {
    scope.close();
  }
}
