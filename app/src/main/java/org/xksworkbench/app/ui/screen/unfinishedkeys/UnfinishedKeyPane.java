package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.DeletionEntry;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.WaitingPeriod;

/// What was planned, what exists of it, and what can be done now.
final class UnfinishedKeyPane extends VBox {

  private final UnfinishedKeyViewModel viewModel;
  private final VBox body = new VBox(12);
  private final VBox problem = new VBox();

  UnfinishedKeyPane(UnfinishedKeyViewModel viewModel) {
    this.viewModel = viewModel;
    getStyleClass().add("card");
    setId("unfinished-key");
    var plan = viewModel.creation().plan();
    var title = Labels.strong(plan.alias());
    var begun = Labels.mutedLabel("begun " + Dates.full(viewModel.creation().begun()));
    var head = new HBox(title, Page.grow(), begun);
    head.getStyleClass().add("card-head");
    body.getStyleClass().add("card-body");
    problem.managedProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(problem.getChildren()));
    getChildren().addAll(head, body);
    viewModel.search().found().subscribe(_ -> render());
    viewModel
        .problem()
        .subscribe(met ->
            problem.getChildren().setAll(met == null ? List.of() : List.of(new ProblemPane(met))));
  }

  private void render() {
    body.getChildren().setAll(planGrid(), problem);
    switch (viewModel.search().found().get()) {
      case Loadable.Loading<CreationRemains> _ -> body.getChildren().add(looking());
      case Loadable.LoadFailed<CreationRemains>(var met) -> {
        var again = Buttons.button("Look again", viewModel.search()::examine);
        body.getChildren().addAll(new ProblemPane(met), again);
      }
      case Loadable.Ready<CreationRemains>(var found) -> body.getChildren().addAll(describe(found));
    }
  }

  private PropertyGrid planGrid() {
    var plan = viewModel.creation().plan();
    var grid =
        new PropertyGrid()
            .row("Key store", plan.keyStoreName())
            .copyable("External key ID", plan.xksKeyId());
    if (viewModel.creation().stage() instanceof CreationStage.KeyCreated created) {
      grid.copyable("Key ARN", created.arn());
      if (!created.createKeyRequestId().isEmpty()) {
        grid.copyable("Request ID of CreateKey", created.createKeyRequestId());
      }
    }
    return grid;
  }

  private Node looking() {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(16, 16);
    var how = new Label();
    how.textProperty().bind(viewModel.search().progress());
    var stop = Buttons.button("Stop", viewModel.search()::stop);
    var line = new HBox(8, indicator, new Label("Looking what exists…"), how, Page.grow(), stop);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private List<Node> describe(CreationRemains found) {
    return switch (found) {
      case CreationRemains.NothingCreated(var unknown) -> List.of(nothing(unknown));
      case CreationRemains.WithoutAlias(var key) ->
          List.of(
              new Note(
                  Note.NoteTone.WARNING,
                  "The KMS key exists, without its alias",
                  Note.text(
                      "CreateKey was done, CreateAlias was not. The key can be used by its ARN;"
                          + " finish it, or undo it."),
                  arn(key)),
              finishing(key),
              undoing(key));
      case CreationRemains.AliasTaken(var key, var other) ->
          List.of(
              new Note(
                  Note.NoteTone.WARNING,
                  "The KMS key exists, but its alias belongs to another key",
                  Note.text(
                      "%s names %s. Give this key another alias, or undo it."
                          .formatted(viewModel.creation().plan().alias(), other)),
                  arn(key)),
              finishing(key),
              undoing(key));
      case CreationRemains.Complete(var key) -> List.of(complete(key));
      case CreationRemains.AnotherKey(var key) ->
          List.of(
              new Note(
                  Note.NoteTone.INFO,
                  "The external key belongs to an older KMS key",
                  Note.text(
                      "It was created %s, before this was begun: nothing came of this creation."
                          .formatted(Dates.full(key.creationDate()))),
                  arn(key),
                  forget("Drop this record")));
      case CreationRemains.BeingDeleted(var key) ->
          List.of(
              new Note(
                  Note.NoteTone.INFO,
                  "The KMS key waits for its deletion",
                  Note.text(
                      "Somebody undid it already"
                          + key.deletionDate()
                              .map(date -> "; AWS KMS deletes it " + Dates.full(date))
                              .orElse("")
                          + "."),
                  arn(key),
                  new HBox(8, open(key), forget("Drop this record"))));
    };
  }

  private Note nothing(int unknown) {
    var again = Buttons.button("Look again", viewModel.search()::examine);
    return new Note(
        unknown == 0 ? Note.NoteTone.INFO : Note.NoteTone.WARNING,
        unknown == 0
            ? "No KMS key was created"
            : "No KMS key was found, but %,d keys of the account may not be described"
                .formatted(unknown),
        Note.text(
            "No KMS key of this key store belongs to the external key. AWS KMS can take some"
                + " seconds to show a new key; if this was begun just now, look again in a"
                + " minute."),
        new HBox(8, again, forget("Drop this record")));
  }

  private Note complete(KmsKey key) {
    return new Note(
        Note.NoteTone.GOOD,
        "The KMS key exists with its alias: all was done",
        Note.text("Only the last answer was lost."),
        arn(key),
        new HBox(8, open(key), forget("Note that it is finished")));
  }

  private Node finishing(KmsKey key) {
    var prefix = Labels.withStyle("alias/", "mono", "muted");
    var field = new TextField();
    field.setId("finish-alias");
    field.setAccessibleText("Alias");
    field.textProperty().bindBidirectional(viewModel.alias());
    var finish = Buttons.button("finish", "Create the alias and finish", viewModel::finish);
    finish.setDefaultButton(true);
    finish.disableProperty().bind(viewModel.canFinish().not());
    var line =
        new HBox(
            8,
            prefix,
            field,
            finish,
            open(key),
            new CopyButton("Copy as AWS CLI", viewModel::commandsToFinish));
    line.setAlignment(Pos.CENTER_LEFT);
    return new VBox(4, Labels.strong("Finish"), line);
  }

  private Node undoing(KmsKey key) {
    var period = new WaitingPeriod("undo-days", viewModel.deletion().days());
    // Enter ends the typing; the default button above would finish the key that is to be undone.
    var typed = Keyboard.deafToEnter(new TextField());
    typed.setId("undo-word");
    typed.setPromptText(DeletionEntry.WORD);
    typed.setAccessibleText("Type " + DeletionEntry.WORD);
    typed.setPrefColumnCount(8);
    typed.textProperty().bindBidirectional(viewModel.deletion().typed());
    var undo = Buttons.danger("undo", "Schedule its deletion", viewModel::undo);
    undo.disableProperty().bind(viewModel.canUndo().not());
    var copy = new CopyButton("Copy as AWS CLI", viewModel::commandsToUndo);
    copy.disableProperty().bind(viewModel.deletion().mayWait().not());
    var line =
        new HBox(
            8,
            new Label("after"),
            period.field(),
            new Label("days; type " + DeletionEntry.WORD),
            typed,
            undo,
            copy);
    line.setAlignment(Pos.CENTER_LEFT);
    var creation = viewModel.creation();
    var about =
        Labels.about(
            "AWS KMS deletes key %s of account %s in %s after a waiting period of 7 to 30 days; until"
                    .formatted(key.keyId(), creation.account(), creation.region())
                + " then the deletion can be cancelled, and the external key may stay taken in this"
                + " key store. The external key itself stays untouched.");
    return new VBox(4, Labels.strong("Undo"), about, line, period.error());
  }

  private Button open(KmsKey key) {
    var open = Buttons.button("Open the KMS key", () -> viewModel.open(key));
    return open;
  }

  private Button forget(String text) {
    var forget = Buttons.button("forget", text, viewModel::forget);
    forget.disableProperty().bind(viewModel.busy());
    return forget;
  }

  private static CopyableText arn(KmsKey key) {
    return new CopyableText(key.arn(), "key ARN");
  }
}
