package org.xksworkbench.app.ui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProfileText;
import org.xksworkbench.app.ui.widget.Shown;

/// The frame: identity above, navigation on the left, health below, the screen in the middle.
public final class ShellView extends StackPane {

  private static final PseudoClass UNLOCKED = PseudoClass.getPseudoClass("unlocked");

  /// From here on the top bar has room for more than a word beside its chips.
  private static final double ROOMY = 1240;

  private static final KeyCombination OPEN_PALETTE =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

  private final BorderPane frame = new BorderPane();
  private final CommandPalette palette;
  private final ShellViewModel viewModel;
  private final Function<Destination, Screen> screens;
  private @Nullable Screen current;

  /// @param running the tasks at work
  public ShellView(
      ShellViewModel viewModel,
      Function<Destination, Screen> screens,
      ObservableList<TaskHandle> running) {
    this.viewModel = viewModel;
    this.screens = screens;
    frame.setTop(new VBox(topBar(), signInBand()));
    frame.setLeft(new NavigationPane(viewModel));
    frame.setBottom(statusBar(running));
    palette = new CommandPalette(this::commands);
    getChildren().addAll(frame, palette);
    // At the scene: after a screen is left, no node may have the focus.
    sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            scene.addEventFilter(KeyEvent.KEY_PRESSED, this::openPalette);
          }
        });
    viewModel.destination().subscribe(this::show);
    addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> viewModel.touched());
    addEventFilter(ScrollEvent.SCROLL, _ -> viewModel.touched());
    addEventFilter(KeyEvent.KEY_PRESSED, _ -> viewModel.touched());
  }

  /// Asks before the window is closed over something that was entered.
  public boolean mayClose() {
    return current == null || current.mayLeave();
  }

  /// Leaves the present screen.
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  private void openPalette(KeyEvent event) {
    if (OPEN_PALETTE.match(event) && getScene() != null && !palette.isVisible()) {
      palette.open();
      event.consume();
    }
  }

  private List<CommandPalette.Command> commands() {
    var commands = new ArrayList<>(everywhere());
    if (viewModel.session().isWithAws()) {
      commands.add(goTo("Connection to AWS", new Destination.ConnectionToAws()));
    }
    commands.add(
        new CommandPalette.Command("Choose another profile, or the demo", viewModel::chooseAgain));
    if (viewModel.isDemo()) {
      commands.add(goTo("Tour of the demo", new Destination.Tour()));
      commands.add(goTo("Faults on purpose", new Destination.Faults()));
    }
    return commands;
  }

  private List<CommandPalette.Command> everywhere() {
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
        goTo("XKS proxy", new Destination.XksProxy()),
        goTo("Lineage", new Destination.Lineage()),
        goTo("Key ceremonies", new Destination.Ceremonies()),
        goTo("Activity", new Destination.Activity()),
        new CommandPalette.Command(
            viewModel.lock().readOnly().get()
                ? "Unlock this profile for changes"
                : "Make this profile read-only",
            viewModel::toggleLock),
        new CommandPalette.Command(
            "Save a diagnostics bundle for support…", viewModel::saveDiagnostics));
  }

  private CommandPalette.Command goTo(String name, Destination destination) {
    return new CommandPalette.Command(name, () -> viewModel.go(destination));
  }

  private void show(Destination destination) {
    close();
    var screen = screens.apply(destination);
    current = screen;
    viewModel.beforeLeaving(screen::mayLeave);
    frame.setCenter(screen.root());
  }

  private HBox topBar() {
    var product = new Label("XKS Workbench");
    product.getStyleClass().add("product");
    // Whatever has the focus and goes away or is switched off, JavaFX gives it to the first that
    // takes it. That is this one, and Enter does nothing here: it pressed the tour or the lock.
    product.setFocusTraversable(true);
    Keys.deafToEnter(product);
    var band = new Label();
    band.setId("not-aws-band");
    band.getStyleClass().add("not-aws-band");
    band.textProperty().bind(viewModel.identity().map(Identity::band));
    Shown.onlyIf(band, band.textProperty().isNotEmpty());
    band.setMinWidth(USE_PREF_SIZE);
    var bar =
        new HBox(
            product,
            band,
            tourLink(),
            Page.grow(),
            warning(),
            expiry(),
            chooser("profile", Identity::profile, this::profileItems),
            chooser("Region", identity -> identity.endpoint().region(), this::regionItems),
            chip("account", identity -> identity.account().isEmpty() ? "…" : identity.account()),
            lockChip());
    bar.getStyleClass().add("top-bar");
    return bar;
  }

  /// Offers the tour of the demo at the start, and leads back to it from each of its stops.
  private Hyperlink tourLink() {
    var link = Buttons.link("");
    link.setId("tour-link");
    link.getStyleClass().add("tour-link");
    Shown.onlyIf(
        link,
        viewModel
            .destination()
            .map(here -> viewModel.isDemo() && !(here instanceof Destination.Tour)));
    link.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    getWidth() < ROOMY
                        ? "Tour"
                        : viewModel.visited().contains(new Destination.Tour())
                            ? "Back to the tour"
                            : "Take the tour (10 minutes)",
                widthProperty(),
                viewModel.destination()));
    link.setOnAction(_ -> {
      viewModel.go(new Destination.Tour());
      link.setVisited(false);
    });
    return link;
  }

  /// A chip that opens a list where there is something to choose.
  private Node chooser(
      String name, Function<Identity, String> value, Function<AwsChoices, List<MenuItem>> items) {
    var session = viewModel.session();
    if (session.choices().get().profiles().isEmpty()) {
      return chip(name, value);
    }
    var menu = Buttons.menu("");
    menu.setId("choose-" + name.toLowerCase(Locale.ROOT));
    menu.getStyleClass().add("chip-button");
    menu.textProperty()
        .bind(viewModel.identity().map(identity -> name + "  " + value.apply(identity)));
    menu.setAccessibleText("Choose " + name);
    menu.setMinWidth(USE_PREF_SIZE);
    session.choices().subscribe(choices -> menu.getItems().setAll(items.apply(choices)));
    // The files may have changed since.
    menu.setOnShowing(_ -> session.look());
    return menu;
  }

  private List<MenuItem> profileItems(AwsChoices choices) {
    return choices.profiles().stream().map(this::profileItem).toList();
  }

  private MenuItem profileItem(AwsProfile profile) {
    var item =
        Buttons.menuItem(
            ProfileText.of(profile),
            () ->
                viewModel
                    .session()
                    .go(
                        profile.name(),
                        profile
                            .region()
                            .orElseGet(() -> viewModel.identity().get().endpoint().region())));
    item.setDisable(profile.fault().isPresent());
    return item;
  }

  private List<MenuItem> regionItems(AwsChoices choices) {
    return choices.regions().stream()
        .map(region ->
            Buttons.menuItem(
                region, () -> viewModel.session().go(viewModel.identity().get().profile(), region)))
        .toList();
  }

  private Label expiry() {
    var label = new Label();
    label.setId("credentials-expiry");
    label.getStyleClass().add("muted");
    label
        .textProperty()
        .bind(
            viewModel
                .session()
                .remaining()
                .map(left -> left.isEmpty() ? "" : "credentials: " + left));
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private Label warning() {
    var label = new Label();
    label.setId("clock-skew");
    label.getStyleClass().addAll("badge", "warning-badge");
    label.textProperty().bind(viewModel.session().skew());
    Shown.onlyIf(label, label.textProperty().isNotEmpty());
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  /// Stands under the top bar while requests wait for a sign-in; nothing entered is lost meanwhile.
  private Node signInBand() {
    var box = new VBox();
    // One for all notices: a sign-in that was begun goes on while others begin to wait for it.
    var here = viewModel.session().signIn().map(SignInPane::new);
    viewModel
        .session()
        .notice()
        .subscribe(notice -> {
          box.getChildren().clear();
          notice.ifPresent(waiting -> box.getChildren().add(signIn(waiting, here)));
        });
    return box;
  }

  private Node signIn(SignInDesk.Notice waiting, Optional<SignInPane> here) {
    var tryNow = Buttons.button("sign-in-try", "Try now", () -> viewModel.session().tryAgain());
    var stop = Buttons.button("sign-in-stop", "Stop waiting", () -> viewModel.session().giveUp());
    var line = new HBox(8);
    line.getStyleClass().add("toolbar-row");
    if (!waiting.command().isEmpty()) {
      line.getChildren().add(new CopyableText(waiting.command(), "command"));
    }
    line.getChildren().addAll(Page.grow(), tryNow, stop);
    var note =
        new Note(
            Note.Tone.WARNING,
            "Paused: the credentials of " + waiting.profile() + " have expired",
            Note.text(
                "Sign in again, here or in a terminal. What was under way goes on by itself as soon"
                    + " as the new credentials are there."),
            line);
    here.ifPresent(pane -> {
      pane.look();
      note.getChildren().add(note.getChildren().size() - 1, pane);
    });
    note.setId("sign-in");
    return note;
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
    var button = Buttons.button("change-lock", "", () -> viewModel.toggleLock());
    button.getStyleClass().add("chip-button");
    viewModel
        .lock()
        .readOnly()
        .subscribe(readOnly -> {
          var kept = viewModel.lock().keptBy().isPresent();
          button.setText(
              kept ? "Read-only by policy" : readOnly ? "Read-only" : "Unlocked for changes");
          button.setGraphic(new FontIcon(readOnly ? Feather.LOCK : Feather.UNLOCK));
          button.setAccessibleText(
              readOnly
                  ? "This profile is read-only. Press to unlock it for changes."
                  : "This profile is unlocked for changes. Press to make it read-only.");
          button.pseudoClassStateChanged(UNLOCKED, !readOnly);
        });
    return button;
  }

  private HBox statusBar(ObservableList<TaskHandle> running) {
    var hsm = new Label();
    hsm.setId("hsm-status");
    hsm.textProperty().bind(viewModel.hsmStatus());
    var proxy = new Label();
    proxy.setId("proxy-status");
    proxy.textProperty().bind(viewModel.proxyStatus());
    var keys = new Label("Ctrl+K commands");
    var bar = new HBox(hsm, proxy, Page.grow(), new WorkLine(new WorkViewModel(running)), keys);
    bar.getStyleClass().add("status-bar");
    return bar;
  }
}
