package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.KeyDraft;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.CodeArea;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.words.Words;

/// Everything once more, with a way back to each page; and what went wrong, if it did.
final class ReviewStepPane extends VBox {

  private static final Words WORDS = Words.of(ReviewStepPane.class);
  private static final int POLICY_ROWS = 8;

  private final ReviewStepViewModel viewModel;
  private final Consumer<Step> goTo;

  /// @param goTo leads back to a step
  ReviewStepPane(ReviewStepViewModel viewModel, Consumer<Step> goTo) {
    super(12);
    this.viewModel = viewModel;
    this.goTo = goTo;
    var draft = viewModel.draft();
    getChildren()
        .addAll(
            Keyboard.startsAt(Labels.heading(WORDS.text("step.review"))),
            ProblemPane.following(viewModel.problem()),
            backup(draft.xksKeyId()),
            section(Step.CONFIGURATION, configuration(draft)),
            section(Step.EXTERNAL_KEY, externalKey(draft)),
            section(Step.LABELS, WORDS.text("labels.title"), labels(draft)),
            section(Step.TAGS, tags(draft)),
            section(Step.ADMINISTRATORS, administrators(draft)),
            section(Step.USERS, users(draft)),
            section(Step.POLICY, policy()),
            Labels.about(WORDS.text("review.permanent")));
  }

  private Node backup(String xksKeyId) {
    var agree = Keyboard.startsAt(Buttons.checkBox(WORDS.text("review.without-backup", xksKeyId)));
    agree.setId("without-backup");
    agree.setSelected(viewModel.withoutBackup().get().equals(xksKeyId));
    agree.setOnAction(_ -> viewModel.withoutBackup().set(agree.isSelected() ? xksKeyId : ""));
    var note =
        new Note(
            Note.NoteTone.WARNING,
            WORDS.text("review.no-backup", xksKeyId),
            Note.text(WORDS.text("review.no-backup-about")),
            agree);
    note.managedProperty().bind(note.visibleProperty());
    // The token may still be read while the review is shown.
    viewModel.candidates().subscribe(_ -> note.setVisible(viewModel.backupMissing()));
    return note;
  }

  private Node configuration(KeyDraft draft) {
    var store = viewModel.store();
    return new PropertyGrid()
        .row(WORDS.text("review.type"), WORDS.text("review.symmetric"))
        .row(WORDS.text("configuration.usage"), WORDS.text("choice.encrypt.name"))
        .row(WORDS.text("configuration.origin-row"), WORDS.text("choice.key-store.name"))
        .row(WORDS.text("configuration.regionality"), WORDS.text("required.regionality"))
        .row(WORDS.text("key-store.name"), store.map(ExternalKeyStore::name).orElse("–"))
        .copyable(WORDS.text("key-store.id"), draft.keyStoreId().orElse("–"));
  }

  private Node externalKey(KeyDraft draft) {
    var grid = new PropertyGrid().copyable(WORDS.text("external-key.id"), draft.xksKeyId());
    viewModel.checkResult().ifPresent(headline -> grid.row(WORDS.text("review.checked"), headline));
    return grid;
  }

  private static Node labels(KeyDraft draft) {
    return new PropertyGrid()
        .row(WORDS.text("review.alias"), "alias/" + draft.alias())
        .row(WORDS.text("review.description"), orDash(draft.description()));
  }

  private static Node tags(KeyDraft draft) {
    var grid = new PropertyGrid();
    draft.tags().forEach(tag -> grid.row(tag.key(), orDash(tag.value())));
    return draft.tags().isEmpty() ? Labels.about(WORDS.text("review.no-tags")) : grid;
  }

  private static Node administrators(KeyDraft draft) {
    var access = draft.access();
    if (access.administrators().isEmpty()) {
      return Labels.about(WORDS.text("review.nobody"));
    }
    var box = arns(access.administrators());
    box.getChildren()
        .add(
            Labels.about(
                WORDS.text(
                    access.administratorsMayDelete()
                        ? "review.may-delete"
                        : "review.may-not-delete")));
    return box;
  }

  private static Node users(KeyDraft draft) {
    var access = draft.access();
    var box = arns(access.users());
    access
        .otherAccounts()
        .forEach(
            account -> box.getChildren().add(new Label(WORDS.text("review.account", account))));
    return box.getChildren().isEmpty() ? Labels.about(WORDS.text("review.nobody")) : box;
  }

  private static VBox arns(List<String> arns) {
    var box = new VBox(3);
    for (var arn : arns) {
      var label = Note.text(arn);
      label.getStyleClass().add("mono");
      box.getChildren().add(label);
    }
    return box;
  }

  private Node policy() {
    return CodeArea.readOnly(viewModel.policy(), POLICY_ROWS, WORDS.text("policy.accessible"));
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private VBox section(Step step, Node content) {
    return section(step, step.title(), content);
  }

  private VBox section(Step step, String title, Node content) {
    var edit =
        Buttons.small(
            "edit-" + step.name().toLowerCase(Locale.ROOT),
            WORDS.text("review.edit"),
            () -> goTo.accept(step));
    edit.setAccessibleText(WORDS.text("review.edit-one", title));
    edit.disableProperty().bind(viewModel.creating());
    return Card.withHead(new HBox(Labels.strong(title), Page.grow(), edit), content);
  }
}
