package org.xksworkbench.app.ui.shell;

import java.util.ArrayList;
import java.util.List;
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
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProfileText;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;

/// The frame: identity above, navigation on the left, health below, the screen in the middle.
public final class ShellView extends StackPane {

  private static final Words WORDS = Words.of(ShellView.class);

  private static final PseudoClass UNLOCKED = PseudoClass.getPseudoClass("unlocked");

  /// From here on the top bar has room for more than a word beside its chips.
  private static final double ROOMY = 1240;

  private static final KeyCombination OPEN_PALETTE =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

  private static final KeyCombination OPEN_PREFERENCES =
      new KeyCodeCombination(KeyCode.COMMA, KeyCombination.SHORTCUT_DOWN);

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
    frame.setTop(new VBox(topBar(), new SignInPane(viewModel.signIn())));
    frame.setLeft(new NavigationPane(viewModel));
    frame.setBottom(statusBar(running));
    palette = new CommandPalette(this::commands, this::uriCommand);
    getChildren().addAll(frame, palette);
    // At the scene: after a screen is left, no node may have the focus.
    sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            scene.addEventFilter(KeyEvent.KEY_PRESSED, this::openByKey);
          }
        });
    viewModel.destination().subscribe(this::show);
    setOnDragOver(event -> {
      if (fileOf(event).isPresent()) {
        event.acceptTransferModes(TransferMode.COPY);
      }
      event.consume();
    });
    setOnDragDropped(event -> {
      var file = fileOf(event);
      event.setDropCompleted(file.isPresent());
      event.consume();
      file.ifPresent(viewModel::go);
    });
    addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> viewModel.noteActivity());
    addEventFilter(ScrollEvent.SCROLL, _ -> viewModel.noteActivity());
    addEventFilter(KeyEvent.KEY_PRESSED, _ -> viewModel.noteActivity());
  }

  /// A plan or the evidence of a ceremony, alone.
  private static Optional<Destination.CeremonyFileScreen> fileOf(DragEvent event) {
    var files = event.getDragboard().getFiles();
    return files.size() == 1
        ? Destination.CeremonyFileScreen.of(files.getFirst().toPath())
        : Optional.empty();
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

  private void openByKey(KeyEvent event) {
    if (getScene() == null || palette.isVisible()) {
      return;
    }
    if (OPEN_PALETTE.match(event)) {
      palette.open();
      event.consume();
    } else if (OPEN_PREFERENCES.match(event)) {
      viewModel.go(new Destination.PreferencesScreen());
      event.consume();
    }
  }

  private List<CommandPalette.Command> commands() {
    var commands = new ArrayList<CommandPalette.Command>();
    if (!viewModel.isHsmAlone()) {
      commands.addAll(ofKms());
    }
    commands.addAll(everywhere());
    if (viewModel.session().isWithAws()) {
      commands.add(goTo("command.connection", new Destination.ConnectionToAws()));
    }
    commands.add(
        new CommandPalette.Command(WORDS.text("command.choose-again"), viewModel::chooseAgain));
    if (viewModel.isDemo()) {
      commands.add(goTo("command.tour", new Destination.TourScreen()));
      commands.add(goTo("go.faults", new Destination.FaultsScreen()));
    }
    return commands;
  }

  private List<CommandPalette.Command> ofKms() {
    return List.of(
        goTo("go.overview", new Destination.OverviewScreen()),
        goTo("go.key-stores", new Destination.KeyStoresScreen()),
        goTo("command.create-key-store", new Destination.CreateKeyStoreScreen()),
        goTo("command.check", new Destination.ConnectionCheckScreen(Optional.empty())),
        goTo("go.keys", new Destination.KeysScreen()),
        goTo("command.create-key", Destination.CreateKeyScreen.fromKeys()),
        goTo("command.unfinished", new Destination.UnfinishedKeysScreen()),
        goTo("go.lineage", new Destination.LineageScreen()),
        goTo("command.what-if", new Destination.WhatIfScreen(Optional.empty())));
  }

  private List<CommandPalette.Command> everywhere() {
    return List.of(
        goTo("go.hsm-keys", new Destination.HsmKeysScreen()),
        goTo("go.proxy", new Destination.XksProxyScreen()),
        goTo("command.ceremonies", new Destination.CeremoniesScreen()),
        goTo("go.activity", new Destination.ActivityScreen()),
        goTo("go.preferences", new Destination.PreferencesScreen()),
        new CommandPalette.Command(
            WORDS.text(viewModel.lock().readOnly().get() ? "command.unlock" : "command.lock"),
            viewModel::toggleLock),
        new CommandPalette.Command(WORDS.text("command.diagnostics"), viewModel::saveDiagnostics));
  }

  /// A PKCS#11 URI leads to the token or the object that it names.
  private Optional<CommandPalette.Command> uriCommand(String text) {
    if (!Pkcs11Uri.isMeant(text)) {
      return Optional.empty();
    }
    try {
      var uri = Pkcs11Uri.parse(text).toString();
      return Optional.of(
          new CommandPalette.Command(
              WORDS.text("command.uri", uri),
              () -> viewModel.go(new Destination.HsmUriScreen(uri))));
    } catch (IllegalArgumentException e) {
      return Optional.of(new CommandPalette.Command(String.valueOf(e.getMessage()), () -> {}));
    }
  }

  private CommandPalette.Command goTo(String words, Destination destination) {
    return new CommandPalette.Command(WORDS.text(words), () -> viewModel.go(destination));
  }

  private void show(Destination destination) {
    close();
    var screen = screens.apply(destination);
    current = screen;
    viewModel.beforeLeaving(screen::mayLeave);
    frame.setCenter(screen.root());
  }

  private HBox topBar() {
    var product = Labels.withStyle(WORDS.text("product.name"), "product");
    // Whatever has the focus and goes away or is switched off, JavaFX gives it to the first that
    // takes it. That is this one, and Enter does nothing here: it pressed the tour or the lock.
    product.setFocusTraversable(true);
    Keyboard.deafToEnter(product);
    var band = Labels.withStyle(viewModel.identity().map(Identity::band), "not-aws-band");
    band.setId("not-aws-band");
    Visibility.onlyIf(band, band.textProperty().isNotEmpty());
    band.setMinWidth(USE_PREF_SIZE);
    var bar =
        new HBox(
            product,
            band,
            tourLink(),
            Page.grow(),
            warning(),
            expiry(),
            chooser(
                "choose-profile",
                WORDS.text("chip.profile"),
                Identity::profile,
                this::profileItems),
            onlyWithKms(
                chooser(
                    "choose-region",
                    WORDS.text("chip.region"),
                    identity -> identity.endpoint().region(),
                    this::regionItems)),
            onlyWithKms(
                chip(
                    WORDS.text("chip.account"),
                    identity -> identity.account().isEmpty() ? "…" : identity.account())),
            lockChip());
    bar.getStyleClass().add("top-bar");
    return bar;
  }

  /// Offers the tour of the demo at the start, and leads back to it from each of its stops.
  private Hyperlink tourLink() {
    var link = Buttons.link("");
    link.setId("tour-link");
    link.getStyleClass().add("tour-link");
    Visibility.onlyIf(
        link,
        viewModel
            .destination()
            .map(here -> viewModel.isDemo() && !(here instanceof Destination.TourScreen)));
    link.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    WORDS.text(
                        getWidth() < ROOMY
                            ? "tour.short"
                            : viewModel.visitedDestinations().contains(new Destination.TourScreen())
                                ? "tour.back"
                                : "tour.take"),
                widthProperty(),
                viewModel.destination()));
    link.setOnAction(_ -> {
      viewModel.go(new Destination.TourScreen());
      link.setVisited(false);
    });
    return link;
  }

  private Node onlyWithKms(Node chip) {
    chip.setVisible(!viewModel.isHsmAlone());
    chip.setManaged(!viewModel.isHsmAlone());
    return chip;
  }

  /// A chip that opens a list where there is something to choose.
  private Node chooser(
      String id,
      String name,
      Function<Identity, String> value,
      Function<AwsChoices, List<MenuItem>> items) {
    var session = viewModel.session();
    if (session.choices().get().profiles().isEmpty()) {
      return chip(name, value);
    }
    var menu = Buttons.menu("");
    menu.setId(id);
    menu.getStyleClass().add("chip-button");
    menu.textProperty()
        .bind(
            viewModel
                .identity()
                .map(identity -> WORDS.text("chip.value", name, value.apply(identity))));
    menu.setAccessibleText(WORDS.text("chip.choose", name));
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
    var label =
        Labels.withStyle(
            viewModel
                .session()
                .remaining()
                .map(left -> left.isEmpty() ? "" : WORDS.text("credentials.left", left)),
            "muted");
    label.setId("credentials-expiry");
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private Label warning() {
    var label = Labels.withStyle(viewModel.session().skew(), "badge", "warning-badge");
    label.setId("clock-skew");
    Visibility.onlyIf(label, label.textProperty().isNotEmpty());
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private HBox chip(String name, Function<Identity, String> value) {
    var chip =
        new HBox(
            Labels.withStyle(name, "muted", "small"),
            Labels.withStyle(viewModel.identity().map(value)));
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
              WORDS.text(kept ? "lock.by-policy" : readOnly ? "lock.read-only" : "lock.open"));
          button.setGraphic(new FontIcon(readOnly ? Feather.LOCK : Feather.UNLOCK));
          button.setAccessibleText(WORDS.text(readOnly ? "lock.to-open" : "lock.to-close"));
          button.pseudoClassStateChanged(UNLOCKED, !readOnly);
        });
    return button;
  }

  private HBox statusBar(ObservableList<TaskHandle> running) {
    var hsm = Labels.withStyle(viewModel.health().hsm());
    hsm.setId("hsm-status");
    var proxy = Labels.withStyle(viewModel.health().proxy());
    proxy.setId("proxy-status");
    var keys = new Label(WORDS.text("command.hint"));
    var bar = new HBox(hsm, proxy, Page.grow(), new WorkLine(new WorkViewModel(running)), keys);
    bar.getStyleClass().add("status-bar");
    return bar;
  }
}
