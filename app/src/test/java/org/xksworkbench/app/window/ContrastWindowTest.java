package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.robot.Robot;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.dialog.LostKey;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesView;
import org.xksworkbench.app.ui.theme.Contrast;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Tables;

/// What is drawn in a window can be read in both themes, and what is pressed in every state,
/// measured on its pixels.
class ContrastWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// What cannot be pressed is exempt (WCAG 2.2, 1.4.3), but it is no empty box either.
  private static final double PERCEPTIBLE = 1.5;

  /// As on a screen with so many times the pixels in each direction: the strokes of a letter are
  /// wider than their blurred edges then.
  private static final int SCALE = 4;

  /// Colours that cover less of a text than this share of its commonest one are edges.
  private static final int EDGE = 3;

  private enum PressedState {
    REST,
    HOVER,
    FOCUS,
    PRESSED,
    DISABLED
  }

  /// What is pressed in this program.
  private enum PressedKind {
    PLAIN("page", () -> Buttons.button("Refresh")),
    DEFAULT("page", () -> isDefault(Buttons.button("Create key"))),
    FLAT("page", () -> styled(Buttons.button("Remove"), "flat")),
    SMALL("page", () -> styled(Buttons.button("Edit"), "small")),
    FLAT_SMALL("page", () -> styled(Buttons.button("Remove"), "flat", "small")),
    DANGER("page", () -> Buttons.danger("danger", "Schedule key deletion", () -> {})),
    OUTLINED_DANGER("page", () -> Buttons.outlinedDanger("danger", "Disconnect…", () -> {})),
    COPY("page", () -> new CopyButton("Copy as AWS CLI", () -> "")),
    CEREMONY("page", () -> isDefault(styled(Buttons.button("Operator acts…"), "ceremony-next"))),
    MENU("page", () -> Buttons.menu("More", Buttons.menuItem("Edit", () -> {}))),
    TOGGLE("page", () -> Buttons.toggleButton("Default view")),
    TOGGLE_CHOSEN("page", () -> chosen(Buttons.toggleButton("Policy view"))),
    PLAN("page", () -> styled(Buttons.toggleButton("A new key"), "plan-choice")),
    PLAN_CHOSEN("page", () -> chosen(styled(Buttons.toggleButton("A new key"), "plan-choice"))),
    CHECK_BOX("page", () -> Buttons.checkBox("I understand this")),
    RADIO("page", () -> Buttons.radioButton("Symmetric")),
    LINK("page", () -> Buttons.link("alias/payments")),
    LINEAGE_LINK("page", () -> styled(Buttons.link("alias/payments"), "strong", "lineage-link")),
    TOUR_LINK("top-bar", () -> styled(Buttons.link("Take the tour"), "tour-link")),
    CHIP("top-bar", () -> styled(Buttons.button("Read-only"), "chip-button")),
    CHIP_MENU(
        "top-bar",
        () ->
            styled(
                Buttons.menu("profile  prod", Buttons.menuItem("test", () -> {})), "chip-button")),
    NAVIGATION("navigation", () -> styled(Buttons.toggleButton("HSM keys"), "navigation-item")),
    NAVIGATION_CHOSEN(
        "navigation", () -> chosen(styled(Buttons.toggleButton("HSM keys"), "navigation-item"))),
    STATUS_BAR("status-bar", () -> Buttons.button("Stop waiting"));

    private final String ground;
    private final Supplier<Labeled> make;

    /// @param ground style class of what it lies on
    PressedKind(String ground, Supplier<Labeled> make) {
      this.ground = ground;
      this.make = make;
    }
  }

  private final FxRobot robot = new FxRobot();
  private Stage stage;
  private Robot hand;
  private boolean isHeld;
  private int beside;
  private TextField elsewhere;
  private HBox ground;
  private FxDialogs dialogs;

  @BeforeEach
  void find() throws Exception {
    stage = FxToolkit.registerPrimaryStage();
    hand = onWindow(Robot::new);
  }

  @AfterEach
  void close() throws Exception {
    robot.release(MouseButton.PRIMARY);
    onWindow(() -> {
      List.copyOf(Window.getWindows()).forEach(Window::hide);
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = Theme.ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void what_is_pressed_can_be_read_in_every_state(Theme.ThemeChoice choice) throws Exception {
    open(choice);
    var unreadable = new ArrayList<String>();
    for (var kind : PressedKind.values()) {
      var pressed = onWindow(() -> put(kind.ground, kind.make.get()));
      for (var state : PressedState.values()) {
        bring(pressed, state);
        var least = state == PressedState.DISABLED ? PERCEPTIBLE : Contrast.READABLE;
        unreadable(pressed, least)
            .forEach(one -> unreadable.add("%s, %s: %s".formatted(kind, state, one)));
      }
    }
    assertThat(unreadable).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Theme.ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void a_question_before_something_is_destroyed_can_be_read(Theme.ThemeChoice choice)
      throws Exception {
    open(choice);
    var answer = new ArrayList<Boolean>();
    Platform.runLater(() ->
        answer.add(
            dialogs.confirmTyped(
                "Initialise demo-token?",
                "Every key and object on the token is deleted.",
                List.of(
                    new LostKey("alias/payments", "payments-2025", Optional.empty()),
                    new LostKey("alias/a", "a", Optional.of("Ada: cloned"))),
                "demo-token",
                "Erase and initialise the token")));
    OnWindow.await("the question", PATIENCE, () -> DemoWindow.find("#dialog-ok") != null);
    var unreadable = new ArrayList<String>();
    var ok = (Button) onWindow(() -> DemoWindow.find("#dialog-ok"));
    unreadable.addAll(unreadable(ok, PERCEPTIBLE));
    OnWindow.await(
        "the focus in the field", PATIENCE, () -> DemoWindow.find("#dialog-input").isFocused());
    robot.write("demo-token");
    OnWindow.await("that it may be pressed", PATIENCE, () -> !ok.isDisabled());
    unreadable.addAll(unreadable(ok.getScene().getRoot(), Contrast.READABLE));
    robot.moveTo(ok);
    OnWindow.await("the pointer", PATIENCE, ok::isHover);
    unreadable.addAll(unreadable(ok, Contrast.READABLE));
    onWindow(() -> {
      ok.requestFocus();
      return true;
    });
    OnWindow.await("the focus", PATIENCE, ok::isFocused);
    unreadable.addAll(unreadable(ok, Contrast.READABLE));
    assertThat(unreadable).isEmpty();

    robot.push(KeyCode.ENTER);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(onWindow(() -> List.copyOf(answer)))
        .as("Enter presses no button that destroys")
        .isEmpty();
    robot.push(KeyCode.SPACE);
    OnWindow.await("the answer", PATIENCE, () -> answer.equals(List.of(true)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Theme.ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void badges_notes_and_errors_can_be_read(Theme.ThemeChoice choice) throws Exception {
    open(choice);
    var told = new ArrayList<Node>();
    for (var tone : Badge.BadgeTone.values()) {
      told.add(new Badge(tone, "Enabled"));
    }
    for (var tone : Note.NoteTone.values()) {
      told.add(new Note(tone, "What happened", "Why it happened"));
    }
    told.add(styled(new Label("7 to 30 days"), "field-error"));
    told.add(styled(new Label("no backup recorded"), "danger"));
    told.add(styled(new Label("Nothing has been created yet."), "muted"));
    told.add(styled(new Label("The clock differs"), "badge", "warning-badge"));
    told.add(styled(new Label("Local KMS, not AWS"), "not-aws-band"));
    var unreadable = new ArrayList<String>();
    for (var one : told) {
      onWindow(() -> put("page", one));
      unreadable.addAll(unreadable(one, Contrast.READABLE));
    }
    var status = onWindow(() -> put("status-bar", new Label("○ No HSM attached")));
    unreadable.addAll(unreadable(status, Contrast.READABLE));
    assertThat(unreadable).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Theme.ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void what_a_menu_offers_can_be_read(Theme.ThemeChoice choice) throws Exception {
    open(choice);
    var menu =
        onWindow(() -> put("page", Buttons.menu("More", Buttons.menuItem("Edit", () -> {}))));
    robot.clickOn(menu);
    OnWindow.await("the menu", PATIENCE, () -> DemoWindow.find(".menu-item") != null);
    var item = onWindow(() -> DemoWindow.find(".menu-item"));
    var unreadable = new ArrayList<>(unreadable(item, Contrast.READABLE));
    robot.moveTo(item);
    OnWindow.await("the pointer", PATIENCE, item::isHover);
    unreadable.addAll(unreadable(item, Contrast.READABLE));
    assertThat(unreadable).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Theme.ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void a_table_can_be_read_where_it_is_chosen_and_where_not(Theme.ThemeChoice choice)
      throws Exception {
    open(choice);
    var tones = FXCollections.observableArrayList(Badge.BadgeTone.values());
    var table =
        onWindow(() ->
            put(
                "page",
                Tables.of(
                    "tones",
                    "Tones of badges",
                    tones,
                    "",
                    List.<TableColumn<Badge.BadgeTone, ?>>of(
                        Columns.text("Name", 120, Badge.BadgeTone::name),
                        Columns.mono("ID", 120, Badge.BadgeTone::name),
                        Columns.node(
                            "State", 140, tone -> new Badge(tone, "State"), Enum::name)))));
    var unreadable = new ArrayList<String>();
    for (var tone : tones) {
      onWindow(() -> {
        table.getSelectionModel().select(tone);
        return true;
      });
      OnWindow.await("its rows", PATIENCE, () -> !table.lookupAll(".badge").isEmpty());
      unreadable.addAll(unreadable(table, Contrast.READABLE));
    }
    assertThat(unreadable).isEmpty();
  }

  private void open(Theme.ThemeChoice choice) throws Exception {
    onWindow(() -> {
      var theme = new Theme(choice);
      dialogs = new FxDialogs(stage, theme::dress, _ -> {}, () -> {});
      elsewhere = new TextField("elsewhere");
      ground = new HBox();
      var scene = new Scene(new VBox(40, elsewhere, ground), 900, 600);
      theme.dress(scene);
      scene.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> isHeld = true);
      scene.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> isHeld = false);
      scene
          .getStylesheets()
          .add(
              Objects.requireNonNull(CeremoniesView.class.getResource("ceremony.css"))
                  .toExternalForm());
      stage.setScene(scene);
      stage.setX(0);
      stage.setY(0);
      stage.show();
      return true;
    });
    robot.clickOn(elsewhere);
    OnWindow.await("the keyboard", PATIENCE, stage::isFocused);
  }

  private <N extends Node> N put(String style, N node) {
    ground.getStyleClass().setAll(style);
    ground.getChildren().setAll(node);
    return node;
  }

  /// By the pointer and the keyboard of the display, without the pauses of a hand: there are some
  /// two hundred states.
  private void bring(Labeled pressed, PressedState state) throws Exception {
    onWindow(() -> {
      pointTo(elsewhere);
      hand.mouseRelease(MouseButton.PRIMARY);
      return true;
    });
    // What a menu that goes away swallows, the window would wait for.
    until("the release", () -> !isHeld);
    onWindow(() -> {
      if (pressed instanceof MenuButton menu) {
        menu.hide();
      }
      elsewhere.requestFocus();
      return true;
    });
    until("rest", () -> !pressed.isHover() && !pressed.isPressed() && elsewhere.isFocused());
    switch (state) {
      case REST -> {}
      case HOVER -> point(pressed);
      case FOCUS -> {
        onWindow(() -> {
          hand.keyType(KeyCode.TAB);
          return true;
        });
        until("the focus", pressed::isFocused);
      }
      case PRESSED -> {
        point(pressed);
        onWindow(() -> {
          hand.mousePress(MouseButton.PRIMARY);
          return true;
        });
        until("the press", pressed::isPressed);
      }
      case DISABLED ->
          onWindow(() -> {
            pressed.setDisable(true);
            return true;
          });
    }
  }

  /// A hand is never quite still: where a menu has just closed, the window may hear of the pointer
  /// first that it left.
  private void point(Labeled node) throws Exception {
    until("the pointer on " + node, () -> node.isHover() || pointTo(node));
  }

  /// A pixel beside the place of the time before.
  ///
  /// @return false: nothing has come of it yet
  private boolean pointTo(Node node) {
    node.getScene().getRoot().applyCss();
    node.getScene().getRoot().layout();
    var place = node.localToScreen(node.getBoundsInLocal());
    beside = 1 - beside;
    hand.mouseMove(place.getCenterX() + beside, place.getCenterY());
    return false;
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.until(what, PATIENCE, condition);
  }

  /// Each text in it that is less than so far from its ground.
  private static List<String> unreadable(Node node, double least) throws Exception {
    return onWindow(() -> {
      var root = node.getScene().getRoot();
      root.applyCss();
      root.layout();
      var found = new ArrayList<String>();
      texts(node)
          .forEach(text -> {
            var contrast = contrast(drawn(root, text.localToScene(text.getBoundsInLocal())));
            if (contrast < least) {
              found.add("“%s” has %.2f".formatted(text.getText(), contrast));
            }
          });
      return found;
    });
  }

  private static Stream<Text> texts(Node node) {
    return node.lookupAll(".text").stream()
        .filter(Text.class::isInstance)
        .map(Text.class::cast)
        .filter(text -> !text.getText().isBlank() && isShown(text));
  }

  private static boolean isShown(Node node) {
    for (Node one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static Image drawn(Node root, Bounds text) {
    var parameters = new SnapshotParameters();
    parameters.setTransform(Transform.scale(SCALE, SCALE));
    parameters.setViewport(
        new Rectangle2D(
            text.getMinX() * SCALE,
            text.getMinY() * SCALE,
            text.getWidth() * SCALE,
            text.getHeight() * SCALE));
    return root.snapshot(parameters, null);
  }

  /// Of the commonest colour, which is the ground, and that of the letters: the one farthest from
  /// it among those that are no blurred edges.
  private static double contrast(Image text) {
    var counts = new HashMap<Integer, Integer>();
    for (var y = 0; y < (int) text.getHeight(); y++) {
      for (var x = 0; x < (int) text.getWidth(); x++) {
        counts.merge(text.getPixelReader().getArgb(x, y), 1, Integer::sum);
      }
    }
    var ground = commonest(counts);
    counts.remove(ground);
    if (counts.isEmpty()) {
      return 1;
    }
    var most = counts.get(commonest(counts));
    return counts.entrySet().stream()
        .filter(colour -> colour.getValue() * EDGE >= most)
        .mapToDouble(colour -> Contrast.of(colour(ground), colour(colour.getKey())))
        .max()
        .orElse(1);
  }

  private static int commonest(Map<Integer, Integer> counts) {
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static Color colour(int argb) {
    return Color.rgb(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
  }

  private static <N extends Node> N styled(N node, String... styles) {
    node.getStyleClass().addAll(styles);
    return node;
  }

  private static Button isDefault(Button button) {
    button.setDefaultButton(true);
    return button;
  }

  private static ToggleButton chosen(ToggleButton button) {
    button.setSelected(true);
    return button;
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return OnWindow.call(PATIENCE, action);
  }
}
