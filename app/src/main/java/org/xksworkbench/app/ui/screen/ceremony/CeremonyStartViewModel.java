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
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.bundle.ScriptPdf;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanException;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;

/// Where a ceremony begins: a plan is chosen and its fingerprint read, or one that was interrupted
/// is taken up.
public final class CeremonyStartViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(CeremonyStartViewModel.class);

  private final Ceremonies ceremonies;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final PageTurner pages;

  private final ReadOnlyObjectWrapper<@Nullable ChosenPlan> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ShippedPlan> shipped =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Map<String, StringProperty>> values =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ObservableList<Ceremonies.UnfinishedCeremony> unfinished =
      FXCollections.observableArrayList();
  private final StringProperty saved = new SimpleStringProperty("");

  CeremonyStartViewModel(Ceremonies ceremonies, Tasks tasks, Dialogs dialogs, PageTurner pages) {
    this.ceremonies = ceremonies;
    this.tasks = new ScreenTasks(tasks);
    this.dialogs = dialogs;
    this.pages = pages;
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
    return tasks.problem();
  }

  ObservableList<Ceremonies.UnfinishedCeremony> unfinished() {
    return unfinished;
  }

  BooleanProperty busy() {
    return tasks.busy();
  }

  /// What was written where; empty before.
  StringProperty saved() {
    return saved;
  }

  void choose(ShippedPlan plan) {
    tasks.clearProblem();
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
      tasks.clearProblem();
    } catch (PlanException e) {
      chosen.set(null);
      tasks.showProblem(Problems.of(e));
    }
  }

  void openFile() {
    dialogs.chooseFile(WORDS.text("ask.plan")).ifPresent(this::open);
  }

  void open(Path file) {
    tasks
        .task(WORDS.text("task.plan"), Job.FILE, _ -> Plan.read(file))
        .onSuccess(plan -> {
          tasks.clearProblem();
          saved.set("");
          shipped.set(null);
          values.set(Map.of());
          chosen.set(new ChosenPlan(plan, String.valueOf(file.getFileName())));
        })
        .start();
  }

  void saveScript() {
    withPlan(plan ->
        write(
            dialogs.saveFile(WORDS.text("ask.script"), plan.fileName() + "-script.pdf"),
            () -> ScriptPdf.of(plan.plan())));
  }

  void savePlan() {
    withPlan(plan ->
        write(
            dialogs.saveFile(WORDS.text("ask.save-plan"), plan.fileName() + ".yaml"),
            () -> plan.plan().text().getBytes(StandardCharsets.UTF_8)));
  }

  private void write(Optional<Path> target, java.util.function.Supplier<byte[]> content) {
    target.ifPresent(file ->
        tasks
            .task(
                WORDS.text("task.write", file.getFileName()),
                Job.FILES,
                _ -> ChosenFile.write(file, content.get()))
            .onSuccess(written -> saved.set(WORDS.text("file.written", written)))
            .start());
  }

  void prepare() {
    withPlan(pages::prepare);
  }

  private void withPlan(Consumer<ChosenPlan> action) {
    var plan = chosen.get();
    if (plan != null) {
      action.accept(plan);
    }
  }

  void resume(Path folder) {
    tasks.clearProblem();
    tasks
        .task(
            WORDS.text("task.resume"),
            Job.CEREMONY,
            context -> {
              context.commit();
              return ceremonies.resume(folder);
            })
        .onSuccess(pages::run)
        .start();
  }

  void resumeElsewhere() {
    dialogs.chooseFolder(WORDS.text("ask.resume")).ifPresent(this::resume);
  }

  void verify() {
    pages.verify();
  }

  private void lookForUnfinished() {
    tasks
        .aside("", Job.FILE, _ -> List.copyOf(ceremonies.unfinishedCeremonies()))
        .onSuccess(unfinished::setAll)
        .onProblem(tasks::showProblem)
        .start();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
