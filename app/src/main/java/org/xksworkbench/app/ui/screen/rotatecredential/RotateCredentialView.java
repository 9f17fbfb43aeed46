package org.xksworkbench.app.ui.screen.rotatecredential;

import java.util.Arrays;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.StepList;

/// The steps on the left, the present one on the right.
public final class RotateCredentialView implements Screen {

  private final RotateCredentialViewModel viewModel;
  private final Page page =
      new Page(
          "Rotate the proxy credential",
          "The proxy accepts both credentials until AWS KMS uses the new one everywhere");
  private final PasswordField secret = new PasswordField();
  private final VBox body = new VBox(12);

  public RotateCredentialView(RotateCredentialViewModel viewModel) {
    this.viewModel = viewModel;
    var steps =
        new StepList(
            Stream.of(RotationStage.values())
                .filter(stage -> stage != RotationStage.DONE)
                .map(RotationStage::title)
                .toList());
    viewModel.stage().subscribe(stage -> steps.show(stage.ordinal()));
    secret.setId("secret");
    secret
        .textProperty()
        .subscribe(text -> {
          if (!text.isEmpty()) {
            var characters = text.toCharArray();
            viewModel.enterSecret(characters);
            Arrays.fill(characters, '\0');
          }
        });
    viewModel.stage().subscribe(this::render);
    viewModel.store().subscribe(this::render);
    viewModel.problem().subscribe(this::render);
    body.getStyleClass().addAll("card", "card-body");
    body.setId("rotation");
    HBox.setHgrow(body, Priority.ALWAYS);
    var columns = new HBox(24, steps, body);
    VBox.setVgrow(columns, Priority.ALWAYS);
    page.content(columns, footer());
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    secret.clear();
    viewModel.close();
  }

  private void render() {
    body.getChildren().clear();
    var problem = viewModel.problem().get();
    if (problem != null) {
      body.getChildren().add(new ProblemPane(problem, viewModel::load));
    }
    var store = viewModel.store().get();
    if (store == null) {
      return;
    }
    var title = Labels.heading(viewModel.stage().get().title());
    body.getChildren().addAll(title, step(store));
  }

  private Node step(ExternalKeyStore store) {
    return switch (viewModel.stage().get()) {
      case ADD ->
          viewModel.own()
              ? new VBox(
                  10,
                  Note.text(
                      "The proxy of "
                          + store.name()
                          + " is of this workstation. A fresh credential is added to its"
                          + " configuration; it follows without a restart, and is asked whether it"
                          + " accepts the credential."),
                  old(store))
              : new VBox(
                  10,
                  Note.text(
                      "Make a second credential at your proxy and enter it here. The proxy is asked"
                          + " whether it accepts it before AWS KMS gets it."),
                  old(store),
                  withLabel("New access key ID", input(), KeyStoreInputs.ACCESS_KEY_ID_HINT),
                  withLabel("New secret access key", secret, KeyStoreInputs.SECRET_HINT));
      case UPDATE ->
          new VBox(
              10,
              Note.text(
                  "The proxy accepts the new credential. AWS KMS now asks the proxy for its health"
                      + " with it, and takes it if that works. The key store stays connected, and"
                      + " no request fails."),
              old(store),
              fresh());
      case WAIT -> {
        var left = Labels.withStyle(viewModel.remaining(), "heading");
        left.setId("remaining");
        yield new VBox(
            10,
            Note.text(
                "AWS KMS has the new credential. It can take 5 minutes until it is used"
                    + " everywhere; until then requests can still come with the old one."),
            left);
      }
      case REMOVE ->
          new VBox(
              10,
              Note.text(
                  viewModel.own()
                      ? "The old credential is taken out of the proxy's configuration. Requests"
                          + " with it are refused from then on."
                      : "Remove the old credential at your proxy now, then go on."),
              old(store));
      case DONE ->
          new Note(
              Note.NoteTone.GOOD,
              store.name() + " uses the new credential",
              "The old one is of no use any more.");
    };
  }

  private static Node old(ExternalKeyStore store) {
    return new PropertyGrid().copyable("Old access key ID", store.proxy().accessKeyId());
  }

  private Node fresh() {
    return new PropertyGrid().copyable("New access key ID", viewModel.accessKeyId().get());
  }

  private TextField input() {
    var input = new TextField();
    input.setId("access-key-id");
    input.textProperty().bindBidirectional(viewModel.accessKeyId());
    return input;
  }

  private static Node withLabel(String title, TextField input, String hint) {
    var label = Labels.strong(title);
    label.setLabelFor(input);
    input.setAccessibleText(title);
    var small = Note.text(hint);
    small.getStyleClass().addAll("muted", "small");
    return new VBox(3, label, input, small);
  }

  private Node footer() {
    var cancel = Buttons.button("cancel", "Leave", viewModel::cancel);
    cancel.visibleProperty().bind(viewModel.stage().isNotEqualTo(RotationStage.DONE));
    var next = Buttons.button("");
    next.setId("next");
    next.setDefaultButton(true);
    next.disableProperty().bind(viewModel.busy().or(viewModel.store().isNull()));
    next.textProperty()
        .bind(
            viewModel
                .stage()
                .map(stage ->
                    switch (stage) {
                      case ADD -> "Add the new credential";
                      case UPDATE -> "Update the key store";
                      case WAIT -> "Go on without waiting";
                      case REMOVE -> "Remove the old credential";
                      case DONE -> "Close";
                    }));
    next.setOnAction(_ -> viewModel.next());
    return Page.footer(Page.grow(), cancel, next);
  }
}
