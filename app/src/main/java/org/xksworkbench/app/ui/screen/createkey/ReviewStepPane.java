package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// Everything once more, with a way back; and what went wrong, if it did.
final class ReviewStepPane extends VBox {

  private final CreateKeyViewModel viewModel;
  private final VBox outcome = new VBox(8);

  ReviewStepPane(CreateKeyViewModel viewModel) {
    super(12);
    this.viewModel = viewModel;
    var title = new Label("Review");
    title.getStyleClass().add("heading");
    var draft = viewModel.draft().get();
    var configuration =
        new PropertyGrid()
            .row("Key spec, usage", "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT")
            .row("Origin, regionality", "EXTERNAL_KEY_STORE, Single-Region");
    if (viewModel.store().get() instanceof Loadable.Ready<ExternalKeyStore>(var store)) {
      configuration.row("Key store", store.name()).copyable("Custom key store ID", store.id());
    }
    getChildren()
        .addAll(
            title,
            outcome,
            section("Key configuration", Step.CONFIGURATION, configuration),
            section(
                "External key",
                Step.EXTERNAL_KEY,
                new PropertyGrid().copyable("External key ID", draft.xksKeyId())),
            section(
                "Alias and description",
                Step.LABELS,
                new PropertyGrid()
                    .row("Alias", "alias/" + draft.alias())
                    .row(
                        "Description", draft.description().isEmpty() ? "–" : draft.description())));
    var permanent =
        Note.text("Key store, external key, key spec, key usage and origin are permanent.");
    permanent.getStyleClass().add("muted");
    getChildren().add(permanent);
    viewModel.createProblem().subscribe(_ -> renderOutcome());
    viewModel.unfinished().subscribe(_ -> renderOutcome());
  }

  private void renderOutcome() {
    outcome.getChildren().clear();
    var problem = viewModel.createProblem().get();
    if (problem != null) {
      outcome.getChildren().add(new ProblemPane(problem));
    }
    var left = viewModel.unfinished().get();
    if (left != null) {
      var retry = new Button("Try the alias again");
      retry.setDefaultButton(true);
      retry.setOnAction(_ -> viewModel.retryAlias());
      var open = new Button("Open the KMS key");
      open.setOnAction(_ -> viewModel.openCreatedKey());
      outcome
          .getChildren()
          .addAll(
              new Note(
                  Note.Tone.WARNING,
                  "The KMS key was created, but it has no alias yet",
                  Note.text(left.key().arn()),
                  new HBox(8, retry, open)),
              new ProblemPane(left.problem()));
    }
  }

  private VBox section(String name, Step step, PropertyGrid grid) {
    var label = new Label(name);
    label.getStyleClass().add("strong");
    var edit = new Button("Edit");
    edit.getStyleClass().add("small");
    edit.disableProperty().bind(viewModel.creating());
    edit.setOnAction(_ -> viewModel.goTo(step));
    var head = new HBox(label, Page.grow(), edit);
    head.getStyleClass().add("card-head");
    var body = new VBox(grid);
    body.getStyleClass().add("card-body");
    var card = new VBox(head, body);
    card.getStyleClass().add("card");
    return card;
  }
}
