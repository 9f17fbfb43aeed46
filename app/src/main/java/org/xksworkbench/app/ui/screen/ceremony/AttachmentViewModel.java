package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.writing.FileToAttach;

/// A file that comes into the evidence. Its hash is seen before it is signed, and a file that was
/// changed in between is not taken.
final class AttachmentViewModel {

  private static final Words WORDS = Words.of(AttachmentViewModel.class);

  private final RunDesk desk;
  private final ReadOnlyObjectWrapper<Optional<ReadFile>> file =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty caption = new SimpleStringProperty("");
  private final ObjectProperty<Player> person;
  private final ObjectProperty<List<String>> types = new SimpleObjectProperty<>(List.of());
  private final StringBinding obstacle;
  private String step = "";

  /// A file that was read, and is not attached yet.
  record ReadFile(Path path, FileToAttach seen) {}

  AttachmentViewModel(RunDesk desk, List<Player> people) {
    this.desk = desk;
    this.person = new SimpleObjectProperty<>(people.getFirst());
    this.obstacle = Bindings.createStringBinding(this::whatIsMissing, file, caption, types);
  }

  ReadOnlyObjectProperty<Optional<ReadFile>> file() {
    return file.getReadOnlyProperty();
  }

  /// What it shows.
  StringProperty caption() {
    return caption;
  }

  /// Who attaches it.
  ObjectProperty<Player> person() {
    return person;
  }

  /// Why it cannot be attached yet; empty if it can.
  StringBinding obstacle() {
    return obstacle;
  }

  /// What was chosen for a step is not kept for the next one.
  void offer(CurrentStep now, Action.OfRecord action) {
    if (now.id().equals(step)) {
      return;
    }
    step = now.id();
    types.set(action instanceof Action.AttachFile attach ? attach.types() : List.of());
    person.set(now.by());
    clear();
  }

  private void clear() {
    file.set(Optional.empty());
    caption.set("");
  }

  void choose() {
    desk.dialogs().chooseFile(WORDS.text("ask.attachment")).ifPresent(this::read);
  }

  /// @param dropped on the page
  void take(List<Path> dropped) {
    if (dropped.size() == 1) {
      read(dropped.getFirst());
    } else {
      desk.onPage()
          .showProblem(
              Problem.of(Problem.ProblemKind.INVALID, WORDS.text("attachment.one-at-a-time"))
                  .because(WORDS.text("attachment.own-line"))
                  .withCode("CEREMONY"));
    }
  }

  private void read(Path path) {
    if (desk.onPage().busy().get()) {
      return;
    }
    desk.onPage().clearProblem();
    file.set(Optional.empty());
    desk.onPage()
        .task(
            WORDS.text("task.hash", path.getFileName()),
            Job.FILES,
            _ -> new ReadFile(path, FileToAttach.of(path)))
        .onSuccess(read -> file.set(Optional.of(read)))
        .start();
  }

  /// The person signs it.
  void attach() {
    if (!obstacle.get().isEmpty() || desk.onPage().busy().get()) {
      return;
    }
    var chosen = file.get().orElseThrow();
    var seen = chosen.seen().withCaption(caption.get().strip());
    desk.sign(
        List.of(person.get()),
        by -> WORDS.text("task.attach", by, seen.name()),
        given -> desk.run().attach(chosen.path(), seen, given.getFirst()),
        this::clear);
  }

  private String whatIsMissing() {
    var chosen = file.get();
    if (chosen.isEmpty()) {
      return WORDS.text("attachment.choose-first");
    }
    var mime = chosen.get().seen().mime();
    if (!types.get().isEmpty() && !types.get().contains(mime)) {
      return WORDS.text("attachment.other-type", mime, String.join(", ", types.get()));
    }
    return caption.get().isBlank() ? WORDS.text("attachment.no-caption") : "";
  }
}
