package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// Dialogs over the window.
public final class FxDialogs implements Dialogs {

  private static final double WIDTH = 460;
  private static final double WITH_TABLE = 640;

  private final Stage owner;
  private final Consumer<Scene> dress;
  private final Consumer<String> showDocument;
  private final Runnable saveDiagnostics;

  /// @param dress gives a dialog's scene the look of the window
  /// @param showDocument opens a URI outside this program
  /// @param saveDiagnostics asks where to write the bundle for support, and writes it
  public FxDialogs(
      Stage owner, Consumer<Scene> dress, Consumer<String> showDocument, Runnable saveDiagnostics) {
    this.owner = owner;
    this.dress = dress;
    this.showDocument = showDocument;
    this.saveDiagnostics = saveDiagnostics;
  }

  @Override
  public boolean confirm(String headline, String text, String action) {
    var dialog = this.<Boolean>dialog(headline, action, paragraph(text));
    dialog.setResultConverter(button -> button.getButtonData() == ButtonData.OK_DONE);
    return dialog.showAndWait().orElse(false);
  }

  @Override
  public boolean confirmTyped(
      String headline, String text, List<LostKey> lost, String word, String action) {
    var field = new TextField();
    field.setId("dialog-input");
    field.setPromptText(word);
    var ask = paragraph("To confirm, type " + word + " below.");
    ask.setLabelFor(field);
    var content = new ArrayList<Node>(List.of(paragraph(text)));
    if (!lost.isEmpty()) {
      content.add(new LostKeysPane(lost));
    }
    content.addAll(List.of(ask, field));
    var dialog = this.<Boolean>dialog(headline, action, content.toArray(Node[]::new));
    if (!lost.isEmpty()) {
      ((Region) dialog.getDialogPane().getContent()).setPrefWidth(WITH_TABLE);
    }
    var _ = Buttons.destroys(action(dialog));
    startAt(dialog, field);
    return answer(
            dialog,
            field.textProperty().map(typed -> !typed.strip().equals(word)).orElse(true),
            () -> true)
        .orElse(false);
  }

  @Override
  public Optional<Path> chooseNewFile(String headline, String name) {
    var chooser = new FileChooser();
    chooser.setTitle(headline);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(java.io.File::toPath);
  }

  @Override
  public Optional<char[]> askPin(String headline, String text) {
    var field = new PasswordField();
    field.setId("dialog-input");
    field.setPromptText("PIN");
    var dialog = this.<char[]>dialog(headline, "Continue", paragraph(text), field);
    startAt(dialog, field);
    var pin = answer(dialog, field.textProperty().isEmpty(), () -> field.getText().toCharArray());
    field.clear();
    return pin;
  }

  @Override
  public Optional<GivenSecret.Passphrase> askSecret(String headline, String text, String action) {
    return SecretDialog.askForKnown(owner, dress, headline, text, action)
        .map(GivenSecret.Passphrase.class::cast);
  }

  @Override
  public Optional<GivenSecret> askNewSecret(String headline, String text, int shortest) {
    return SecretDialog.askForNew(owner, dress, headline, text, shortest);
  }

  @Override
  public Optional<Path> chooseFolder(String headline) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(headline);
    return Optional.ofNullable(chooser.showDialog(owner)).map(java.io.File::toPath);
  }

  @Override
  public void open(Path document) {
    showDocument.accept(document.toUri().toString());
  }

  @Override
  public Optional<String> askText(String headline, String text, String initial, String action) {
    var field = new TextField(initial);
    field.setId("dialog-input");
    var dialog = this.<String>dialog(headline, action, paragraph(text), field);
    startAt(dialog, field);
    return answer(dialog, field.textProperty().isEmpty(), () -> field.getText().strip());
  }

  @Override
  public Optional<ModuleStart> askModuleStart(Path module, ModuleStart said, String action) {
    var fields = new ModuleStartPane(said);
    var dialog = this.<ModuleStart>dialog("Settings of " + module.getFileName(), action, fields);
    startAt(dialog, fields.first());
    return answer(dialog, fields.fault().isNotEmpty(), fields::start);
  }

  @Override
  public Optional<TestedKey> askTestedKey(List<String> known, String load) {
    var key = new TestedKeyPane(known, load);
    var dialog = this.<TestedKey>dialog("Test the XKS proxy", "Test", key);
    startAt(dialog, key.first());
    return answer(dialog, key.incomplete(), key::key);
  }

  @Override
  public Optional<TestedProxy> askTestedProxy(String load) {
    var proxy = new TestedProxyPane(this::chooseFile);
    var key = new TestedKeyPane(List.of(), load);
    var dialog = this.<TestedProxy>dialog("Check an XKS proxy that you own", "Check", proxy, key);
    startAt(dialog, proxy.first());
    return answer(dialog, proxy.incomplete().or(key.incomplete()), () -> proxy.proxy(key.key()));
  }

  /// Shows it, and takes the answer when nothing is wanting.
  private static <T> Optional<T> answer(
      Dialog<T> dialog, ObservableValue<Boolean> wanting, Supplier<T> answer) {
    action(dialog).disableProperty().bind(wanting);
    dialog.setResultConverter(
        button -> button.getButtonData() == ButtonData.OK_DONE ? answer.get() : null);
    return dialog.showAndWait();
  }

  @Override
  public Optional<AesKeyTemplate> askKeyTemplate(
      String headline,
      String text,
      AesKeyTemplate proposed,
      UnaryOperator<String> fault,
      String action) {
    var label = new TextField();
    label.setId("dialog-input");
    label.setPromptText("Label");
    label.setAccessibleText("Label of the key");
    var found =
        Bindings.createStringBinding(
            () -> label.getText().isBlank() ? "" : fault.apply(label.getText().strip()),
            label.textProperty());
    var wrong = hint("");
    wrong.setId("dialog-fault");
    wrong.textProperty().bind(found);
    var shown = new KeyTemplatePane(proposed);
    var dialog =
        this.<AesKeyTemplate>dialog(headline, action, paragraph(text), label, wrong, shown);
    startAt(dialog, label);
    return answer(
        dialog,
        found.isNotEmpty().or(blank(label)),
        () -> shown.template().withLabel(label.getText().strip()));
  }

  @Override
  public Optional<Path> chooseFile(String headline) {
    var chooser = new FileChooser();
    chooser.setTitle(headline);
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(java.io.File::toPath);
  }

  @Override
  public Optional<Path> saveFile(String headline, String name) {
    var chooser = new FileChooser();
    chooser.setTitle(headline);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(java.io.File::toPath);
  }

  @Override
  public void showWritten(Path file, String headline, String about) {
    // Whole, however long it is: it is what the user asks for.
    var path = paragraph(file.toAbsolutePath().toString());
    path.setId("written-file");
    path.getStyleClass().add("mono");
    tell(headline, path, new CopyButton("Copy path", path::getText), paragraph(about));
  }

  @Override
  public void show(Problem problem) {
    if (problem.kind() != Problem.ProblemKind.BUG) {
      tell("A problem", new ProblemPane(problem));
      return;
    }
    var save = Buttons.button("save-diagnostics", "Save a diagnostics bundle…", saveDiagnostics);
    tell("A problem", new ProblemPane(problem), save);
  }

  private void tell(String headline, Node... content) {
    var dialog = this.<Void>dialog(headline, "Close", content);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .removeIf(type -> type.getButtonData() == ButtonData.CANCEL_CLOSE);
    dialog.show();
  }

  private <R> Dialog<R> dialog(String headline, String action, Node... content) {
    var dialog = new Dialog<R>();
    dialog.initOwner(owner);
    dialog.setTitle(headline);
    var title = new Label(headline);
    title.getStyleClass().add("heading");
    title.setWrapText(true);
    var box = new VBox(12, title);
    box.getChildren().addAll(content);
    box.setPrefWidth(WIDTH);
    var pane = dialog.getDialogPane();
    pane.setContent(box);
    pane.getButtonTypes()
        .setAll(
            new ButtonType(action, ButtonData.OK_DONE),
            new ButtonType("Cancel", ButtonData.CANCEL_CLOSE));
    action(dialog).setId("dialog-ok");
    dress.accept(pane.getScene());
    return dialog;
  }

  /// The skin of the buttons gives the focus to the default one when it is made.
  static void startAt(Dialog<?> dialog, Node node) {
    dialog.setOnShown(_ -> {
      dialog.getDialogPane().applyCss();
      node.requestFocus();
    });
  }

  /// The button that gives the answer.
  private static Button action(Dialog<?> dialog) {
    var pane = dialog.getDialogPane();
    return (Button) pane.lookupButton(pane.getButtonTypes().getFirst());
  }

  /// Whether nothing is in it but white space.
  static BooleanBinding blank(TextInputControl field) {
    return Bindings.createBooleanBinding(() -> field.getText().isBlank(), field.textProperty());
  }

  static Label label(String text, Node of) {
    var label = new Label(text);
    label.setLabelFor(of);
    return label;
  }

  static Label hint(String text) {
    var hint = paragraph(text);
    hint.getStyleClass().addAll("muted", "small");
    return hint;
  }

  static Label paragraph(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
