package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.bootstrap.AppContext;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.session.DemoSession;
import org.xksworkbench.app.session.Remembered;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.shell.HeldKeys;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellView;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.store.KeptFiles;

/// The real window on the real demo: SoftHSM behind a helper process, the proxy in a process of its
/// own, the local KMS, the AWS SDK. Driven by mouse and keyboard.
final class DemoWindow implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FxRobot robot = new FxRobot();
  private final List<String> reported = new ArrayList<>();
  private final Demo demo;
  private final AwsAccess aws;
  private final KeyManagement kms;
  private final AtomicReference<String> signedIn = new AtomicReference<>("");
  private final AtomicBoolean expired = new AtomicBoolean();
  private final SignInDesk desk = new SignInDesk("demo", signedIn::get);
  private final KeptFiles files = new KeptFiles();
  private final FxTasks tasks;
  private final AppContext context;
  private final ShellView shell;
  private final HeldKeys keys;
  private final Stage stage;
  private final Theme theme;

  /// @param folder for the demo's token and proxy
  DemoWindow(Path folder) throws Exception {
    this(folder, Job::deadline);
  }

  /// @param deadlines how long a job may go without a sign of life
  DemoWindow(Path folder, Function<Job, Duration> deadlines) throws Exception {
    stage = FxToolkit.registerPrimaryStage();
    demo = Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody());
    aws = AwsServices.open(connection());
    kms = aws.kms();
    tasks =
        new FxTasks(
            (problem, cause) -> {
              synchronized (reported) {
                reported.add(problem + " " + cause);
              }
            },
            deadlines);
    theme = onWindow(() -> new Theme(Theme.ThemeChoice.LIGHT));
    context =
        new AppContext(
            new DemoSession(
                demo,
                new AwsAccess(
                    expirable(aws.kms()),
                    aws.principals(),
                    aws.events(),
                    aws.metrics(),
                    aws.search()),
                Remembered.withoutActivity(folder, files)),
            SessionViewModel.unchangeable(),
            desk,
            tasks,
            new FxDialogs(stage, theme::dress, _ -> {}, () -> {}));
    keys = onWindow(HeldKeys::inEveryWindow);
    shell =
        onWindow(() -> {
          var view = new ShellView(context.shell(), context::screen, tasks.running());
          var scene = new Scene(view, 1440, 900);
          theme.dress(scene);
          stage.setScene(scene);
          stage.setX(0);
          stage.setY(0);
          stage.show();
          context.begin();
          return view;
        });
  }

  /// Somebody else at the same AWS KMS.
  KeyManagement client() {
    return AwsServices.open(connection()).kms();
  }

  private AwsConnection.LocalKmsConnection connection() {
    return new AwsConnection.LocalKmsConnection(demo.kms().endpoint(), LocalKms.REGION);
  }

  /// From now on AWS KMS refuses every request for its credentials.
  void expireCredentials() {
    expired.set(true);
  }

  /// The user signs in again: the files change.
  void signInAgain() {
    expired.set(false);
    signedIn.updateAndGet(before -> before + "x");
  }

  private KeyManagement expirable(KeyManagement real) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (expired.get() && !method.getName().equals("endpoint")) {
                throw new KmsException(
                    KmsException.KmsFailureKind.CREDENTIALS,
                    KmsErrorCode.SSO_SESSION_EXPIRED.text(),
                    "The session has ended.",
                    "",
                    null);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  Demo demo() {
    return demo;
  }

  void go(Destination destination) {
    onWindow(() -> {
      // A dialog that a failed test left open would fail every test after it.
      List.copyOf(Window.getWindows()).stream()
          .filter(window -> window != stage)
          .forEach(Window::hide);
      // Other tests ask what a form says when it is left.
      context.shell().beforeLeaving(() -> true);
      if (destination.equals(context.shell().destination().get())) {
        // The same place again would change nothing, and leave what an earlier test saw there.
        context.shell().go(new Destination.ActivityScreen());
      }
      context.shell().go(destination);
      return true;
    });
  }

  void click(String id) {
    await(id + " can be clicked", () -> shown(id) && !node(id).isDisabled());
    settle(id);
    robot.clickOn(id);
  }

  /// As by the Tab key.
  void focus(String id) {
    await(id + " takes the focus", () -> shown(id) && node(id).isFocusTraversable());
    onWindow(() -> {
      node(id).requestFocus();
      return true;
    });
  }

  /// The node itself, to see whether another came in its place.
  Object shownNode(String id) {
    await(id + " is shown", () -> shown(id));
    return onWindow(() -> node(id));
  }

  /// As when something else than the user does it: the focus stays where it is.
  void fire(String id) {
    await(id + " is shown", () -> shown(id));
    onWindow(() -> {
      ((javafx.scene.control.ButtonBase) node(id)).fire();
      return true;
    });
  }

  void awaitFocus(String id) {
    await(id + " has the focus", () -> shown(id) && node(id).isFocused());
  }

  /// Wherever the focus is.
  void write(String text) {
    robot.write(text);
    WaitForAsyncUtils.waitForFxEvents();
  }

  void awaitValue(String id, String value) {
    await(
        id + " holds “" + value + "”",
        () ->
            shown(id)
                && ((javafx.scene.control.TextInputControl) node(id)).getText().equals(value));
  }

  /// What a field holds.
  String valueOf(String id) {
    await(id + " is shown", () -> shown(id));
    return onWindow(() -> ((javafx.scene.control.TextInputControl) node(id)).getText());
  }

  /// Clicks an item of the menu that is open.
  void clickMenuItem(String text) {
    robot.clickOn(text);
  }

  /// Replaces what a field holds, by keyboard.
  void type(String id, String text) {
    await(id + " is shown", () -> shown(id));
    settle(id);
    robot.clickOn(id);
    robot.push(javafx.scene.input.KeyCode.CONTROL, javafx.scene.input.KeyCode.A);
    robot.push(javafx.scene.input.KeyCode.DELETE);
    robot.write(text);
  }

  /// From the first step of the form in a key store to the key, by the shortest way.
  void createKmsKey(String xksKeyId, String alias) {
    click("#acknowledge");
    click("#next");
    chooseExternalKey(xksKeyId, alias);
  }

  /// From the choice of the external key on.
  void chooseExternalKey(String xksKeyId, String alias) {
    clickRow("#external-keys", xksKeyId);
    click("#next");
    type("#alias", alias);
    click("#skip");
    createWithoutBackup();
  }

  /// Creates the key that the form is about, though no backup of the external key is recorded.
  void createWithoutBackup() {
    awaitText("#next", "Create the KMS key");
    click("#without-backup");
    click("#next");
  }

  /// What is said there now; empty if nothing is shown.
  String textsNow(String id) {
    return onWindow(() -> shown(id) ? texts(node(id)) : "");
  }

  /// Replaces what a field holds at once, where typing is not what is tested.
  void fill(String id, String text) {
    await(id + " is shown", () -> shown(id));
    onWindow(() -> {
      ((javafx.scene.control.TextInputControl) node(id)).setText(text);
      return true;
    });
  }

  void press(javafx.scene.input.KeyCode... keys) {
    robot.push(keys);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// Labels, buttons and menus of a row that do not show all of their text, or lie outside the
  /// window.
  List<String> cutOff(String rowId) {
    return onWindow(() ->
        node(rowId).lookupAll("*").stream()
            .filter(Labeled.class::isInstance)
            .map(Labeled.class::cast)
            .filter(DemoWindow::isDrawn)
            .filter(labeled -> !labeled.getText().isEmpty())
            .filter(labeled ->
                labeled.localToScene(labeled.getBoundsInLocal()).getMaxX()
                        > labeled.getScene().getWidth()
                    || !(labeled.lookup(".text") instanceof Text shown)
                    || !shown.getText().equals(labeled.getText()))
            .map(Labeled::getText)
            .toList());
  }

  void resize(int width, int height) {
    onWindow(() -> {
      stage.setWidth(width);
      stage.setHeight(height);
      return null;
    });
    await("the window's new size", () -> stage.getScene().getWidth() == width);
  }

  /// Waits until a node stays where it is: the robot aims first and clicks then, and what arrives
  /// from AWS KMS or the HSM meanwhile moves the page.
  private void settle(String id) {
    var before = new AtomicReference<Bounds>();
    await(
        id + " stays where it is",
        () -> {
          var now = shown(id) ? node(id).localToScreen(node(id).getLayoutBounds()) : null;
          return now != null && now.getWidth() > 0 && now.equals(before.getAndSet(now));
        });
  }

  /// Clicks the tab with a name.
  void clickTab(String id, String text) {
    await(text + " is shown", () -> shown(id) && tab(id, text) != null);
    robot.clickOn(onWindow(() -> tab(id, text)));
  }

  private static Node tab(String id, String text) {
    return node(id).lookupAll(".tab-label").stream()
        .filter(node -> node instanceof Labeled label && text.equals(label.getText()))
        .findFirst()
        .orElse(null);
  }

  /// Clicks the row that shows a text.
  void clickRow(String tableId, String text) {
    // A place and no cell: a table that is filled anew gives its cells to other rows.
    var place = new AtomicReference<Point2D>();
    await(
        "a row with " + text + " stays where it is",
        () -> {
          var cell = shown(tableId) ? cell(tableId, text) : null;
          var now = cell == null ? null : middle(cell);
          return now != null && now.equals(place.getAndSet(now));
        });
    robot.clickOn(place.get());
  }

  private static Point2D middle(Node node) {
    var bounds = node.localToScreen(node.getLayoutBounds());
    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
  }

  void awaitRow(String tableId, String text) {
    await("a row with " + text, () -> shown(tableId) && cell(tableId, text) != null);
  }

  void awaitText(String id, String text) {
    await(id + " says " + text, () -> shown(id) && texts(node(id)).contains(text));
  }

  /// For what takes a while on a busy machine.
  void awaitText(String id, String text, Duration patience) {
    await(id + " says " + text, patience, () -> shown(id) && texts(node(id)).contains(text));
  }

  String textsOf(String id) {
    await(id + " is shown", () -> shown(id));
    return onWindow(() -> texts(node(id)));
  }

  /// What a screen reader is told.
  String accessibleText(String id) {
    await(id + " is shown", () -> shown(id));
    return onWindow(() -> node(id).getAccessibleText());
  }

  void press(javafx.scene.input.KeyCode key) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.push(key);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// Chooses an item of a list that drops down.
  void choose(String id, String item) {
    await(id + " is shown", () -> shown(id));
    onWindow(() -> {
      @SuppressWarnings("unchecked")
      var box = (javafx.scene.control.ComboBox<String>) node(id);
      box.setValue(item);
      return true;
    });
  }

  /// How long the window's thread kept a question waiting at most while something went on.
  Duration slowestAnswerWhile(Runnable work) {
    var slowest = new java.util.concurrent.atomic.AtomicLong();
    var over = new java.util.concurrent.atomic.AtomicBoolean();
    var asker =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                var asked = System.nanoTime();
                var answered = new java.util.concurrent.CountDownLatch(1);
                Platform.runLater(answered::countDown);
                try {
                  answered.await();
                  slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
                  Thread.sleep(50); // asked without a pause, it would be the load itself
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    try {
      work.run();
    } finally {
      over.set(true);
      asker.interrupt();
    }
    return Duration.ofNanos(slowest.get());
  }

  boolean isShown(String id) {
    return onWindow(() -> shown(id));
  }

  boolean isDisabled(String id) {
    await(id + " is shown", () -> shown(id));
    return onWindow(() -> node(id).isDisabled());
  }

  int rows(String tableId) {
    return onWindow(() -> ((TableView<?>) node(tableId)).getItems().size());
  }

  void await(String what, Callable<Boolean> condition) {
    await(what, PATIENCE, condition);
  }

  void await(String what, Duration patience, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(
          patience.toMillis(), TimeUnit.MILLISECONDS, () -> onWindow(condition));
    } catch (Exception e) {
      throw new AssertionError("Waited in vain: " + what + "\n" + allTexts(), e);
    }
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// Takes the pictures `<screen>-light` and `<screen>-dark`.
  void pictures(String screen) {
    for (var choice : new Theme.ThemeChoice[] {Theme.ThemeChoice.LIGHT, Theme.ThemeChoice.DARK}) {
      onWindow(() -> {
        theme.choose(choice);
        return true;
      });
      WaitForAsyncUtils.waitForFxEvents();
      var image =
          onWindow(() -> {
            var root = stage.getScene().getRoot();
            root.applyCss();
            root.layout();
            return stage.getScene().snapshot(null);
          });
      Pictures.keep(screen + (choice == Theme.ThemeChoice.LIGHT ? "-light" : "-dark"), image);
    }
    onWindow(() -> {
      theme.choose(Theme.ThemeChoice.LIGHT);
      return true;
    });
  }

  /// Nothing went wrong that no screen showed.
  void assertNothingReported() {
    synchronized (reported) {
      assertThat(reported).isEmpty();
    }
  }

  @Override
  public void close() {
    onWindow(() -> {
      shell.close();
      keys.close();
      stage.hide();
      return true;
    });
    context.close();
    desk.close();
    tasks.close();
    kms.close();
    demo.close();
    files.close();
  }

  private String allTexts() {
    return onWindow(() -> texts(shell));
  }

  private static boolean shown(String id) {
    return find(id) != null;
  }

  private static Node node(String id) {
    var node = find(id);
    if (node == null) {
      throw new AssertionError(id + " is not shown");
    }
    return node;
  }

  /// A node is drawn only if all that it is in is visible.
  private static boolean isDrawn(Node node) {
    return node.getScene() != null
        && Stream.<Node>iterate(node, Objects::nonNull, Node::getParent).allMatch(Node::isVisible);
  }

  static Node find(String id) {
    for (var window : List.copyOf(Window.getWindows())) {
      if (window.getScene() != null) {
        for (var node : window.getScene().getRoot().lookupAll(id)) {
          if (isDrawn(node)) {
            return node;
          }
        }
      }
    }
    return null;
  }

  private static Node cell(String tableId, String text) {
    return node(tableId).lookupAll(".table-cell").stream()
        .filter(Node::isVisible)
        .filter(node -> node instanceof Labeled cell && text.equals(cell.getText()))
        .findFirst()
        .orElse(null);
  }

  static String texts(Node node) {
    var texts = new StringBuilder();
    if (node instanceof Labeled labeled && labeled.getText() != null) {
      texts.append(labeled.getText()).append('\n');
    }
    if (node instanceof javafx.scene.Parent parent) {
      parent.getChildrenUnmodifiable().stream()
          .filter(Node::isVisible)
          .forEach(child -> texts.append(texts(child)));
    }
    return texts.toString();
  }

  private static <T> T onWindow(Callable<T> action) {
    try {
      if (Platform.isFxApplicationThread()) {
        return action.call();
      }
      return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), action);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
