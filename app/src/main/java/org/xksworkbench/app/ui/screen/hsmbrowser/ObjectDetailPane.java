package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LineageStrip;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.HsmAttribute;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;

/// The selected object: its lineage, whether it is fit, its attributes, check values, and what the
/// token tells of itself.
final class ObjectDetailPane extends VBox {

  private static final int SHOWN_BYTES = 64;

  private final ObjectDetail detail;
  private final VBox lineage = new VBox(6);
  private final Tab fitness = new Tab("Fitness");
  private final Tab attributes = new Tab("Attributes");
  private final Tab checkValues = new Tab("Check values");
  private final Tab raw = new Tab("Raw");

  ObjectDetailPane(ObjectDetail detail) {
    super(8);
    this.detail = detail;
    setId("hsm-key-detail");
    setMinHeight(0);
    var tabs = new TabPane(fitness, attributes, checkValues, raw);
    tabs.getTabs().addAll(new TokenTabs(detail.tokenFacts(), detail.capabilities()).tabs());
    tabs.setId("object-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("card");
    tabs.setMinHeight(0);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    getChildren().addAll(lineage, tabs);
    detail.selected().subscribe(this::render);
  }

  private void render(@Nullable HsmObjectRow row) {
    lineage.getChildren().clear();
    if (row == null) {
      for (var tab : List.of(fitness, attributes, checkValues, raw)) {
        tab.setContent(TabBody.of(Note.text("Nothing is selected.")));
      }
      return;
    }
    if (row.secretKey() && !row.lineages().isEmpty()) {
      var title = Labels.withStyle("LINEAGE", "section-title");
      lineage.getChildren().add(title);
      row.lineages()
          .forEach(
              line -> lineage.getChildren().add(new LineageStrip(line, detail.navigator()::go)));
    }
    fitness.setContent(TabBody.of(fitness(row).toArray(Node[]::new)));
    attributes.setContent(TabBody.of(attributes(row)));
    checkValues.setContent(TabBody.of(new CheckValuesPane(row, detail.checkValue())));
    raw.setContent(TabBody.of(new RawAttributesPane(row, detail.vendorAttributes())));
  }

  private List<Node> fitness(HsmObjectRow row) {
    if (row.fitness().isEmpty()) {
      return List.of(
          Note.text(
              "Only secret keys can be the external key of a KMS key; this is a "
                  + row.object().ref().objectClass().title().toLowerCase(Locale.ROOT)
                  + "."));
    }
    var nodes = new ArrayList<Node>();
    var found = row.fitness().get();
    if (found.findings().isEmpty()) {
      nodes.add(
          new Note(
              Note.NoteTone.GOOD,
              "Fit for an external key store",
              "AES-256, encrypt and decrypt, made on this token, sensitive, never extractable, not"
                  + " for wrap or derive, a legal and unique XKS key ID. No KMS key uses it yet."));
    }
    found.findings().forEach(finding -> nodes.add(finding(finding)));
    row.lineages().stream()
        .flatMap(line -> line.mismatches().stream())
        .distinct()
        .filter(mismatch -> mismatch.serious())
        .forEach(mismatch -> nodes.add(new Note(Note.NoteTone.BAD, mismatch.words())));
    return nodes;
  }

  private static Note finding(ExternalKeyFitness.FitnessFinding finding) {
    return new Note(
        !finding.blocking()
            ? Note.NoteTone.WARNING
            : finding.requirement().isAboutUse() ? Note.NoteTone.INFO : Note.NoteTone.BAD,
        finding.reason(),
        finding.remedy());
  }

  private Node attributes(HsmObjectRow row) {
    var shown = row.object().attributes();
    var half = (shown.size() + 1) / 2;
    var columns =
        new TwoColumns(30, grid(shown.subList(0, half)), grid(shown.subList(half, shown.size())));
    var uri =
        detail
            .token()
            .get()
            .map(one -> Pkcs11Uri.of(one, row.object().ref()).toString())
            .orElse("");
    return new VBox(6, new PropertyGrid().copyable("PKCS#11 URI", uri), columns);
  }

  private static PropertyGrid grid(List<HsmAttribute> shown) {
    var grid = new PropertyGrid();
    shown.forEach(one -> grid.row(one.name(), value(ForeignText.printable(one.decoded()))));
    return grid;
  }

  private static String value(String decoded) {
    if (decoded.isEmpty()) {
      return "–";
    }
    return decoded.length() > SHOWN_BYTES ? decoded.substring(0, SHOWN_BYTES) + "…" : decoded;
  }
}
