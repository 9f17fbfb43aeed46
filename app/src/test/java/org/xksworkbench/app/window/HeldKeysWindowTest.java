package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.shell.HeldKeys;
import org.xksworkbench.app.ui.theme.Theme;

/// Somebody, or a busy machine, lets go of a key late: the desktop repeats it into whatever window
/// has the focus by then.
class HeldKeysWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A held key is told apart from one that is let go after so many more.
  private static final int REPEATS = 5;

  private final FxRobot robot = new FxRobot();
  private final AtomicInteger pressed = new AtomicInteger();
  private final AtomicInteger let = new AtomicInteger();
  private final List<String> done = new ArrayList<>();

  private Button first;
  private TextField ask;
  private TextArea text;
  private ComboBox<String> choice;
  private Stage stage;
  private FxDialogs dialogs;
  private HeldKeys keys;

  @BeforeEach
  void open() throws Exception {
    stage = FxToolkit.registerPrimaryStage();
    onWindow(() -> {
      var theme = new Theme(Theme.ThemeChoice.LIGHT);
      dialogs = new FxDialogs(stage, theme::dress, _ -> {}, () -> {});
      first = new Button("What Enter must not press");
      ask = new TextField();
      text = new TextArea();
      choice = new ComboBox<>();
      first.setCancelButton(true);
      first.setOnAction(_ -> done.add("first"));
      ask.setOnAction(_ -> done.add(dialogs.confirm("Ask", "Is it?", "Yes") ? "yes" : "no"));
      choice.getItems().setAll("one", "two");
      var box = new VBox(first, ask, text, choice);
      box.getStyleClass().add("root");
      stage.setScene(new Scene(box, 900, 600));
      theme.dress(stage.getScene());
      stage.show();
      keys = HeldKeys.inEveryWindow();
      return true;
    });
    robot.clickOn(stage, MouseButton.PRIMARY);
    OnWindow.await("the keyboard", PATIENCE, stage::isFocused);
  }

  @AfterEach
  void close() throws Exception {
    robot.release(KeyCode.ENTER, KeyCode.ESCAPE);
    onWindow(() -> {
      keys.close();
      List.copyOf(Window.getWindows()).forEach(Window::hide);
      return true;
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyCode.class,
      names = {"ENTER", "ESCAPE"})
  void a_key_that_closes_a_dialog_presses_nothing_behind_it(KeyCode key) throws Exception {
    Platform.runLater(
        () -> done.add(dialogs.askText("Ask", "What?", "this", "Go on").orElse("nothing")));
    awaitDialog();
    OnWindow.await(
        "the focus in what is asked for",
        PATIENCE,
        () -> Window.getWindows().getLast().getScene().getFocusOwner() instanceof TextField);

    robot.press(key);
    OnWindow.await("its end", PATIENCE, () -> Window.getWindows().size() == 1);
    // As where the act takes the button away that asked.
    focus(first);
    repeated(stage);
    robot.release(key);

    OnWindow.await("the release", PATIENCE, () -> let.get() > 0);
    assertThat(onWindow(() -> List.copyOf(done)))
        .containsExactly(key == KeyCode.ENTER ? "this" : "nothing");
  }

  @Test
  void a_key_that_opens_a_dialog_does_not_answer_it() throws Exception {
    focus(ask);

    robot.press(KeyCode.ENTER);
    awaitDialog();
    repeated(Window.getWindows().getLast());
    robot.release(KeyCode.ENTER);
    OnWindow.await("the release", PATIENCE, () -> let.get() > 0);
    assertThat(onWindow(() -> List.copyOf(done))).isEmpty();

    robot.type(KeyCode.ENTER);
    OnWindow.await("the answer", PATIENCE, () -> done.equals(List.of("yes")));
  }

  @Test
  void a_key_that_is_pressed_twice_acts_twice() throws Exception {
    focus(first);
    robot.type(KeyCode.ENTER);
    robot.type(KeyCode.ENTER);

    OnWindow.await("both", PATIENCE, () -> done.equals(List.of("first", "first")));
  }

  @Test
  void lines_are_written_while_enter_is_held() throws Exception {
    focus(text);
    robot.press(KeyCode.ENTER);
    OnWindow.await("lines", PATIENCE, () -> text.getText().length() >= REPEATS);
    robot.release(KeyCode.ENTER);
  }

  @Test
  void enter_chooses_in_a_list_that_dropped_down() throws Exception {
    focus(choice);
    robot.type(KeyCode.F4);
    OnWindow.await("the list", PATIENCE, choice::isShowing);
    robot.type(KeyCode.DOWN);
    robot.type(KeyCode.ENTER);

    OnWindow.await("the choice", PATIENCE, () -> "one".equals(choice.getValue()));
    assertThat(onWindow(choice::isShowing)).isFalse();
  }

  private static void awaitDialog() throws Exception {
    OnWindow.await(
        "the dialog",
        PATIENCE,
        () -> Window.getWindows().size() == 2 && Window.getWindows().getLast().isFocused());
  }

  private static void focus(Node node) throws Exception {
    onWindow(() -> {
      node.requestFocus();
      return true;
    });
    OnWindow.await("the focus", PATIENCE, node::isFocused);
  }

  /// Counted before they are dispatched.
  private void repeated(Window window) throws Exception {
    onWindow(() -> {
      var usual = window.getEventDispatcher();
      window.setEventDispatcher((event, tail) -> {
        if (event.getEventType() == KeyEvent.KEY_PRESSED) {
          pressed.incrementAndGet();
        }
        if (event.getEventType() == KeyEvent.KEY_RELEASED) {
          let.incrementAndGet();
        }
        return usual.dispatchEvent(event, tail);
      });
      return true;
    });
    OnWindow.await("the desktop to repeat the key", PATIENCE, () -> pressed.get() >= REPEATS);
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return OnWindow.call(PATIENCE, action);
  }
}
