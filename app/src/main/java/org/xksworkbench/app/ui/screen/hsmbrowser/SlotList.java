package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// The slots of the module, each with its token and a way to log in.
final class SlotList extends VBox {

  SlotList(List<Slot> slots, HsmBrowserViewModel viewModel) {
    super(8);
    setId("slots");
    if (slots.isEmpty()) {
      getChildren()
          .add(
              new Note(
                  Note.Tone.WARNING,
                  "The module has no slot",
                  "Attach the device, or check the configuration of its library, and refresh."));
    }
    slots.forEach(slot -> getChildren().add(line(slot, viewModel)));
  }

  private static Node line(Slot slot, HsmBrowserViewModel viewModel) {
    var name =
        new Label(slot.token().map(Token::label).filter(l -> !l.isEmpty()).orElse("no name"));
    name.getStyleClass().add("strong");
    var about =
        new Label(
            "slot %d · %s"
                .formatted(
                    slot.id(),
                    slot.token()
                        .map(token ->
                            token.manufacturer()
                                + " "
                                + token.model()
                                + " · serial "
                                + token.serial())
                        .orElse("no token in it")));
    about.getStyleClass().add("muted");
    var texts = new VBox(2, name, about);
    var line = new HBox(10, texts, Page.grow());
    slot.token()
        .ifPresent(token -> {
          line.getChildren().add(state(token));
          if (token.userPinInitialized()) {
            var login = new Button("Log in…");
            login.setDefaultButton(true);
            login.setOnAction(_ -> viewModel.login(slot));
            line.getChildren().add(login);
          }
        });
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().addAll("card", "card-body");
    return line;
  }

  private static Badge state(Token token) {
    if (!token.initialized() || !token.userPinInitialized()) {
      return new Badge(Badge.Tone.NEUTRAL, "Not initialised");
    }
    return switch (token.userPin()) {
      case OK -> new Badge(Badge.Tone.GOOD, "Ready");
      case COUNT_LOW -> new Badge(Badge.Tone.WARNING, "A wrong PIN was given");
      case FINAL_TRY -> new Badge(Badge.Tone.BAD, "One PIN try left");
      case LOCKED -> new Badge(Badge.Tone.BAD, "PIN locked");
    };
  }
}
