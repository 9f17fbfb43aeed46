package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// Everything once more, with a way back to each page; and what went wrong, if it did.
final class ReviewStepPane extends VBox {

  private static final int POLICY_ROWS = 8;

  private final ReviewStepViewModel viewModel;
  private final CreationViewModel creation;
  private final Consumer<Step> goTo;
  private final VBox outcome = new VBox(8);

  /// @param goTo leads back to a step
  ReviewStepPane(ReviewStepViewModel viewModel, CreationViewModel creation, Consumer<Step> goTo) {
    super(12);
    this.viewModel = viewModel;
    this.creation = creation;
    this.goTo = goTo;
    outcome.managedProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(outcome.getChildren()));
    var draft = viewModel.draft();
    var configuration =
        new PropertyGrid()
            .row("Key type, key spec", "Symmetric, SYMMETRIC_DEFAULT")
            .row("Key usage", "Encrypt and decrypt")
            .row("Origin", "External key store")
            .row("Regionality", "Single-Region");
    var store = viewModel.store();
    configuration
        .row("Key store", store.map(ExternalKeyStore::name).orElse("–"))
        .copyable("Custom key store ID", draft.keyStoreId().orElse("–"));
    getChildren()
        .addAll(
            Pages.startingHeading("Review"),
            outcome,
            backup(draft.xksKeyId()),
            section("Key configuration", Step.CONFIGURATION, configuration),
            section("External key", Step.EXTERNAL_KEY, externalKey(draft)),
            section(
                "Alias and description",
                Step.LABELS,
                new PropertyGrid()
                    .row("Alias", "alias/" + draft.alias())
                    .row("Description", orDash(draft.description()))),
            section("Tags", Step.TAGS, tags(draft)),
            section("Key administrators", Step.ADMINISTRATORS, administrators(draft)),
            section("Key users", Step.USERS, users(draft)),
            section("Key policy", Step.POLICY, policy()),
            Pages.about(
                "Key store, external key, key type, key spec, key usage and origin are permanent."
                    + " Everything else can be changed later."));
    creation.problem().subscribe(_ -> renderOutcome());
  }

  private Node backup(String xksKeyId) {
    var agree = Keys.startsAt(Buttons.checkBox("Use " + xksKeyId + " without a recorded backup"));
    agree.setId("without-backup");
    agree.setSelected(viewModel.withoutBackup().get().equals(xksKeyId));
    agree.setOnAction(_ -> viewModel.withoutBackup().set(agree.isSelected() ? xksKeyId : ""));
    var note =
        new Note(
            Note.Tone.WARNING,
            "No backup of " + xksKeyId + " is recorded",
            Note.text(
                "If the key is lost, all that AWS KMS encrypts under it is lost with it. Back it up"
                    + " with the tools of your HSM and record that in HSM keys."),
            agree);
    note.managedProperty().bind(note.visibleProperty());
    // The token may still be read while the review is shown.
    viewModel.candidates().subscribe(_ -> note.setVisible(viewModel.backupMissing()));
    return note;
  }

  private Node externalKey(CreateKeyDraft draft) {
    var grid = new PropertyGrid().copyable("External key ID", draft.xksKeyId());
    viewModel.checkResult().ifPresent(headline -> grid.row("Checked", headline));
    return grid;
  }

  private static Node tags(CreateKeyDraft draft) {
    var grid = new PropertyGrid();
    draft.tags().forEach(tag -> grid.row(tag.key(), orDash(tag.value())));
    return draft.tags().isEmpty() ? Pages.about("No tags") : grid;
  }

  private static Node administrators(CreateKeyDraft draft) {
    var access = draft.access();
    var box = arns(access.administrators());
    box.getChildren()
        .add(
            Pages.about(
                access.administratorsMayDelete()
                    ? "May delete this key"
                    : "May not delete this key"));
    return access.administrators().isEmpty()
        ? Pages.about("None; the account's IAM policies decide")
        : box;
  }

  private static Node users(CreateKeyDraft draft) {
    var access = draft.access();
    var box = arns(access.users());
    access
        .otherAccounts()
        .forEach(account -> box.getChildren().add(new Label("AWS account " + account)));
    return box.getChildren().isEmpty()
        ? Pages.about("None; the account's IAM policies decide")
        : box;
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
    var text = new TextArea(viewModel.policy());
    text.setEditable(false);
    text.setPrefRowCount(POLICY_ROWS);
    text.getStyleClass().add("mono");
    text.setAccessibleText("Key policy, JSON");
    return text;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private void renderOutcome() {
    outcome.getChildren().clear();
    var problem = creation.problem().get();
    if (problem != null) {
      outcome.getChildren().add(new ProblemPane(problem));
    }
  }

  private VBox section(String name, Step step, Node content) {
    var edit =
        Buttons.button(
            "edit-" + step.name().toLowerCase(java.util.Locale.ROOT),
            "Edit",
            () -> goTo.accept(step));
    edit.getStyleClass().add("small");
    edit.setAccessibleText("Edit " + name);
    edit.disableProperty().bind(creation.creating());
    var head = new HBox(Pages.strong(name), Page.grow(), edit);
    head.getStyleClass().add("card-head");
    var body = new VBox(content);
    body.getStyleClass().add("card-body");
    var card = new VBox(head, body);
    card.getStyleClass().add("card");
    return card;
  }
}
