package org.xksworkbench.app.ui.screen.keystoreform;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.CopyMenu;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.app.ui.widget.Visibility;

/// Name and connectivity on the left, the proxy and its credential on the right.
public final class KeyStoreFormView implements Screen {

  /// Stands in the field for a secret that came from a file and is not shown.
  private static final String PLACEHOLDER = "\u2022from the file\u2022";

  private final KeyStoreFormViewModel viewModel;
  private final Page page;
  private final PasswordField secret = new PasswordField();
  private final Map<KeyStoreField, Node> inputs = new EnumMap<>(KeyStoreField.class);

  public KeyStoreFormView(KeyStoreFormViewModel viewModel, ChangeTexts texts) {
    this.viewModel = viewModel;
    page =
        viewModel.creates()
            ? new Page(
                "Create an external key store",
                "AWS KMS will send requests for its keys to your XKS proxy")
            : new Page(
                "Edit external key store",
                "AWS KMS asks the proxy for its health with the new values before it takes them");
    var scroll = new ScrollPane(new VBox(12, messages(), form()));
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    if (viewModel.creates()) {
      var copy =
          CopyMenu.of(
              "Copy as",
              ChangeForm.values(),
              ChangeForm::title,
              form -> viewModel.plan().map(store -> texts.creating(form, store)));
      copy.setId("copy-key-store");
      page.actions(copy);
    }
    page.content(scroll, footer());
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
    secret.clear();
    viewModel.close();
  }

  private Node messages() {
    var box = new VBox(10);
    Runnable render =
        () -> {
          box.getChildren().clear();
          var problem = viewModel.problem().get();
          if (problem != null) {
            box.getChildren().add(new ProblemPane(problem, viewModel::load));
          }
          var store = viewModel.before().get();
          if (store != null) {
            box.getChildren().add(limits(store));
          }
        };
    viewModel.problem().subscribe(render);
    viewModel.before().subscribe(render);
    render.run();
    return box;
  }

  private static Note limits(ExternalKeyStore store) {
    var note =
        switch (store.connectionState()) {
          case ConnectionState.Disconnected _ ->
              new Note(
                  Note.NoteTone.INFO,
                  store.name() + " is disconnected",
                  "Everything can be changed. Connect it afterwards to use its keys.");
          case ConnectionState.Connected _ ->
              new Note(
                  Note.NoteTone.WARNING,
                  store.name() + " is connected",
                  "Name, URI path and credential can be changed now; for connectivity, endpoint and"
                      + " endpoint service disconnect it first. A wrong path or credential makes"
                      + " its KMS keys fail.");
          case ConnectionState.Failed _ ->
              new Note(
                  Note.NoteTone.BAD,
                  store.name() + " failed to connect",
                  "AWS KMS changes nothing in this state. Disconnect it first.");
          case ConnectionState.Connecting _, ConnectionState.Disconnecting _ ->
              new Note(
                  Note.NoteTone.WARNING,
                  store.name() + " is changing its state",
                  "AWS KMS changes nothing meanwhile. Wait until it is connected or disconnected.");
        };
    note.setId("edit-limits");
    return note;
  }

  private Node form() {
    var left =
        Card.withTitle(
            "Key store",
            withLabel(
                KeyStoreField.NAME,
                "Key store name",
                Keyboard.startsAt(input("name", viewModel.fields().name())),
                KeyStoreInputs.NAME_HINT),
            connectivity(),
            onlyVpc(
                field(
                    KeyStoreField.SERVICE,
                    "VPC endpoint service name",
                    "service",
                    viewModel.fields().service(),
                    KeyStoreInputs.SERVICE_HINT)),
            onlyVpc(
                field(
                    KeyStoreField.OWNER,
                    "Owner of the service (account)",
                    "owner",
                    viewModel.fields().owner(),
                    KeyStoreInputs.OWNER_HINT)),
            field(
                KeyStoreField.ENDPOINT,
                "Proxy URI endpoint",
                "endpoint",
                viewModel.fields().endpoint(),
                KeyStoreInputs.ENDPOINT_HINT));
    return new TwoColumns(14, left, proxy());
  }

  private Node proxy() {
    var upload = Buttons.button("upload", "Upload configuration file…", viewModel::upload);
    var about =
        hint(
            "Fills path and credential with what your proxy wrote for the AWS console. You can"
                + " still change it.");
    var replace = Buttons.checkBox("Enter a new access key ID and secret access key");
    replace.setId("new-credential");
    replace.selectedProperty().bindBidirectional(viewModel.fields().newCredential());
    replace.setVisible(!viewModel.creates());
    replace.setManaged(!viewModel.creates());
    secret.setId("secret");
    secret
        .textProperty()
        .subscribe(text -> {
          if (!text.equals(PLACEHOLDER)) {
            var characters = text.toCharArray();
            viewModel.fields().enterSecret(characters);
            java.util.Arrays.fill(characters, '\0');
          }
        });
    viewModel.fields().onSecretFromFile(() -> secret.setText(PLACEHOLDER));
    var credential =
        new VBox(
            10,
            field(
                KeyStoreField.ACCESS_KEY_ID,
                "Proxy credential: access key ID",
                "access-key-id",
                viewModel.fields().accessKeyId(),
                KeyStoreInputs.ACCESS_KEY_ID_HINT),
            withLabel(
                KeyStoreField.SECRET,
                "Proxy credential: secret access key",
                secret,
                KeyStoreInputs.SECRET_HINT));
    Visibility.onlyIf(credential, viewModel.fields().newCredential());
    return Card.withTitle("XKS proxy", new HBox(10, upload), about, prefix(), replace, credential);
  }

  private Node prefix() {
    var input = input("path-prefix", viewModel.fields().pathPrefix());
    HBox.setHgrow(input, Priority.ALWAYS);
    var suffix = Labels.mono(KeyStoreInputs.PATH_SUFFIX);
    suffix.setMinWidth(Label.USE_PREF_SIZE);
    var line = new HBox(6, input, suffix);
    line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    enabledIf(KeyStoreField.PATH_PREFIX, input);
    return parts(
        KeyStoreField.PATH_PREFIX,
        "Proxy URI path prefix",
        input,
        line,
        KeyStoreInputs.PREFIX_HINT);
  }

  private Node connectivity() {
    var group = new ToggleGroup();
    var open = radio(group, Connectivity.PUBLIC_ENDPOINT, "Public endpoint");
    open.setId("public-endpoint");
    var vpc = radio(group, Connectivity.VPC_ENDPOINT_SERVICE, "VPC endpoint service");
    vpc.setId("vpc-endpoint-service");
    viewModel
        .fields()
        .connectivity()
        .subscribe(now -> (now == Connectivity.PUBLIC_ENDPOINT ? open : vpc).setSelected(true));
    var title = Labels.strong("Proxy connectivity");
    var box =
        new VBox(
            4,
            title,
            open,
            hint("AWS KMS reaches the proxy over the internet."),
            vpc,
            hint(
                "AWS KMS reaches the proxy inside a VPC, through an interface endpoint service with"
                    + " a Network Load Balancer in front."));
    enabledIf(KeyStoreField.ENDPOINT, open);
    enabledIf(KeyStoreField.ENDPOINT, vpc);
    return box;
  }

  private RadioButton radio(ToggleGroup group, Connectivity value, String text) {
    var button = Buttons.radioButton(text);
    button.setToggleGroup(group);
    button.setOnAction(_ -> viewModel.fields().connectivity().set(value));
    return button;
  }

  private Node onlyVpc(Node node) {
    var vpc = viewModel.fields().connectivity().isEqualTo(Connectivity.VPC_ENDPOINT_SERVICE);
    Visibility.onlyIf(node, vpc);
    return node;
  }

  private Node field(
      KeyStoreField field, String title, String id, StringProperty text, String hint) {
    return withLabel(field, title, input(id, text), hint);
  }

  private static TextField input(String id, StringProperty text) {
    var input = new TextField();
    input.setId(id);
    input.textProperty().bindBidirectional(text);
    return input;
  }

  private Node withLabel(KeyStoreField field, String title, TextField input, String hint) {
    enabledIf(field, input);
    return parts(field, title, input, input, hint);
  }

  private Node parts(KeyStoreField field, String title, Node input, Node shown, String hint) {
    inputs.put(field, input);
    var label = Labels.strong(title);
    label.setLabelFor(input);
    input.setAccessibleText(title);
    input.setAccessibleHelp(hint);
    var error = Note.text("");
    error.setId(field.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-error");
    error.getStyleClass().add("field-error");
    error.textProperty().bind(viewModel.errors().map(all -> all.getOrDefault(field, "")));
    Visibility.onlyIf(error, error.textProperty().isNotEmpty());
    return new VBox(3, label, shown, hint(hint), error);
  }

  private void enabledIf(KeyStoreField field, Node node) {
    node.disableProperty().bind(viewModel.editable().map(all -> !all.contains(field)));
  }

  private Node footer() {
    var cancel = Buttons.button("cancel", "Cancel", viewModel::cancel);
    cancel.setCancelButton(true);
    var understood = Buttons.checkBox("I understand that a wrong value makes the keys unusable");
    understood.setId("acknowledge");
    understood.selectedProperty().bindBidirectional(viewModel.acknowledged());
    understood.setVisible(!viewModel.creates());
    understood.setManaged(!viewModel.creates());
    var submit =
        Buttons.button(
            "submit",
            viewModel.creates() ? "Create external key store" : "Save changes",
            this::submit);
    submit.setDefaultButton(true);
    var may = viewModel.editable().map(java.util.Set::isEmpty);
    submit
        .disableProperty()
        .bind(
            javafx.beans.binding.Bindings.createBooleanBinding(
                () ->
                    viewModel.busy().get()
                        || may.getValue()
                        || (!viewModel.creates() && !viewModel.acknowledged().get()),
                viewModel.busy(),
                viewModel.editable(),
                viewModel.acknowledged()));
    return Page.footer(understood, Page.grow(), cancel, submit);
  }

  /// The first field in which something is wrong has the focus then.
  private void submit() {
    viewModel.submit();
    inputs.entrySet().stream()
        .filter(input -> viewModel.errors().get().containsKey(input.getKey()))
        .findFirst()
        .ifPresent(input -> input.getValue().requestFocus());
  }

  private static Label hint(String text) {
    var label = Note.text(text);
    label.getStyleClass().addAll("muted", "small");
    return label;
  }
}
