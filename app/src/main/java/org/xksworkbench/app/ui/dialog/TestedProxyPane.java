package org.xksworkbench.app.ui.dialog;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;

/// Which XKS proxy is tested from outside: its address, its credential and who issued its
/// certificate.
final class TestedProxyPane extends VBox {

  private final TextField endpoint = field("dialog-endpoint", "https://xks.example.com");
  private final TextField consoleFile =
      field("dialog-console-file", "the file with its credential");
  private final TextField authority = field("dialog-authority", "a public authority");
  private final StringBinding fault =
      Bindings.createStringBinding(
          this::faultNow,
          endpoint.textProperty(),
          consoleFile.textProperty(),
          authority.textProperty());

  /// @param choose asks for a file, under a headline
  TestedProxyPane(Function<String, Optional<Path>> choose) {
    super(8);
    var wrong = FxDialogs.hint("");
    wrong.setId("dialog-fault");
    wrong.textProperty().bind(fault);
    getChildren()
        .addAll(
            FxDialogs.label("Proxy URI endpoint", endpoint),
            endpoint,
            FxDialogs.label("Configuration file for the AWS console", consoleFile),
            chooser(
                consoleFile,
                "choose-console-file",
                "The configuration file for the AWS console, with its credential",
                choose),
            FxDialogs.label("Certificate authority (PEM), where it is not a public one", authority),
            chooser(authority, "choose-authority", "PEM file of its certificate authority", choose),
            wrong);
  }

  private static TextField field(String id, String prompt) {
    var field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }

  private static HBox chooser(
      TextField field, String id, String headline, Function<String, Optional<Path>> choose) {
    var button =
        Buttons.button(
            id,
            "Choose…",
            () -> choose.apply(headline).ifPresent(file -> field.setText(file.toString())));
    button.setAccessibleText("Choose: " + headline);
    HBox.setHgrow(field, Priority.ALWAYS);
    return new HBox(8, field, button);
  }

  Node first() {
    return endpoint;
  }

  /// Whether something is missing or wrong.
  BooleanBinding incomplete() {
    return FxDialogs.blank(endpoint).or(FxDialogs.blank(consoleFile)).or(fault.isNotEmpty());
  }

  private String faultNow() {
    try {
      if (!endpoint.getText().isBlank()) {
        var _ = endpointNow();
      }
      var _ = Path.of(consoleFile.getText().strip());
      var _ = Path.of(authority.getText().strip());
      return "";
    } catch (InvalidPathException e) {
      return "This is no path of a file: " + e.getInput();
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private URI endpointNow() {
    try {
      var uri = new URI(endpoint.getText().strip());
      if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
        throw new IllegalArgumentException(
            "A proxy URI endpoint is https:// and a host, with a port where that is not 443.");
      }
      if (!uri.getPath().replace("/", "").isEmpty()) {
        throw new IllegalArgumentException(
            "Give the address without a path: the path is in the file for the AWS console.");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("This is no address: " + e.getMessage(), e);
    }
  }

  /// @throws IllegalArgumentException if it is incomplete
  TestedProxy proxy(TestedKey key) {
    var pem = authority.getText().strip();
    return new TestedProxy(
        endpointNow(),
        Path.of(consoleFile.getText().strip()),
        pem.isEmpty() ? Optional.empty() : Optional.of(Path.of(pem)),
        key);
  }
}
