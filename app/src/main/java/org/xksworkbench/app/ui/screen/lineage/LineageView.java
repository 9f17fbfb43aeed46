package org.xksworkbench.app.ui.screen.lineage;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel.LineageContents;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.LineageStrip;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// All external keys in a table, the selected one link by link below, with what does not agree.
public final class LineageView implements Screen {

  private static final int MOST_ROWS = 10;

  private final LineageViewModel viewModel;
  private final Page page = new Page("Lineage", "");

  public LineageView(LineageViewModel viewModel) {
    this.viewModel = viewModel;
    page.bindTitle(
        Bindings.createStringBinding(() -> "Lineage"),
        viewModel.contents().map(LineageView::subtitle));
    var refresh = Buttons.button("refresh", "Refresh", viewModel::refresh);
    refresh.setDefaultButton(true);
    var whatIf = Buttons.button("what-if", "What if it fails…", viewModel::whatIf);
    var inventory =
        Buttons.menu(
            "Save inventory",
            item(LineageViewModel.InventoryForm.PDF, "As PDF…"),
            item(LineageViewModel.InventoryForm.CSV, "As CSV…"),
            item(LineageViewModel.InventoryForm.JSON, "As JSON…"));
    inventory.setId("inventory");
    var ready = viewModel.contents().map(state -> !(state instanceof Loadable.Ready<?>));
    whatIf.disableProperty().bind(ready);
    inventory.disableProperty().bind(ready);
    page.actions(inventory, whatIf, refresh);
    var content = new LoadablePane<>(viewModel.contents(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.refresh();
  }

  private MenuItem item(LineageViewModel.InventoryForm form, String words) {
    return Buttons.menuItem(words, () -> viewModel.export(form));
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private static String subtitle(Loadable<LineageContents> contents) {
    if (!(contents instanceof Loadable.Ready<LineageContents>(var ready))) {
      return "";
    }
    return "%s · %d external keys, %s"
        .formatted(
            ready.token().map(token -> "token " + token).orElse("no token is looked into"),
            ready.lines(),
            ready.serious() == 0
                ? "all sides agree"
                : ready.serious() + " with something that needs attention");
  }

  private Node content(LineageContents contents) {
    var search =
        SearchField.of("Search key ID, alias, ARN, key store", 280, viewModel.rows().filter());
    var serious = Buttons.checkBox("Needs attention only");
    serious.selectedProperty().bindBidirectional(viewModel.seriousOnly());
    var bar = Page.toolbar(search, serious);
    var table =
        Tables.of(
            "lineage",
            "External keys and what they belong to",
            viewModel.rows().shown(),
            "Neither the HSM nor AWS KMS has an external key.",
            List.<TableColumn<Lineage, ?>>of(
                Columns.mono("XKS key ID", 180, Lineage::xksKeyId),
                Columns.text("HSM key", 110, LineageView::hsmKey),
                Columns.mono("Proxy path", 110, LineageView::path),
                Columns.text(
                    "Key store", 130, line -> line.store().map(store -> store.name()).orElse("–")),
                Columns.mono(
                    "KMS key",
                    210,
                    line ->
                        line.aliases().isEmpty()
                            ? line.kmsKey().map(key -> key.keyId()).orElse("–")
                            : line.aliases().getFirst()),
                Columns.text(
                    "Ceremony", 120, line -> line.ceremony().map(one -> one.title()).orElse("–")),
                Columns.text("Backup", 90, line -> line.backup().isPresent() ? "recorded" : "–"),
                Columns.node("", 150, LineageView::badge, line -> line.serious() ? "a" : "b")));
    Tables.bindSelection(table, viewModel.rows().selected());
    var card = Tables.card(Tables.fitRows(table, MOST_ROWS));
    card.setMinHeight(Region.USE_PREF_SIZE);
    var detail = new VBox(8);
    detail.setId("lineage-detail");
    viewModel.rows().selected().subscribe(line -> render(detail, line));
    var scroll = new ScrollPane(detail);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var box = new VBox(10, bar);
    if (contents.token().isEmpty()) {
      box.getChildren()
          .add(
              new Note(
                  Note.NoteTone.INFO,
                  "No token is looked into",
                  "Log in under HSM keys, so that the HSM's side can be compared."));
    }
    if (contents.unknownKmsKeys() > 0) {
      box.getChildren()
          .add(
              new Note(
                  Note.NoteTone.WARNING,
                  "%,d KMS keys could not be described".formatted(contents.unknownKmsKeys()),
                  "Which external keys they use is not known. Ask for the permission"
                      + " kms:DescribeKey on every key."));
    }
    box.getChildren().addAll(card, scroll);
    return box;
  }

  private void render(VBox detail, @Nullable Lineage line) {
    detail.getChildren().clear();
    if (line == null) {
      return;
    }
    detail.getChildren().add(new LineageStrip(line, viewModel::go));
    line.ceremony()
        .filter(ceremony -> !ceremony.fingerprint().isEmpty())
        .ifPresent(ceremony ->
            detail
                .getChildren()
                .add(
                    new PropertyGrid()
                        .row(
                            "Ceremony",
                            (ceremony.rehearsal() ? "rehearsal: " : "") + ceremony.title())
                        .copyable("Its fingerprint", ceremony.fingerprint())
                        .copyable("Its evidence", ceremony.evidence())));
    line.mismatches().stream()
        .filter(Mismatch::serious)
        .forEach(one -> detail.getChildren().add(new Note(Note.NoteTone.BAD, one.words())));
    var remarks = line.mismatches().stream().filter(one -> !one.serious()).toList();
    if (!remarks.isEmpty()) {
      detail
          .getChildren()
          .add(
              new Note(
                  Note.NoteTone.INFO,
                  "Worth knowing",
                  remarks.stream().map(one -> Note.text(one.words())).toArray(Label[]::new)));
    }
    if (line.mismatches().isEmpty()) {
      detail.getChildren().add(new Note(Note.NoteTone.GOOD, "All sides agree"));
    }
  }

  private static String hsmKey(Lineage line) {
    return switch (line.hsmKeys().size()) {
      case 0 -> "–";
      case 1 -> line.hsmKeys().getFirst().spec();
      default -> line.hsmKeys().size() + " keys";
    };
  }

  private static String path(Lineage line) {
    return line.proxyPaths().isEmpty()
        ? "–"
        : line.proxyPaths().getFirst().replace("/kms/xks/v1", "");
  }

  private static Badge badge(Lineage line) {
    return line.serious()
        ? new Badge(Badge.BadgeTone.BAD, "Needs attention")
        : line.kmsKey().isPresent()
            ? new Badge(Badge.BadgeTone.GOOD, "Agrees")
            : new Badge(Badge.BadgeTone.NEUTRAL, "Not in use");
  }
}
