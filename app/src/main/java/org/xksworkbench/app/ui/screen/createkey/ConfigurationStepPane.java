package org.xksworkbench.app.ui.screen.createkey;

import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// The values that AWS KMS requires, and what the user must know and accept. Method 1 sets them and
/// shows the key store; method 2 shows them chosen among the others, which cannot be made here.
final class ConfigurationStepPane extends VBox {

  private static final String FIRST = "type-symmetric";

  private final FormEntries entries;

  ConfigurationStepPane(FormEntries entries, KeyStoreStepViewModel keyStore) {
    super(14);
    this.entries = entries;
    getChildren().add(Pages.heading("Key configuration"));
    switch (entries.method()) {
      case FROM_KEY_STORE ->
          getChildren()
              .addAll(
                  required(),
                  new KeyStoreChoicePane(keyStore, true),
                  acknowledgement(Keys.startsAt(acknowledge())));
      case FROM_KEYS -> getChildren().addAll(asked(), acknowledgement(acknowledge()));
    }
  }

  private static Node required() {
    var card =
        new VBox(
            new PropertyGrid()
                .row("Key spec", "SYMMETRIC_DEFAULT (symmetric, 256-bit AES-GCM)")
                .row("Key usage", "ENCRYPT_DECRYPT")
                .row("Origin", "EXTERNAL_KEY_STORE")
                .row("Regionality", "Single-Region"));
    card.getStyleClass().addAll("card", "card-body");
    return card;
  }

  private Node asked() {
    var configuration = entries.now().configuration();
    var type =
        group(
            "Key type",
            "",
            new Choice(
                FIRST,
                "Symmetric",
                "One key that encrypts and decrypts.",
                configuration.type() == KeyConfiguration.Type.SYMMETRIC,
                true,
                _ -> choose(c -> c.with(KeyConfiguration.Type.SYMMETRIC))),
            new Choice(
                "type-asymmetric",
                "Asymmetric",
                "Cannot be in a custom key store.",
                configuration.type() == KeyConfiguration.Type.ASYMMETRIC,
                false,
                _ -> choose(c -> c.with(KeyConfiguration.Type.ASYMMETRIC))));
    var usage =
        group(
            "Key usage",
            "",
            new Choice(
                "usage-encrypt",
                "Encrypt and decrypt",
                "The usage that an external key store requires.",
                configuration.usage() == KeyConfiguration.Usage.ENCRYPT_AND_DECRYPT,
                true,
                _ -> choose(c -> c.with(KeyConfiguration.Usage.ENCRYPT_AND_DECRYPT))),
            new Choice(
                "usage-mac",
                "Generate and verify MAC",
                "HMAC keys cannot be in a custom key store.",
                configuration.usage() == KeyConfiguration.Usage.GENERATE_AND_VERIFY_MAC,
                false,
                _ -> choose(c -> c.with(KeyConfiguration.Usage.GENERATE_AND_VERIFY_MAC))));
    var origin = configuration.origin();
    var origins =
        group(
            "Key material origin",
            "Where the key material is from. It cannot be changed after the key is created.",
            new Choice(
                "origin-kms",
                "AWS KMS",
                "Made and kept by AWS KMS alone. This program makes no such keys; use the AWS"
                    + " console or CLI.",
                origin == KeyConfiguration.Origin.AWS_KMS,
                false,
                _ -> choose(c -> c.with(KeyConfiguration.Origin.AWS_KMS))),
            new Choice(
                "origin-import",
                "External (imported key material)",
                "Cannot be in a custom key store.",
                origin == KeyConfiguration.Origin.EXTERNAL,
                false,
                _ -> choose(c -> c.with(KeyConfiguration.Origin.EXTERNAL))),
            new Choice(
                "origin-cloudhsm",
                "AWS CloudHSM key store",
                "Kept in a CloudHSM cluster. This program makes no such keys.",
                origin == KeyConfiguration.Origin.AWS_CLOUDHSM,
                false,
                _ -> choose(c -> c.with(KeyConfiguration.Origin.AWS_CLOUDHSM))),
            new Choice(
                "origin-external-key-store",
                "External key store",
                "Protected by a key of your own HSM, outside AWS.",
                origin == KeyConfiguration.Origin.EXTERNAL_KEY_STORE,
                true,
                _ -> choose(c -> c.with(KeyConfiguration.Origin.EXTERNAL_KEY_STORE))));
    var regionality =
        new PropertyGrid()
            .row("Regionality", "Single-Region; keys in custom key stores have no other");
    var advanced = new TitledPane("Advanced options", new VBox(12, origins, regionality));
    advanced.setId("advanced-options");
    advanced.setAnimated(false);
    return new VBox(14, type, usage, advanced);
  }

  private void choose(java.util.function.UnaryOperator<KeyConfiguration> change) {
    entries.edit(draft -> draft.withConfiguration(change.apply(draft.configuration())));
  }

  private record Choice(
      String id,
      String name,
      String about,
      boolean chosen,
      boolean possible,
      Consumer<Choice> choose) {}

  private static VBox group(String name, String about, Choice... choices) {
    var group = new ToggleGroup();
    var box = new VBox(4, Pages.strong(name));
    if (!about.isEmpty()) {
      box.getChildren().add(Pages.about(about));
    }
    for (var choice : choices) {
      var button = Buttons.radioButton(choice.name());
      button.setId(choice.id());
      button.setMinWidth(USE_PREF_SIZE);
      button.setToggleGroup(group);
      button.setSelected(choice.chosen());
      button.setDisable(!choice.possible());
      button.setOnAction(_ -> choice.choose().accept(choice));
      if (choice.id().equals(FIRST)) {
        Keys.startsAt(button);
      }
      var text = new Label(choice.about());
      text.getStyleClass().addAll("muted", "small");
      var line = new HBox(10, button, text);
      line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
      box.getChildren().add(line);
    }
    return box;
  }

  private CheckBox acknowledge() {
    var box =
        Buttons.checkBox(
            "I understand this, and want to create a KMS key in an external key store.");
    box.setId("acknowledge");
    box.setSelected(entries.now().acknowledged());
    box.selectedProperty()
        .subscribe(value -> {
          if (value != entries.now().acknowledged()) {
            entries.edit(draft -> draft.withAcknowledged(value));
          }
        });
    return box;
  }

  private static Node acknowledgement(CheckBox box) {
    return new Note(
        Note.Tone.WARNING,
        "A KMS key in an external key store depends on components outside AWS",
        Note.text(
            "Its latency, durability and availability may be poorer than those of a standard KMS"
                + " key: when the proxy or the HSM does not answer, the key cannot be used, and"
                + " when the external key is lost, everything encrypted under it is lost. See that"
                + " you need such a key before you create one."),
        Note.text(
            "AWS KMS encrypts first under key material of its own, then has your HSM encrypt that"
                + " under the external key; both are needed to decrypt."),
        Note.text(
            "The key store, the external key, key spec, key usage and origin cannot be changed"
                + " after the key is created."),
        box);
  }
}
