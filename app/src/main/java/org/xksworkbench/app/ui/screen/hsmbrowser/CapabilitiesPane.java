package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.screen.hsmbrowser.CapabilitiesViewModel.KnownCapabilities;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.bridge.hsm.CapabilityWords;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.probe.ProbedTokens.ProbedToken;

/// What a token can do for an XKS proxy, and the button that finds it out.
final class CapabilitiesPane extends VBox {

  private final CapabilitiesViewModel viewModel;

  CapabilitiesPane(CapabilitiesViewModel viewModel) {
    super(8);
    this.viewModel = viewModel;
    setId("token-capabilities");
    viewModel.known().subscribe(this::render);
  }

  private void render(@Nullable KnownCapabilities known) {
    if (known == null) {
      getChildren().setAll(Note.text("Asking…"));
    } else if (known.token().isEmpty()) {
      getChildren()
          .setAll(
              Note.text(
                  "What this token can do was not found out yet. The token makes a key for the"
                      + " probe alone, some bytes are encrypted and decrypted, and the key is gone:"
                      + " nothing is written to the token."),
              button("Find out"));
    } else {
      getChildren().setAll(of(known.token().get()));
    }
  }

  private Node[] of(ProbedToken known) {
    var found = known.capabilities();
    var grid = new PropertyGrid();
    CapabilityWords.of(found).forEach(line -> grid.row(line.what(), line.withMark()));
    return new Node[] {
      verdict(found), grid, Note.text("Found out " + Dates.full(known.at()) + "."), button("Again")
    };
  }

  private static Note verdict(TokenCapabilities found) {
    return switch (found.aesGcm()) {
      case WORKS ->
          new Note(
              Note.NoteTone.GOOD,
              "An XKS proxy can serve keys of this token",
              "It was seen to encrypt and decrypt with AES-GCM, and to refuse what was changed.");
      case NOT_TRIED -> new Note(Note.NoteTone.WARNING, "AES-GCM was not tried", found.why());
      case ABSENT, REFUSED, UNSAFE ->
          new Note(Note.NoteTone.BAD, "No XKS proxy can serve keys of this token", found.why());
    };
  }

  private HBox button(String text) {
    var probe = Buttons.button("probe-token", text, viewModel::probe);
    probe.disableProperty().bind(viewModel.probing());
    return new HBox(probe);
  }
}
