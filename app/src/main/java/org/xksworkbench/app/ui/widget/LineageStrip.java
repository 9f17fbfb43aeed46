package org.xksworkbench.app.ui.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.Mismatch.Side;
import org.xksworkbench.app.ui.navigation.Destination;

/// The links of one external key side by side, each with a way to where it is at home.
public final class LineageStrip extends HBox {

  private static final double CARD_WIDTH = 120;

  /// @param go takes the window to another screen
  public LineageStrip(Lineage line, Consumer<Destination> go) {
    setId("lineage-strip");
    getStyleClass().add("lineage-strip");
    var cards =
        List.of(hsmKey(line, go), xksKeyId(line), store(line, go), kmsKey(line, go), records(line));
    for (var i = 0; i < cards.size(); i++) {
      if (i > 0) {
        var arrow = new Label("→");
        arrow.getStyleClass().add("muted");
        arrow.setMinWidth(USE_PREF_SIZE);
        getChildren().add(arrow);
      }
      getChildren().add(cards.get(i));
    }
    setAlignment(Pos.CENTER_LEFT);
  }

  private static VBox hsmKey(Lineage line, Consumer<Destination> go) {
    var key = line.hsmKeys().stream().findFirst();
    return card(
        line,
        "HSM KEY",
        key.<Node>map(_ ->
                link(
                    "lineage-hsm-key",
                    line.xksKeyId(),
                    new Destination.HsmKeyScreen(line.xksKeyId()),
                    go))
            .orElseGet(() -> absent("not on this token")),
        List.of(
            key.map(one -> one.spec() + (one.local() ? ", made here" : "")).orElse(""),
            line.checkValue().isEmpty() ? "" : "CMAC " + line.checkValue()),
        Side.HSM_KEY);
  }

  private static VBox xksKeyId(Lineage line) {
    return card(
        line,
        "XKS KEY ID",
        mono(line.xksKeyId()),
        line.proxyPaths().isEmpty()
            ? List.of("not served by this proxy")
            : line.proxyPaths().stream().map(path -> "served at " + shorten(path)).toList(),
        Side.XKS_KEY_ID,
        Side.PROXY_PATH);
  }

  private static VBox store(Lineage line, Consumer<Destination> go) {
    return card(
        line,
        "KEY STORE",
        line.store()
            .<Node>map(store ->
                link("lineage-key-store", store.name(), new Destination.KeyStoresScreen(), go))
            .orElseGet(() -> absent("none")),
        List.of(line.store().map(store -> words(store.connectionState())).orElse("")),
        Side.KEY_STORE);
  }

  private static VBox kmsKey(Lineage line, Consumer<Destination> go) {
    return card(
        line,
        "KMS KEY",
        line.kmsKey()
            .<Node>map(key ->
                link(
                    "lineage-kms-key",
                    name(line, key),
                    new Destination.KeyDetailScreen(key.keyId()),
                    go))
            .orElseGet(() -> absent("none")),
        List.of(
            line.kmsKey().map(key -> key.keyState().text()).orElse(""),
            line.aliases().isEmpty() ? "" : line.kmsKey().map(KmsKey::keyId).orElse("")),
        Side.KMS_KEY,
        Side.ALIAS);
  }

  private static VBox records(Lineage line) {
    return card(
        line,
        "CEREMONY, BACKUP",
        line.ceremony()
            .<Node>map(ceremony -> strong(ceremony.title()))
            .orElseGet(() -> absent("no ceremony recorded")),
        List.of(
            line.ceremony()
                .filter(ceremony -> !ceremony.fingerprint().isEmpty())
                .map(ceremony ->
                    (ceremony.rehearsal() ? "rehearsal, " : "fingerprint ")
                        + ceremony.fingerprint().substring(0, 8)
                        + "\u2026")
                .orElse(""),
            line.backup()
                .map(backup -> "backup %s, %s".formatted(Dates.day(backup.at()), backup.how()))
                .orElse("no backup recorded")),
        Side.CEREMONY,
        Side.BACKUP);
  }

  private static VBox card(
      Lineage line, String title, Node head, List<String> about, Side... sides) {
    var name = new Label(title);
    name.getStyleClass().add("section-title");
    var wrong =
        line.mismatches().stream()
            .filter(one -> one.serious() && List.of(sides).contains(one.side()))
            .toList();
    var top = new HBox(6, name);
    if (!wrong.isEmpty()) {
      var mark = new Label("▲");
      mark.getStyleClass().add("danger");
      mark.setAccessibleText("does not agree");
      top.getChildren().add(mark);
    }
    var lines = new ArrayList<Node>(List.of(top, head));
    about.stream()
        .filter(text -> !text.isEmpty())
        .forEach(text -> {
          var label = new Label(text);
          label.getStyleClass().addAll("muted", "small");
          label.setTooltip(new Tooltip(text));
          lines.add(label);
        });
    var card = new VBox(2);
    card.getChildren().addAll(lines);
    card.getStyleClass().addAll("card", "lineage-card");
    card.setMinWidth(CARD_WIDTH);
    card.setPrefWidth(CARD_WIDTH);
    card.setMaxHeight(Double.MAX_VALUE);
    HBox.setHgrow(card, Priority.ALWAYS);
    return card;
  }

  private static Hyperlink link(
      String id, String text, Destination destination, Consumer<Destination> go) {
    var link = Buttons.link(text);
    link.setId(id);
    link.getStyleClass().addAll("strong", "lineage-link");
    link.setMinWidth(0);
    link.setOnAction(_ -> go.accept(destination));
    return link;
  }

  private static Label mono(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "strong");
    return label;
  }

  private static Label strong(String text) {
    var label = new Label(text);
    label.getStyleClass().add("strong");
    return label;
  }

  private static Label absent(String text) {
    var label = new Label(text);
    label.getStyleClass().add("muted");
    return label;
  }

  private static String name(Lineage line, KmsKey key) {
    return line.aliases().isEmpty() ? key.keyId() : line.aliases().getFirst();
  }

  private static String shorten(String path) {
    return Optional.of(path.replace("/kms/xks/v1", "")).filter(one -> !one.isEmpty()).orElse("/");
  }

  private static String words(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connected _ -> "Connected";
      case ConnectionState.Connecting _ -> "Connecting";
      case ConnectionState.Disconnected _ -> "Disconnected";
      case ConnectionState.Disconnecting _ -> "Disconnecting";
      case ConnectionState.Failed(var code) -> "Failed: " + code;
    };
  }
}
