package org.xksworkbench.app.ui.shell;

import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
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
    getChildren()
        .addAll(
            section("section.kms"),
            item(Feather.SERVER, "go.key-stores", new Destination.KeyStores()),
            item(Feather.KEY, "go.keys", new Destination.Keys()),
            section("section.workstation"),
            item(Feather.CPU, "go.hsm-keys", new Destination.HsmKeys()),
            item(Feather.SHUFFLE, "go.proxy", new Destination.XksProxy()),
            item(Feather.GIT_COMMIT, "go.lineage", new Destination.Lineage()),
            section("section.work"),
            item(Feather.CHECK_SQUARE, "go.ceremonies", new Destination.Ceremonies()),
            item(Feather.LIST, "go.activity", new Destination.Activity()));
    if (viewModel.isDemo()) {
      getChildren()
          .addAll(
              section("section.demo"),
              item(Feather.MAP, "go.tour", new Destination.Tour()),
              item(Feather.ZAP, "go.faults", new Destination.Faults()));
    }
    viewModel.destination().subscribe(this::mark);
  }

  private static Label section(String words) {
    return Labels.styled(WORDS.text(words), "section-title");
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
      case Destination.KeyStores here -> here;
      case Destination.CreateKey create ->
          create.customKeyStoreId().isPresent()
              ? new Destination.KeyStores()
              : new Destination.Keys();
      case Destination.UnfinishedKeys _ -> new Destination.Keys();
      case Destination.CreateKeyStore _,
          Destination.EditKeyStore _,
          Destination.RotateCredential _,
          Destination.ConnectionCheck _,
          Destination.ConnectionToAws _ ->
          new Destination.KeyStores();
      case Destination.Keys here -> here;
      case Destination.KeyDetail _ -> new Destination.Keys();
      case Destination.HsmKeys here -> here;
      case Destination.HsmKey _ -> new Destination.HsmKeys();
      case Destination.Lineage here -> here;
      case Destination.XksProxy here -> here;
      case Destination.Tour here -> here;
      case Destination.Faults here -> here;
      case Destination.Ceremonies here -> here;
      case Destination.Activity here -> here;
    };
  }
}
