package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.hsm.AttachedHsm.Module;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// The modules that are open, each with its slots, and for each token what can be done.
final class ModulesPane extends ScrollPane {

  private final ModulesViewModel viewModel;
  private boolean defaultGiven;

  ModulesPane(HsmContents contents, ModulesViewModel viewModel) {
    this.viewModel = viewModel;
    setId("modules");
    getStyleClass().add("edge-to-edge");
    setFitToWidth(true);
    var box = new VBox(14);
    if (contents.modules().isEmpty()) {
      box.getChildren().add(first(contents));
    }
    contents.modules().forEach(module -> box.getChildren().add(module(module, contents)));
    setContent(box);
  }

  private Note first(HsmContents contents) {
    var lines = new ArrayList<Node>();
    lines.add(
        Note.text(
            "Choose the PKCS#11 module of your HSM: a library file of its vendor. It is loaded into"
                + " a process of its own, so that a crash of it costs a login and nothing else."));
    contents
        .installed()
        .forEach(known -> {
          var open =
              Buttons.button(
                  "Open " + known.product() + " (" + known.path() + ")",
                  () -> viewModel.open(known.path()));
          // A path may be long.
          open.setMinWidth(USE_COMPUTED_SIZE);
          if (!defaultGiven) {
            open.setDefaultButton(true);
            defaultGiven = true;
          }
          lines.add(open);
        });
    var other = Buttons.button("open-module-first", "Open another file…", viewModel::open);
    other.setDefaultButton(!defaultGiven);
    lines.add(other);
    return new Note(Note.NoteTone.INFO, "No HSM is attached yet", lines.toArray(Node[]::new));
  }

  private Node module(Module module, HsmContents contents) {
    var name =
        Labels.heading(
            module
                .info()
                .map(info -> info.manufacturer() + " " + info.libraryVersion())
                .orElseGet(() -> String.valueOf(module.path().getFileName())));
    var about =
        Labels.withStyle(
            module
                .info()
                .map(info ->
                    "%s · %s · PKCS#11 %s"
                        .formatted(module.path(), info.description(), info.cryptokiVersion()))
                .orElse(module.path().toString()),
            "muted",
            "small");
    var head =
        new HBox(
            8,
            new VBox(2, name, about),
            Page.grow(),
            Buttons.button(
                "module-settings-" + id(module),
                "Settings…",
                () -> viewModel.changeSettings(module.path())),
            Buttons.button("Reload module", () -> viewModel.reload(module.path())),
            Buttons.button(
                "close-module-" + id(module),
                "Close module",
                () -> viewModel.close(module.path())));
    head.setAlignment(Pos.CENTER_LEFT);
    var box = new VBox(8, head);
    module
        .failure()
        .ifPresent(why ->
            box.getChildren()
                .add(
                    new Note(
                        Note.NoteTone.BAD,
                        "This module does not answer; others are not touched",
                        why + " Reload it to try again.")));
    if (module.slots().isEmpty() && module.failure().isEmpty()) {
      box.getChildren()
          .add(
              new Note(
                  Note.NoteTone.WARNING,
                  "The module has no slot",
                  "Attach the device, or check the configuration of its library, then reload."));
    }
    module.slots().forEach(slot -> box.getChildren().add(slot(module, slot, contents)));
    return box;
  }

  /// Of the nodes of a module: its file's name up to the first dot.
  private static String id(Module module) {
    return String.valueOf(module.path().getFileName()).replaceFirst("\\..*", "");
  }

  private Node slot(Module module, Slot slot, HsmContents contents) {
    var name =
        new Label(
            slot.token()
                .map(token ->
                    token.label().isEmpty()
                        ? "Token without a label"
                        : ForeignText.printable(token.label()))
                .orElse(slot.trouble().isEmpty() ? "Empty slot" : "A slot that cannot be asked"));
    name.getStyleClass().add(slot.token().isPresent() ? "strong" : "muted");
    var about = Labels.withStyle(about(slot), "muted", "small");
    var line = new HBox(10, new VBox(2, name, about), Page.grow());
    slot.token()
        .ifPresent(token -> line.getChildren().addAll(actions(module, slot, token, contents)));
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().addAll("card", "card-body");
    return line;
  }

  private static String about(Slot slot) {
    var what =
        slot.token()
            .map(token ->
                "%s %s · %s · hardware %s, firmware %s"
                    .formatted(
                        token.manufacturer(),
                        token.model(),
                        token.serial().isEmpty() ? "no serial number" : "serial " + token.serial(),
                        token.hardwareVersion(),
                        token.firmwareVersion()))
            .orElseGet(() -> emptySlot(slot));
    return ForeignText.printable("slot " + slot.number() + " · " + what);
  }

  private static String emptySlot(Slot slot) {
    if (slot.trouble().isEmpty()) {
      return slot.description();
    }
    var what = slot.description().isEmpty() ? "it" : slot.description() + " · its token";
    return what + " cannot be asked (" + slot.trouble() + ")";
  }

  private List<Node> actions(Module module, Slot slot, Token token, HsmContents contents) {
    var place = new TokenPlace(module.path(), slot.id());
    var nodes = new ArrayList<Node>();
    var role = Optional.ofNullable(contents.loggedIn().get(place));
    nodes.add(role.map(ModulesPane::loggedIn).orElseGet(() -> state(token)));
    if (role.isPresent()) {
      var look = Buttons.button("Look into it", () -> viewModel.select(place));
      look.setDefaultButton(!defaultGiven);
      defaultGiven = true;
      nodes.add(look);
    } else if (token.userPinInitialized()) {
      var login =
          Buttons.button(
              "login-" + token.label(), "Log in…", () -> viewModel.login(place, token, Role.USER));
      login.setDefaultButton(!defaultGiven);
      defaultGiven = true;
      nodes.add(login);
    }
    nodes.add(more(place, token));
    return nodes;
  }

  private MenuButton more(TokenPlace place, Token token) {
    var menu = Buttons.menu("More");
    menu.setId("more-" + token.label());
    if (token.initialized()) {
      menu.getItems()
          .addAll(
              Buttons.menuItem(
                  "Log in as security officer…",
                  () -> viewModel.login(place, token, Role.SECURITY_OFFICER)),
              Buttons.menuItem(
                  "Look at public objects, without login",
                  () -> viewModel.login(place, token, Role.NOBODY)),
              Buttons.menuItem(
                  "Change the user PIN…", () -> viewModel.changePin(place, token, Role.USER)),
              Buttons.menuItem(
                  "Change the security officer's PIN…",
                  () -> viewModel.changePin(place, token, Role.SECURITY_OFFICER)),
              Buttons.menuItem(
                  "Set the user PIN as security officer…",
                  () -> viewModel.resetUserPin(place, token)));
    }
    menu.getItems()
        .add(Buttons.menuItem("Initialise the token…", () -> viewModel.initToken(place, token)));
    return menu;
  }

  private static Badge loggedIn(Role role) {
    return new Badge(
        Badge.BadgeTone.GOOD,
        switch (role) {
          case USER -> "Logged in";
          case SECURITY_OFFICER -> "Logged in as security officer";
          case NOBODY -> "Public objects only";
        });
  }

  private static Badge state(Token token) {
    if (!token.initialized() || !token.userPinInitialized()) {
      return new Badge(
          Badge.BadgeTone.NEUTRAL, token.initialized() ? "No user PIN" : "Not initialised");
    }
    return switch (token.userPin()) {
      case OK -> new Badge(Badge.BadgeTone.GOOD, "Ready");
      case COUNT_LOW -> new Badge(Badge.BadgeTone.WARNING, "A wrong PIN was given");
      case TO_BE_CHANGED -> new Badge(Badge.BadgeTone.WARNING, "The PIN must be changed");
      case FINAL_TRY -> new Badge(Badge.BadgeTone.BAD, "One PIN try left");
      case LOCKED -> new Badge(Badge.BadgeTone.BAD, "PIN locked");
    };
  }
}
