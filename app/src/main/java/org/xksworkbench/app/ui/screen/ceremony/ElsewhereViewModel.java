package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.writing.FileToAttach;

/// Something that is kept outside of the evidence and known by its hash, such as a recording.
final class ElsewhereViewModel {

  private static final Words WORDS = Words.of(ElsewhereViewModel.class);

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern BYTES = Pattern.compile("\\d{1,15}");

  private final RunDesk desk;
  private final ElsewhereTexts texts = ElsewhereTexts.blank();
  private final ObjectProperty<Player> person;
  private final StringBinding obstacle;
  private String step = "";

  /// @param sha256 64 digits, blanks between them or not
  /// @param bytes how large it is
  /// @param mime its type, such as `video/mp4`
  /// @param caption what it shows
  /// @param kept where
  record ElsewhereTexts(
      StringProperty sha256,
      StringProperty bytes,
      StringProperty mime,
      StringProperty caption,
      StringProperty kept) {

    static ElsewhereTexts blank() {
      return new ElsewhereTexts(
          new SimpleStringProperty(""),
          new SimpleStringProperty(""),
          new SimpleStringProperty(""),
          new SimpleStringProperty(""),
          new SimpleStringProperty(""));
    }

    List<StringProperty> all() {
      return List.of(sha256, bytes, mime, caption, kept);
    }

    String hash() {
      return sha256.get().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
  }

  ElsewhereViewModel(RunDesk desk, List<Player> people) {
    this.desk = desk;
    this.person = new SimpleObjectProperty<>(people.getFirst());
    this.obstacle =
        Bindings.createStringBinding(
            this::whatIsMissing, texts.all().toArray(new StringProperty[0]));
  }

  ElsewhereTexts texts() {
    return texts;
  }

  /// Who says so.
  ObjectProperty<Player> person() {
    return person;
  }

  /// Why it cannot be written down yet; empty if it can.
  StringBinding obstacle() {
    return obstacle;
  }

  /// What was entered for a step is not kept for the next one.
  void offer(CurrentStep now) {
    if (!now.id().equals(step)) {
      step = now.id();
      person.set(now.by());
      clear();
    }
  }

  private void clear() {
    texts.all().forEach(text -> text.set(""));
  }

  /// Hash, size and type are read from a file that this computer can read.
  void choose() {
    desk.dialogs()
        .chooseFile(WORDS.text("ask.elsewhere"))
        .ifPresent(path ->
            desk.onPage()
                .task(
                    WORDS.text("task.hash", path.getFileName()),
                    Job.FILES,
                    _ -> FileToAttach.ofAnySize(path))
                .onSuccess(this::show)
                .start());
  }

  private void show(FileToAttach read) {
    texts.sha256().set(read.sha256().hex());
    texts.bytes().set(String.valueOf(read.bytes()));
    texts.mime().set(read.mime());
  }

  /// The person signs it.
  void write() {
    if (!obstacle.get().isEmpty() || desk.onPage().busy().get()) {
      return;
    }
    var file =
        new FileToAttach(
            "",
            new Fingerprint(texts.hash()),
            Long.parseLong(texts.bytes().get().strip()),
            texts.mime().get().strip(),
            texts.caption().get().strip());
    var kept = texts.kept().get().strip();
    desk.sign(
        List.of(person.get()),
        by -> WORDS.text("task.elsewhere", by),
        given -> desk.run().keepElsewhere(file, kept, given.getFirst()),
        this::clear);
  }

  private String whatIsMissing() {
    if (!SHA_256.matcher(texts.hash()).matches()) {
      return WORDS.text("elsewhere.no-hash");
    }
    if (!BYTES.matcher(texts.bytes().get().strip()).matches()) {
      return WORDS.text("elsewhere.no-size");
    }
    return texts.all().stream().anyMatch(text -> text.get().isBlank())
        ? WORDS.text("elsewhere.no-words")
        : "";
  }
}
