package org.xksworkbench.app.ui.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Page;

/// The frame: identity above, navigation on the left, health below, the screen in the middle.
public final class ShellView extends StackPane {

  private static final PseudoClass UNLOCKED = PseudoClass.getPseudoClass("unlocked");

  private static final KeyCombination OPEN_PALETTE =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

  private final BorderPane frame = new BorderPane();
  private final CommandPalette palette;
  private final ShellViewModel viewModel;
  private final Function<Destination, Screen> screens;
  private @Nullable Screen current;

  /// @param running names of the tasks at work
  public ShellView(
      ShellViewModel viewModel,
      Function<Destination, Screen> screens,
      ObservableList<String> running) {
    this.viewModel = viewModel;
    this.screens = screens;
    frame.setTop(topBar());
    frame.setLeft(new NavigationPane(viewModel));
    frame.setBottom(statusBar(running));
    palette = new CommandPalette(this::commands);
    getChildren().addAll(frame, palette);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (OPEN_PALETTE.match(event)) {
            palette.open();
            event.consume();
          }
        });
    viewModel.destination().subscribe(this::show);
    addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> viewModel.touched());
    addEventFilter(ScrollEvent.SCROLL, _ -> viewModel.touched());
    addEventFilter(KeyEvent.KEY_PRESSED, _ -> viewModel.touched());
  }

  /// Leaves the present screen.
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  private List<CommandPalette.Command> commands() {
    return List.of(
        goTo("External key stores", new Destination.KeyStores()),
        goTo("Create external key store", new Destination.CreateKeyStore()),
        goTo(
            "Check the connection to an XKS proxy",
            new Destination.ConnectionCheck(Optional.empty())),
        goTo("Customer managed keys", new Destination.Keys()),
        goTo("Create a KMS key", Destination.CreateKey.fromKeys()),
        goTo("Unfinished KMS keys", new Destination.UnfinishedKeys()),
        goTo("HSM keys", new Destination.HsmKeys()),
        goTo("Activity", new Destination.Activity()),
        new CommandPalette.Command(
            viewModel.lock().readOnly().get()
                ? "Unlock this profile for changes"
                : "Make this profile read-only",
            viewModel::toggleLock));
  }

  private CommandPalette.Command goTo(String name, Destination destination) {
    return new CommandPalette.Command(name, () -> viewModel.go(destination));
  }

  private void show(Destination destination) {
    close();
    var screen = screens.apply(destination);
    current = screen;
    frame.setCenter(screen.root());
  }

  private HBox topBar() {
    var product = new Label("XKS Workbench");
    product.getStyleClass().add("product");
    var band = new Label();
    band.setId("not-aws-band");
    band.getStyleClass().add("not-aws-band");
    band.textProperty().bind(viewModel.identity().map(Identity::band));
    band.visibleProperty().bind(band.textProperty().isNotEmpty());
    band.managedProperty().bind(band.visibleProperty());
    band.setMinWidth(USE_PREF_SIZE);
    var bar =
        new HBox(
            product,
            band,
            Page.grow(),
            chip("profile", Identity::profile),
            chip("Region", identity -> identity.endpoint().region()),
            chip("account", identity -> identity.account().isEmpty() ? "…" : identity.account()),
            lockChip());
    bar.getStyleClass().add("top-bar");
    return bar;
  }

  private HBox chip(String name, Function<Identity, String> value) {
    var small = new Label(name);
    small.getStyleClass().addAll("muted", "small");
    var text = new Label();
    text.textProperty().bind(viewModel.identity().map(value));
    var chip = new HBox(small, text);
    chip.getStyleClass().add("chip");
    chip.setMaxHeight(USE_PREF_SIZE);
    return chip;
  }

  /// The words tell the state; the colour only repeats it.
  private Button lockChip() {
    var button = new Button();
    button.setId("change-lock");
    button.getStyleClass().add("chip-button");
    button.setMinWidth(USE_PREF_SIZE);
    viewModel
        .lock()
        .readOnly()
        .subscribe(readOnly -> {
          button.setText(readOnly ? "Read-only" : "Unlocked for changes");
          button.setGraphic(new FontIcon(readOnly ? Feather.LOCK : Feather.UNLOCK));
          button.setAccessibleText(
              readOnly
                  ? "This profile is read-only. Press to unlock it for changes."
                  : "This profile is unlocked for changes. Press to make it read-only.");
          button.pseudoClassStateChanged(UNLOCKED, !readOnly);
        });
    button.setOnAction(_ -> viewModel.toggleLock());
    return button;
  }

  private HBox statusBar(ObservableList<String> running) {
    var hsm = new Label();
    hsm.setId("hsm-status");
    hsm.textProperty().bind(viewModel.hsmStatus());
    var proxy = new Label();
    proxy.setId("proxy-status");
    proxy.textProperty().bind(viewModel.proxyStatus());
    var work = new Label();
    work.setId("running-work");
    work.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> running.isEmpty() ? "" : "◐ " + running.getFirst() + "…", running));
    var keys = new Label("Ctrl+K commands");
    var bar = new HBox(hsm, proxy, Page.grow(), work, keys);
    bar.getStyleClass().add("status-bar");
    return bar;
  }
}
