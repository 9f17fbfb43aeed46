package org.xksworkbench.app.ui.screen.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.overview.LoopLink;
import org.xksworkbench.app.overview.LoopLink.LinkState;
import org.xksworkbench.app.overview.Overview;
import org.xksworkbench.app.overview.ProxyGroup;
import org.xksworkbench.app.overview.ProxyGroup.StoreNode;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.words.Words;

/// AWS KMS on the left, the XKS proxies in the middle, the token on the right, and between them
/// links that say where they are broken.
final class LoopPane extends VBox {

  private static final Words WORDS = Words.of(LoopPane.class);

  /// More of them are behind a button: the worst are shown.
  private static final int MOST_STORES = 6;

  private static final double LINK_WIDTH = 120;
  private static final double[] COLUMNS = {43, 25, 11, 21};

  private final Overview overview;
  private final OverviewViewModel viewModel;

  LoopPane(Overview overview, OverviewViewModel viewModel) {
    this.overview = overview;
    this.viewModel = viewModel;
    setId("loop");
    getStyleClass().addAll("card", "loop");
    setMinWidth(0);
    var grid = new GridPane(0, 14);
    for (var percent : COLUMNS) {
      var column = new ColumnConstraints();
      column.setPercentWidth(percent);
      column.setFillWidth(true);
      column.setMinWidth(0);
      grid.getColumnConstraints().add(column);
    }
    grid.addRow(
        0,
        Labels.strong(WORDS.text("column.kms")),
        Labels.strong(WORDS.text("column.proxy")),
        new Region(),
        Labels.strong(WORDS.text("column.token")));
    var shown = shownStores();
    var row = 1;
    for (var group : overview.groups()) {
      var stores = group.stores().stream().filter(shown::contains).toList();
      if (!stores.isEmpty()) {
        grid.addRow(
            row++,
            stores(stores),
            ProxyCard.of(group, overview.at(), viewModel),
            link(group.toToken()),
            end(group));
      }
    }
    getChildren().add(grid);
    var rest = all().size() - shown.size();
    if (rest > 0) {
      getChildren()
          .add(
              Buttons.button(
                  "more-key-stores",
                  WORDS.text("stores.more", rest),
                  () -> viewModel.go(new Destination.KeyStoresScreen())));
    }
    if (overview.groups().isEmpty()) {
      getChildren()
          .addAll(
              Labels.about(WORDS.text("stores.none")),
              Buttons.button(
                  "create-key-store",
                  WORDS.text("stores.create"),
                  () -> viewModel.go(new Destination.CreateKeyStoreScreen())));
    }
  }

  private List<StoreNode> all() {
    return overview.groups().stream().flatMap(group -> group.stores().stream()).toList();
  }

  private List<StoreNode> shownStores() {
    return all().stream()
        .sorted(Comparator.comparing(node -> node.toProxy().state() != LinkState.BROKEN))
        .limit(MOST_STORES)
        .toList();
  }

  private VBox stores(List<StoreNode> nodes) {
    var rows = new VBox(10);
    rows.setAlignment(Pos.CENTER_LEFT);
    rows.setMinWidth(0);
    for (var node : nodes) {
      var card = storeCard(node);
      HBox.setHgrow(card, Priority.ALWAYS);
      var link = link(node.toProxy());
      link.setMinWidth(LINK_WIDTH);
      var row = new HBox(card, link);
      row.setAlignment(Pos.CENTER_LEFT);
      rows.getChildren().add(row);
    }
    return rows;
  }

  private Node storeCard(StoreNode node) {
    var store = node.store();
    var lines = new ArrayList<Node>();
    lines.add(Labels.mutedLabel(keys(node)));
    lines.add(SeenLabel.of(overview.region(), overview.at(), viewModel.now()));
    return NodeCard.of(
        "store-" + store.id(),
        store.name(),
        ConnectionStateBadge.of(store.connectionState()),
        lines,
        () -> viewModel.go(new Destination.KeyStoresScreen()));
  }

  private static String keys(StoreNode node) {
    return node.keys()
        .map(count -> {
          if (count.all() == 0) {
            return WORDS.text("keys.none");
          }
          if (count.all() == 1) {
            return WORDS.text(count.usable() == 1 ? "keys.one" : "keys.one-unusable");
          }
          return count.usable() == count.all()
              ? WORDS.text("keys.all", count.all())
              : WORDS.text("keys.some", count.usable(), count.all());
        })
        .orElseGet(() -> WORDS.text("keys.counting"));
  }

  private Node end(ProxyGroup group) {
    if (group.own().isEmpty()) {
      var words = Labels.about(WORDS.text("token.elsewhere"));
      words.setMinWidth(0);
      var unseen = new StackPane(words);
      unseen.setMinWidth(0);
      unseen.getStyleClass().add("loop-unseen");
      return unseen;
    }
    Runnable open = () -> viewModel.go(new Destination.HsmKeysScreen());
    return overview
        .token()
        .map(token ->
            NodeCard.of(
                "token-node",
                token.label(),
                new Badge(Badge.BadgeTone.GOOD, WORDS.text("token.logged-in")),
                List.<Node>of(SeenLabel.of(token.model(), overview.at(), viewModel.now())),
                open))
        .orElseGet(() ->
            NodeCard.of(
                "token-node",
                WORDS.text("token.none"),
                new Badge(Badge.BadgeTone.NEUTRAL, WORDS.text("token.logged-out")),
                List.<Node>of(Labels.mutedLabel(WORDS.text("token.log-in"))),
                open));
  }

  private static Region link(LoopLink link) {
    var line = new Region();
    line.getStyleClass().add("loop-line");
    line.pseudoClassStateChanged(
        PseudoClass.getPseudoClass(
            link.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')),
        true);
    line.setMaxHeight(2);
    var pane = new StackPane(line, new Badge(tone(link.state()), link.words()));
    pane.setMinWidth(0);
    pane.setPrefWidth(LINK_WIDTH);
    return pane;
  }

  private static Badge.BadgeTone tone(LinkState state) {
    return switch (state) {
      case WORKS -> Badge.BadgeTone.GOOD;
      case OFF, NOT_SEEN -> Badge.BadgeTone.NEUTRAL;
      case BUSY -> Badge.BadgeTone.BUSY;
      case BROKEN -> Badge.BadgeTone.BAD;
    };
  }
}
