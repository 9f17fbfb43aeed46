package org.xksworkbench.app.ui.screen.createkey;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.StepList;

/// Steps on the left, the present one in the middle, one way on at the bottom right.
public final class CreateKeyView implements Screen {

  private static final String SET_FOR_YOU =
      "Symmetric · Encrypt and decrypt · External key store · Single-Region: set for you, cannot be"
          + " changed later";
  private static final String BY_HAND =
      "What an external key store requires is chosen; keys with other properties are not made here";

  private final CreateKeyViewModel viewModel;
  private final CreationViewModel creation;
  private final ObservableValue<String> obstacle;
  private final Page page = new Page("Create a KMS key", "");

  public CreateKeyView(CreateKeyViewModel viewModel) {
    this.viewModel = viewModel;
    this.creation = viewModel.creation();
    this.obstacle = viewModel.obstacle();
    page.titled(
        Bindings.createStringBinding(
            this::title, viewModel.keyStore().surroundings(), viewModel.entries().draft()),
        Bindings.createStringBinding(() ->
            switch (viewModel.entries().method()) {
              case FROM_KEY_STORE -> SET_FOR_YOU;
              case FROM_KEYS -> BY_HAND;
            }));
    var copy = new CopyButton("Copy as AWS CLI", () -> viewModel.commands().orElse(""));
    copy.setId("copy-commands");
    copy.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> viewModel.commands().isEmpty(),
                viewModel.entries().draft(),
                viewModel.keyStore().surroundings(),
                viewModel.principals().principals()));
    page.actions(copy);
    var content =
        new LoadablePane<>(
            viewModel.keyStore().surroundings().map(CreateKeyView::once),
            _ -> form(),
            viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public boolean mayLeave() {
    return viewModel.mayLeave();
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private String title() {
    return viewModel
        .keyStore()
        .store()
        .map(ExternalKeyStore::name)
        .map(name -> "Create a KMS key in " + name)
        .orElse("Create a KMS key");
  }

  /// A key store that changes its state does not make the form anew.
  private static Loadable<String> once(Loadable<Surroundings> surroundings) {
    return switch (surroundings) {
      case Loadable.Loading<Surroundings> _ -> new Loadable.Loading<>();
      case Loadable.Ready<Surroundings> _ -> new Loadable.Ready<>("");
      case Loadable.Failed<Surroundings>(var problem) -> new Loadable.Failed<>(problem);
    };
  }

  private Node form() {
    var steps = new StepList(viewModel.steps().stream().map(Step::title).toList());
    steps.onChoose(index -> viewModel.goTo(viewModel.steps().get(index)));
    steps.setPrefWidth(200);
    var pane = new StackPane();
    var scroll = new ScrollPane(pane);
    viewModel
        .step()
        .subscribe(step -> {
          steps.show(viewModel.steps().indexOf(step));
          pane.getChildren().setAll(stepPane(step));
          scroll.setVvalue(0);
        });
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var middle = new VBox(10, scroll, footer());
    HBox.setHgrow(middle, Priority.ALWAYS);
    return new HBox(24, steps, middle);
  }

  private Node stepPane(Step step) {
    return switch (step) {
      case CONFIGURATION -> new ConfigurationStepPane(viewModel.entries(), viewModel.keyStore());
      case KEY_STORE -> new KeyStoreStepPane(viewModel.keyStore());
      case EXTERNAL_KEY -> new ExternalKeyStepPane(viewModel.externalKey());
      case LABELS -> new LabelsStepPane(viewModel.entries());
      case TAGS -> new TagsStepPane(viewModel.entries());
      case ADMINISTRATORS ->
          new AdministratorsStepPane(viewModel.entries(), viewModel.principals());
      case USERS -> new UsersStepPane(viewModel.entries(), viewModel.principals());
      case POLICY -> new PolicyStepPane(viewModel.policy());
      case REVIEW -> new ReviewStepPane(viewModel.review(), viewModel.creation(), viewModel::goTo);
    };
  }

  private HBox footer() {
    var said = new Label();
    said.getStyleClass().add("muted");
    said.setId("obstacle");
    said.setMinWidth(0);
    said.textProperty()
        .bind(
            Bindings.createStringBinding(
                this::said, creation.creating(), creation.committed(), obstacle));
    var cancel = Buttons.button("cancel", "Cancel", viewModel::cancel);
    cancel.setCancelButton(true);
    cancel.disableProperty().bind(creation.committed());
    var back = Buttons.button("back", "Back", viewModel::back);
    back.visibleProperty().bind(viewModel.step().map(step -> step != Step.CONFIGURATION));
    back.managedProperty().bind(back.visibleProperty());
    back.disableProperty().bind(creation.creating());
    var skip = Buttons.button("skip", "Skip to review", viewModel::skipToReview);
    skip.visibleProperty().bind(viewModel.canSkipToReview());
    skip.managedProperty().bind(skip.visibleProperty());
    var next = Buttons.button("next", "", viewModel::next);
    next.setDefaultButton(true);
    next.textProperty()
        .bind(viewModel.step().map(step -> step == Step.REVIEW ? "Create the KMS key" : "Next"));
    next.disableProperty().bind(viewModel.canGoOn().not());
    var footer = new HBox(said, Page.grow(), cancel, back, skip, next);
    footer.getStyleClass().add("footer-row");
    return footer;
  }

  /// Asks the obstacle in any case: a binding that nobody asks tells of no further change.
  private String said() {
    var inTheWay = obstacle.getValue();
    if (creation.committed().get()) {
      return "AWS KMS is creating the key. This can no longer be cancelled.";
    }
    if (creation.creating().get()) {
      return "Noting on this machine what will be done. Cancel still works.";
    }
    return inTheWay.isEmpty() ? "Nothing has been created yet." : inTheWay;
  }
}
