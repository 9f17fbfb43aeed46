package org.xksworkbench.app.ui.screen.createkey;

import java.util.Arrays;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.StepList;

/// Steps on the left, the present one in the middle, one way on at the bottom right.
public final class CreateKeyView implements Screen {

  private static final String SUBTITLE =
      "Symmetric · Encrypt and decrypt · External key store · Single-Region: set for you, cannot be"
          + " changed later";

  private final CreateKeyViewModel viewModel;
  private final Page page = new Page("Create a KMS key", SUBTITLE);

  public CreateKeyView(CreateKeyViewModel viewModel) {
    this.viewModel = viewModel;
    page.titled(
        viewModel.store().map(CreateKeyView::title), Bindings.createStringBinding(() -> SUBTITLE));
    var content =
        new LoadablePane<>(
            viewModel.store().map(CreateKeyView::once), _ -> form(), viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.load();
    viewModel.loadChoices();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private static String title(Loadable<ExternalKeyStore> store) {
    return store instanceof Loadable.Ready<ExternalKeyStore>(var ready)
        ? "Create a KMS key in " + ready.name()
        : "Create a KMS key";
  }

  /// A key store that changes its state does not make the form anew.
  private static Loadable<String> once(Loadable<ExternalKeyStore> store) {
    return switch (store) {
      case Loadable.Loading<ExternalKeyStore> _ -> new Loadable.Loading<>();
      case Loadable.Ready<ExternalKeyStore>(var ready) -> new Loadable.Ready<>(ready.id());
      case Loadable.Failed<ExternalKeyStore>(var problem) -> new Loadable.Failed<>(problem);
    };
  }

  private Node form() {
    var steps = new StepList(Arrays.stream(Step.values()).map(Step::title).toList());
    steps.setPrefWidth(200);
    var pane = new StackPane();
    viewModel
        .step()
        .subscribe(step -> {
          steps.show(step.ordinal());
          pane.getChildren().setAll(stepPane(step));
        });
    var scroll = new ScrollPane(pane);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var middle = new VBox(10, scroll, footer());
    HBox.setHgrow(middle, Priority.ALWAYS);
    return new HBox(24, steps, middle);
  }

  private Node stepPane(Step step) {
    return switch (step) {
      case CONFIGURATION -> new ConfigurationStepPane(viewModel);
      case EXTERNAL_KEY -> new ExternalKeyStepPane(viewModel);
      case LABELS -> new LabelsStepPane(viewModel);
      case REVIEW -> new ReviewStepPane(viewModel);
    };
  }

  private HBox footer() {
    var said = new Label();
    said.getStyleClass().add("muted");
    said.setId("obstacle");
    said.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  if (viewModel.creating().get()) {
                    return "Creating… This can no longer be cancelled.";
                  }
                  var obstacle = viewModel.obstacle().getValue();
                  return obstacle.isEmpty() && viewModel.unfinished().get() == null
                      ? "Nothing has been created yet."
                      : obstacle;
                },
                viewModel.creating(),
                viewModel.obstacle(),
                viewModel.unfinished()));
    var cancel = new Button("Cancel");
    cancel.setId("cancel");
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> viewModel.cancel());
    cancel.disableProperty().bind(viewModel.creating());
    var back = new Button("Back");
    back.setId("back");
    back.setOnAction(_ -> viewModel.back());
    back.visibleProperty().bind(viewModel.step().map(step -> !step.first()));
    back.managedProperty().bind(back.visibleProperty());
    back.disableProperty().bind(viewModel.creating());
    var next = new Button();
    next.setId("next");
    next.setDefaultButton(true);
    next.textProperty()
        .bind(viewModel.step().map(step -> step.last() ? "Create the KMS key" : "Next"));
    next.disableProperty().bind(viewModel.canGoOn().not());
    next.setOnAction(_ -> viewModel.next());
    for (var button : new Button[] {cancel, back, next}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    var footer = new HBox(said, Page.grow(), cancel, back, next);
    footer.getStyleClass().add("footer-row");
    return footer;
  }
}
