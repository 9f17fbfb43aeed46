package org.xksworkbench.app.ui.dialog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// The template of a new key: what is fixed, and the usages, each of which can be taken away.
final class KeyTemplatePane extends VBox {

  private static final double GAP = 8;

  private final AesKeyTemplate proposed;
  private final Map<KeyUsage, CheckBox> named = new EnumMap<>(KeyUsage.class);

  KeyTemplatePane(AesKeyTemplate proposed) {
    super(GAP);
    this.proposed = proposed;
    var expected = proposed.expectedAttributes();
    var boxes = new FlowPane(GAP * 2, GAP);
    var usages = new ArrayList<AttributeType>();
    for (var usage : KeyUsage.values()) {
      var attribute = usage.attribute();
      usages.add(attribute);
      var box = Buttons.checkBox(attribute.title() + " " + expected.get(attribute));
      box.setId("template-" + usage.name().toLowerCase(Locale.ROOT));
      box.setSelected(!proposed.leftOut().contains(usage));
      named.put(usage, box);
      boxes.getChildren().add(box);
    }
    var rest =
        expected.entrySet().stream()
            .filter(one -> one.getKey() != AttributeType.LABEL && !usages.contains(one.getKey()))
            .map(one -> one.getKey().title() + " " + one.getValue())
            .collect(Collectors.joining(", "));
    getChildren()
        .addAll(
            FxDialogs.paragraph("It will be: " + rest + "."),
            FxDialogs.paragraph("The token is told of these usages:"),
            boxes,
            FxDialogs.hint(
                "Take one away only if the token refuses it. The token then decides itself, and"
                    + " what it allows is told. Without CKA_SIGN there is no check value: the key"
                    + " may sign for that one computation."));
  }

  /// What was proposed, without what was taken away.
  AesKeyTemplate template() {
    var without = EnumSet.noneOf(KeyUsage.class);
    named.forEach((usage, box) -> {
      if (!box.isSelected()) {
        without.add(usage);
      }
    });
    return proposed.without(without);
  }
}
