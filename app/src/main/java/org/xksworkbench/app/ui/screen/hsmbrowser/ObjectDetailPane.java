package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.TokenFacts;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.LineageStrip;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmAttribute;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.SlotDetails.Amount;

/// The selected object: its lineage, whether it is fit, its attributes, check values, and what the
/// token tells of itself.
final class ObjectDetailPane extends VBox {

  private static final int SHOWN_BYTES = 64;

  private final HsmBrowserViewModel viewModel;
  private final VBox lineage = new VBox(6);
  private final Tab fitness = new Tab("Fitness");
  private final Tab attributes = new Tab("Attributes");
  private final Tab checkValues = new Tab("Check values");
  private final Tab raw = new Tab("Raw");
  private final Tab token = new Tab("Token");
  private final Tab mechanisms = new Tab("Mechanisms");

  ObjectDetailPane(HsmBrowserViewModel viewModel) {
    super(8);
    this.viewModel = viewModel;
    setId("hsm-key-detail");
    setMinHeight(0);
    var tabs = new TabPane(fitness, attributes, checkValues, raw, token, mechanisms);
    tabs.setId("object-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("card");
    tabs.setMinHeight(0);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    getChildren().addAll(lineage, tabs);
    tabs.getSelectionModel()
        .selectedItemProperty()
        .subscribe(tab -> {
          if (List.of(token, mechanisms).contains(tab) && viewModel.tokenFacts().get() == null) {
            viewModel.readTokenFacts();
          }
        });
    viewModel.selected().subscribe(this::render);
    viewModel.tokenFacts().subscribe(this::render);
  }

  private void render(@Nullable HsmObjectRow row) {
    lineage.getChildren().clear();
    if (row == null) {
      for (var tab : List.of(fitness, attributes, checkValues, raw)) {
        tab.setContent(body(Note.text("Nothing is selected.")));
      }
      return;
    }
    if (row.secretKey() && !row.lineages().isEmpty()) {
      var title = new Label("LINEAGE");
      title.getStyleClass().add("section-title");
      lineage.getChildren().add(title);
      row.lineages()
          .forEach(line -> lineage.getChildren().add(new LineageStrip(line, viewModel::go)));
    }
    fitness.setContent(body(fitness(row).toArray(Node[]::new)));
    attributes.setContent(body(attributes(row)));
    checkValues.setContent(body(checkValues(row).toArray(Node[]::new)));
    raw.setContent(raw(row));
  }

  private static ScrollPane body(Node... nodes) {
    var box = new VBox(8, nodes);
    box.getStyleClass().add("card-body");
    var scroll = new ScrollPane(box);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }

  private List<Node> fitness(HsmObjectRow row) {
    if (row.fitness().isEmpty()) {
      return List.of(
          Note.text(
              "Only secret keys can be the external key of a KMS key; this is a "
                  + row.object().ref().objectClass().title().toLowerCase(java.util.Locale.ROOT)
                  + "."));
    }
    var nodes = new ArrayList<Node>();
    var found = row.fitness().get();
    if (found.findings().isEmpty()) {
      nodes.add(
          new Note(
              Note.Tone.GOOD,
              "Fit for an external key store",
              "AES-256, encrypt and decrypt, made on this token, sensitive, never extractable, not"
                  + " for wrap or derive, a legal and unique XKS key ID. No KMS key uses it yet."));
    }
    found.findings().forEach(finding -> nodes.add(finding(finding)));
    row.lineages().stream()
        .flatMap(line -> line.mismatches().stream())
        .distinct()
        .filter(mismatch -> mismatch.serious())
        .forEach(mismatch -> nodes.add(new Note(Note.Tone.BAD, mismatch.words())));
    return nodes;
  }

  private static Note finding(ExternalKeyFitness.Finding finding) {
    var inUse = finding.requirement() == ExternalKeyFitness.Requirement.NOT_IN_USE;
    return new Note(
        inUse ? Note.Tone.INFO : finding.blocking() ? Note.Tone.BAD : Note.Tone.WARNING,
        finding.reason(),
        finding.remedy());
  }

  private Node attributes(HsmObjectRow row) {
    var shown = row.object().attributes();
    var half = (shown.size() + 1) / 2;
    var columns =
        new TwoColumns(30, grid(shown.subList(0, half)), grid(shown.subList(half, shown.size())));
    var uri = viewModel.token().map(one -> Pkcs11Uri.of(one, row.object().ref())).orElse("");
    return new VBox(6, new PropertyGrid().copyable("PKCS#11 URI", uri), columns);
  }

  private static PropertyGrid grid(List<HsmAttribute> shown) {
    var grid = new PropertyGrid();
    shown.forEach(one ->
        grid.row(
            one.name(),
            one.decoded().isEmpty()
                ? "–"
                : one.decoded().length() > SHOWN_BYTES
                    ? one.decoded().substring(0, SHOWN_BYTES) + "…"
                    : one.decoded()));
    return grid;
  }

  private List<Node> checkValues(HsmObjectRow row) {
    var nodes = new ArrayList<Node>();
    if (!row.secretKey()) {
      return List.of(Note.text("Check values are of secret keys."));
    }
    var grid = new PropertyGrid();
    if (row.checkValue().isEmpty()) {
      grid.row(
          "CMAC",
          row.object().usages().contains("sign")
              ? "not computed yet"
              : "not known: the key may not sign, and none was recorded when it was made");
    } else {
      grid.copyable("CMAC", row.checkValue());
    }
    nodes.add(grid);
    nodes.add(
        Note.text(
            "CMAC: the first 3 bytes of the AES CMAC over a block of zeros, computed by the token."
                + " It is what records hold. Three bytes show that two keys differ; they identify"
                + " none."));
    var compute = new Button("Compute CMAC");
    compute.setId("compute-cmac");
    compute.setDisable(!row.object().usages().contains("sign"));
    compute.setOnAction(_ -> viewModel.computeCheckValue());
    var ecb = new Button("Show AES-ECB of zeros…");
    ecb.setOnAction(_ -> viewModel.revealCheckValue(CheckValueMethod.ECB));
    var stored = new Button("Show CKA_CHECK_VALUE…");
    stored.setOnAction(_ -> viewModel.revealCheckValue(CheckValueMethod.ATTRIBUTE));
    nodes.add(new HBox(8, compute, ecb, stored));
    return nodes;
  }

  private Node raw(HsmObjectRow row) {
    var text = new StringBuilder();
    row.object()
        .attributes()
        .forEach(one ->
            text.append(
                "%-24s %s%n".formatted(one.name(), one.raw().isEmpty() ? "(empty)" : one.raw())));
    var label = new Label(text.toString());
    label.getStyleClass().add("mono");
    label.setWrapText(true);
    var codes = new TextField();
    codes.setPromptText("0x80000001, …");
    codes.setId("vendor-codes");
    var ask = new Button("Ask for these too");
    ask.setOnAction(_ -> viewModel.readVendorAttributes(codes.getText()));
    var more = new HBox(8, new Label("Attributes of the vendor:"), codes, ask, Page.grow());
    more.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return body(label, more);
  }

  private void render(@Nullable TokenFacts facts) {
    if (facts == null) {
      token.setContent(body(Note.text("Asking…")));
      mechanisms.setContent(body(Note.text("Asking…")));
      return;
    }
    var slot = facts.details();
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
    token.setContent(body(new TwoColumns(30, left, right)));
    var table =
        Tables.of(
            "mechanisms",
            javafx.collections.FXCollections.observableArrayList(facts.mechanisms()),
            "The token knows no mechanism.",
            List.<TableColumn<MechanismDetails, ?>>of(
                Columns.mono("Mechanism", 300, MechanismDetails::name),
                Columns.text("Key size", 160, ObjectDetailPane::keySize),
                Columns.text("For", 400, one -> String.join(", ", one.flags()))));
    mechanisms.setContent(table);
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
