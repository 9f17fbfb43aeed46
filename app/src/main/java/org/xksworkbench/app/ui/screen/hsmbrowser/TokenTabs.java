package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.SlotDetails;
import org.xksworkbench.bridge.hsm.SlotDetails.Amount;

/// What the token tells of itself, read when one of the tabs is shown.
final class TokenTabs {

  private final Tab token = new Tab("Token");
  private final Tab mechanisms = new Tab("Mechanisms");
  private final Tab capabilities = new Tab("What it can do");

  TokenTabs(TokenFactsViewModel viewModel, CapabilitiesViewModel abilities) {
    for (var tab : List.of(token, mechanisms)) {
      tab.selectedProperty()
          .subscribe(shown -> {
            if (shown) {
              viewModel.readOnce();
            }
          });
    }
    viewModel.facts().subscribe(this::render);
    capabilities.setContent(TabBody.of(new CapabilitiesPane(abilities)));
    capabilities
        .selectedProperty()
        .subscribe(shown -> {
          if (shown) {
            abilities.readOnce();
          }
        });
  }

  List<Tab> tabs() {
    return List.of(token, mechanisms, capabilities);
  }

  private void render(@Nullable TokenFacts facts) {
    if (facts == null) {
      List.of(token, mechanisms).forEach(tab -> tab.setContent(TabBody.of(Note.text("Asking…"))));
      return;
    }
    token.setContent(TabBody.of(slot(facts.details())));
    mechanisms.setContent(
        Tables.of(
            "mechanisms",
            "Mechanisms of the token",
            FXCollections.observableArrayList(facts.mechanisms()),
            "The token knows no mechanism.",
            List.<TableColumn<MechanismDetails, ?>>of(
                Columns.mono("Mechanism", 300, MechanismDetails::name),
                Columns.text("Key size", 160, TokenTabs::keySize),
                Columns.text("For", 400, one -> String.join(", ", one.flags())))));
  }

  private static Node slot(SlotDetails slot) {
    var left =
        new PropertyGrid()
            .row("Slot made by", slot.manufacturer())
            .row("Slot version", slot.hardwareVersion() + ", firmware " + slot.firmwareVersion())
            .row(
                "Slot",
                (slot.hardware() ? "hardware" : "software")
                    + (slot.removable() ? ", removable" : ""));
    var right = new PropertyGrid();
    slot.token()
        .ifPresent(one -> {
          left.row("Flags", String.join(", ", one.flags()));
          right
              .row("Sessions", amount(one.sessions(), "open", "no limit"))
              .row("Sessions that may write", amount(one.readWriteSessions(), "open", "no limit"))
              .row("PIN length", one.minPinLength() + " to " + one.maxPinLength())
              .row("Public memory", amount(one.publicMemory(), "bytes free", "not told"))
              .row("Private memory", amount(one.privateMemory(), "bytes free", "not told"))
              .row("Clock", one.clock().isEmpty() ? "none" : one.clock());
        });
    return new TwoColumns(30, left, right);
  }

  private static String keySize(MechanismDetails mechanism) {
    return mechanism.maxKeySize() == 0
        ? "–"
        : mechanism.minKeySize() + " to " + Long.toUnsignedString(mechanism.maxKeySize());
  }

  private static String amount(Amount amount, String what, String none) {
    if (amount.present() < 0 && amount.total() < 0) {
      return "not told";
    }
    var total =
        amount.total() == 0 ? none : amount.total() < 0 ? "not told" : "of " + amount.total();
    return (amount.present() < 0 ? "not told" : amount.present() + " " + what) + ", " + total;
  }
}
