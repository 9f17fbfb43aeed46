package org.xksworkbench.app.robot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.bootstrap.Robot;
import org.xksworkbench.app.externalkey.ExternalKeyChoice;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreRow;
import org.xksworkbench.app.ui.theme.Theme;

/// The main job: from a new key in the HSM to a KMS key that is proven.
final class DemoTour extends Tour {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  DemoTour(Robot.Driven window, Path folder) {
    super(window, folder);
  }

  @Override
  ObjectNode run() throws Exception {
    var started = Instant.now();
    var label = "demo-" + STAMP.format(started);

    await("the overview has counted the keys", () -> has("#concern-1"));
    picture("overview");
    go(new Destination.KeyStoresScreen());
    await("the key stores are listed", () -> has("#key-stores") && rows("#key-stores") == 3);
    choose("payments-hsm");
    picture("key-stores");
    choose("branch-office");
    await("the reason of the failure is shown", () -> has("#connection-error"));
    picture("key-store-failed");

    go(new Destination.HsmKeysScreen());
    await("the HSM's keys are listed", () -> has("#hsm-keys") && rows("#hsm-keys") > 0);
    fire("#generate-key");
    await("the label is asked for", () -> find("#dialog-input") != null);
    type("#dialog-input", label);
    fire("#dialog-ok");
    var before = started;
    await("the new key is listed", () -> tableShows("#hsm-keys", label));
    picture("hsm-keys");

    go(new Destination.KeyStoresScreen());
    await("the key stores are listed", () -> has("#key-stores") && rows("#key-stores") == 3);
    choose("payments-hsm");
    var storeId = onWindow(() -> Objects.requireNonNull(selectedStore()).store().id());
    fire("#create-key");
    await("the form is open", () -> has("#acknowledge"));
    onWindow(() -> {
      ((CheckBox) need("#acknowledge")).setSelected(true);
      return true;
    });
    picture("create-key-configuration");
    fire("#next");
    await(
        "the external keys are listed", () -> has("#external-keys") && rows("#external-keys") > 0);
    chooseExternalKey(label);
    picture("create-key-external-key");
    fire("#next");
    await("the labels are asked for", () -> has("#alias"));
    type("#alias", label);
    type("#description", "Made by the tour of the demo");
    picture("create-key-labels");
    fire("#next");
    await("the tags are asked for", () -> has("#tags"));
    fire("#next");
    await("administrators are asked for", () -> has("#may-delete"));
    picture("create-key-administrators");
    fire("#next");
    await("users are asked for", () -> has("#add-account"));
    fire("#next");
    await("the policy is shown", () -> has("#policy"));
    picture("create-key-policy");
    fire("#next");
    await("the review is shown", () -> text("#next").equals("Create the KMS key"));
    onWindow(() -> {
      ((CheckBox) need("#without-backup")).fire();
      return true;
    });
    picture("create-key-review");
    fire("#next");

    await("the KMS key is shown", () -> has("#prove"));
    await("the external key's status is known", () -> textIn("#external-key-status", "ENABLED"));
    fire("#prove");
    await("the round trip is proven", () -> has("#proxy-lines"));
    picture("proven");
    onWindow(() -> {
      window.theme().choose(Theme.ThemeChoice.DARK);
      return true;
    });
    picture("proven-dark");
    go(new Destination.KeysScreen());
    await("the KMS keys are listed", () -> has("#kms-keys") && rows("#kms-keys") > 0);
    picture("customer-managed-keys-dark");
    go(new Destination.ActivityScreen());
    await("the activity is listed", () -> has("#activity"));
    picture("activity-dark");

    return summary(before, storeId, label);
  }

  private ObjectNode summary(Instant started, String storeId, String label) {
    var create = entry("CreateKey");
    var alias = entry("CreateAlias");
    var encrypt = entry("Encrypt");
    var decrypt = entry("Decrypt");
    var keyArn = decrypt.target();
    var summary = mapper.createObjectNode();
    summary
        .put("kms", "local KMS, not AWS")
        .put("keyStoreId", storeId)
        .put("kmsKeyArn", window.session().aws().kms().key(keyArn).arn())
        .put("xksKeyId", label)
        .put("alias", "alias/" + label);
    summary
        .putObject("requestIds")
        .put("CreateKey", create.requestId())
        .put("CreateAlias", alias.requestId())
        .put("Encrypt", encrypt.requestId())
        .put("Decrypt", decrypt.requestId());
    var calls = summary.putArray("proxyCalls");
    for (var id : List.of(create.requestId(), encrypt.requestId(), decrypt.requestId())) {
      window
          .session()
          .proxy()
          .callsOf(id)
          .forEach(call ->
              calls
                  .addObject()
                  .put("kmsRequestId", call.kmsRequestId())
                  .put("operation", call.operation())
                  .put("xksKeyId", call.xksKeyId())
                  .put("httpStatus", call.httpStatus()));
    }
    return summary
        .put("roundTripProven", calls.size() == 3)
        .put("tookSeconds", Duration.between(started, Instant.now()).toSeconds());
  }

  private ActivityEntry entry(String operation) {
    return window.session().remembered().activity().entries().stream()
        .filter(entry -> entry.operation().equals(operation) && entry.outcome().equals("done"))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("no " + operation + " in the activity log"));
  }

  @SuppressWarnings("unchecked") // the table of the screen that is shown
  private TableView<KeyStoreRow> stores() {
    return (TableView<KeyStoreRow>) need("#key-stores");
  }

  private @org.jspecify.annotations.Nullable KeyStoreRow selectedStore() {
    return stores().getSelectionModel().getSelectedItem();
  }

  private void choose(String storeName) throws Exception {
    onWindow(() -> {
      stores().getItems().stream()
          .filter(row -> row.store().name().equals(storeName))
          .findFirst()
          .ifPresent(stores().getSelectionModel()::select);
      return true;
    });
  }

  private void chooseExternalKey(String label) throws Exception {
    onWindow(() -> {
      @SuppressWarnings("unchecked") // the table of the step that is shown
      var table = (TableView<ExternalKeyChoice>) need("#external-keys");
      table.getItems().stream()
          .filter(choice -> choice.key().label().equals(label))
          .findFirst()
          .ifPresent(table.getSelectionModel()::select);
      return true;
    });
    await("the external key is chosen", () -> label.equals(input("#xks-key-id")));
  }

  private boolean tableShows(String id, String text) {
    return ((TableView<?>) need(id))
        .getItems().stream().anyMatch(item -> item.toString().contains(text));
  }

  private int rows(String id) {
    return ((TableView<?>) need(id)).getItems().size();
  }
}
