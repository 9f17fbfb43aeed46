package org.xksworkbench.app.bootstrap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.createkey.ExternalKeyChoice;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreRow;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.theme.Theme;

/// Drives the window through the main job as a user would, takes a picture of every step, and
/// writes what came of it to `summary.json`. For machines without a display, where nobody can look.
final class DemoTour {

  private static final Logger LOG = LoggerFactory.getLogger(DemoTour.class);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(25);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Stage stage;
  private final Theme theme;
  private final AppContext context;
  private final Path folder;
  private final ObjectMapper mapper = new ObjectMapper();
  private int pictures;

  DemoTour(Stage stage, Theme theme, AppContext context, Path folder) {
    this.stage = stage;
    this.theme = theme;
    this.context = context;
    this.folder = folder;
  }

  void start() {
    Thread.ofVirtual()
        .name("tour")
        .start(() -> {
          try {
            var summary = run();
            Files.writeString(
                folder.resolve("summary.json"),
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
            FxTasks.onWindowThread(stage::close);
          } catch (Exception | AssertionError e) {
            LOG.error("The tour of the demo failed", e);
            tryPicture();
            fail(List.of(String.valueOf(e.getMessage())));
          }
        });
  }

  /// Ends the program with a failure. What the demo started ends with it.
  static void fail(List<String> why) {
    LOG.error("The demo did not reach its end: {}", String.join(" ", why));
    Thread.ofPlatform().name("exit").start(() -> System.exit(1));
  }

  private ObjectNode run() throws Exception {
    var started = Instant.now();
    Files.createDirectories(folder);
    var label = "demo-" + STAMP.format(started);

    await("the key stores are listed", () -> has("#key-stores") && rows("#key-stores") == 3);
    choose("payments-hsm");
    picture("key-stores");
    choose("branch-office");
    await("the reason of the failure is shown", () -> has("#connection-error"));
    picture("key-store-failed");

    go(new Destination.HsmKeys());
    await("the HSM's keys are listed", () -> has("#hsm-keys") && rows("#hsm-keys") > 0);
    fire("#generate-key");
    await("the label is asked for", () -> find("#dialog-input") != null);
    type("#dialog-input", label);
    fire("#dialog-ok");
    var before = started;
    await("the new key is listed", () -> tableShows("#hsm-keys", label));
    picture("hsm-keys");

    go(new Destination.KeyStores());
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
      theme.choose(Theme.Choice.DARK);
      return true;
    });
    picture("proven-dark");
    go(new Destination.Keys());
    await("the KMS keys are listed", () -> has("#kms-keys") && rows("#kms-keys") > 0);
    picture("customer-managed-keys-dark");
    go(new Destination.Activity());
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
        .put("kmsKeyArn", context.keyArn(keyArn))
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
      context
          .proxyCalls(id)
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
    return context.activity().entries().stream()
        .filter(entry -> entry.operation().equals(operation) && entry.outcome().equals("done"))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("no " + operation + " in the activity log"));
  }

  private void go(Destination destination) throws Exception {
    onWindow(() -> {
      context.shell().go(destination);
      return true;
    });
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

  private String text(String id) {
    return ((Labeled) need(id)).getText();
  }

  private String input(String id) {
    return ((TextInputControl) need(id)).getText();
  }

  private boolean textIn(String id, String text) {
    return has(id)
        && need(id).lookupAll(".label").stream()
            .anyMatch(node -> node instanceof Labeled label && label.getText().contains(text));
  }

  private void type(String id, String text) throws Exception {
    onWindow(() -> {
      ((TextInputControl) need(id)).setText(text);
      return true;
    });
  }

  /// Presses a button, later: a dialog that it opens would keep this call waiting.
  private void fire(String id) throws Exception {
    await(id + " can be pressed", () -> has(id) && !need(id).isDisabled());
    FxTasks.onWindowThread(() -> ((ButtonBase) need(id)).fire());
  }

  private boolean has(String id) {
    return find(id) != null;
  }

  private Node need(String id) {
    return Objects.requireNonNull(find(id), id + " is not shown");
  }

  private static @org.jspecify.annotations.Nullable Node find(String id) {
    for (var window : Window.getWindows()) {
      var node = window.getScene() == null ? null : window.getScene().lookup(id);
      if (node != null && node.isVisible()) {
        return node;
      }
    }
    return null;
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!onWindow(condition::getAsBoolean)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited in vain until " + what);
      }
      Thread.sleep(POLL);
    }
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    var task = new FutureTask<>(action);
    FxTasks.onWindowThread(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void picture(String name) throws Exception {
    // Two pulses: the first lays out what the last change made.
    onWindow(() -> true);
    Thread.sleep(Duration.ofMillis(250));
    var image = onWindow(() -> stage.getScene().snapshot(null));
    pictures++;
    var file = folder.resolve("%02d-%s.png".formatted(pictures, name));
    ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    LOG.info("{}", file);
  }

  private void tryPicture() {
    try {
      picture("failed");
    } catch (Exception e) {
      LOG.warn("No picture of the failure: {}", e.getMessage());
    }
  }
}
