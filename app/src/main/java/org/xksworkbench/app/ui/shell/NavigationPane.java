package org.xksworkbench.app.ui.shell;

import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.words.Words;

/// The list of screens on the left.
final class NavigationPane extends VBox {

  private static final Words WORDS = Words.of(NavigationPane.class);

  private final ShellViewModel viewModel;
  private final ToggleGroup group = new ToggleGroup();

  NavigationPane(ShellViewModel viewModel) {
    this.viewModel = viewModel;
    getStyleClass().add("navigation");
    if (!viewModel.isHsmAlone()) {
      getChildren()
          .addAll(
              item(Feather.HOME, "go.overview", new Destination.OverviewScreen()),
              section("section.kms"),
              item(Feather.SERVER, "go.key-stores", new Destination.KeyStoresScreen()),
              item(Feather.KEY, "go.keys", new Destination.KeysScreen()));
    }
    getChildren()
        .addAll(
            section("section.workstation"),
            item(Feather.CPU, "go.hsm-keys", new Destination.HsmKeysScreen()),
            item(Feather.SHUFFLE, "go.proxy", new Destination.XksProxyScreen()));
    if (!viewModel.isHsmAlone()) {
      getChildren().add(item(Feather.GIT_COMMIT, "go.lineage", new Destination.LineageScreen()));
    }
    getChildren()
        .addAll(
            section("section.work"),
            item(Feather.CHECK_SQUARE, "go.ceremonies", new Destination.CeremoniesScreen()),
            item(Feather.LIST, "go.activity", new Destination.ActivityScreen()));
    if (viewModel.isDemo()) {
      getChildren()
          .addAll(
              section("section.demo"),
              item(Feather.MAP, "go.tour", new Destination.TourScreen()),
              item(Feather.ZAP, "go.faults", new Destination.FaultsScreen()));
    }
    getChildren()
        .addAll(
            filler(),
            item(Feather.SETTINGS, "go.preferences", new Destination.PreferencesScreen()));
    viewModel.destination().subscribe(this::mark);
  }

  private static Region filler() {
    var filler = new Region();
    setVgrow(filler, Priority.ALWAYS);
    return filler;
  }

  private static Label section(String words) {
    return Labels.withStyle(WORDS.text(words), "section-title");
  }

  private ToggleButton item(Feather icon, String words, Destination destination) {
    var button = Buttons.toggleButton(WORDS.text(words), icon);
    button.getStyleClass().add("navigation-item");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setToggleGroup(group);
    button.setUserData(destination);
    button.setOnAction(_ -> {
      // The press has marked it already, and the user may be asked, and stay.
      mark(viewModel.destination().get());
      viewModel.go(destination);
    });
    return button;
  }

  private void mark(Destination destination) {
    var section = sectionOf(destination);
    group.getToggles().forEach(toggle -> toggle.setSelected(toggle.getUserData().equals(section)));
  }

  /// The item under which a destination without an item of its own stands.
  private static Destination sectionOf(Destination destination) {
    return switch (destination) {
      case Destination.OverviewScreen here -> here;
      case Destination.KeyStoresScreen here -> here;
      case Destination.CreateKeyScreen create ->
          create.customKeyStoreId().isPresent()
              ? new Destination.KeyStoresScreen()
              : new Destination.KeysScreen();
      case Destination.UnfinishedKeysScreen _ -> new Destination.KeysScreen();
      case Destination.CreateKeyStoreScreen _,
          Destination.EditKeyStoreScreen _,
          Destination.RotateCredentialScreen _,
          Destination.ConnectionCheckScreen _,
          Destination.ConnectionToAws _ ->
          new Destination.KeyStoresScreen();
      case Destination.KeysScreen here -> here;
      case Destination.KeyDetailScreen _ -> new Destination.KeysScreen();
      case Destination.HsmKeysScreen here -> here;
      case Destination.HsmKeyScreen _, Destination.HsmUriScreen _ ->
          new Destination.HsmKeysScreen();
      case Destination.LineageScreen here -> here;
      case Destination.WhatIfScreen _ -> new Destination.LineageScreen();
      case Destination.XksProxyScreen here -> here;
      case Destination.TourScreen here -> here;
      case Destination.FaultsScreen here -> here;
      case Destination.CeremoniesScreen here -> here;
      case Destination.CeremonyFileScreen _ -> new Destination.CeremoniesScreen();
      case Destination.ActivityScreen here -> here;
      case Destination.PreferencesScreen here -> here;
    };
  }
}
