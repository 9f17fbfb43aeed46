package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;

/// The step that is on, to be read from across a room: steps on the left, what is said, expected
/// and came on the right, below it who signs off next.
final class RunPane extends StackPane {

  private static final Words WORDS = Words.of(RunPane.class);

  private final RunViewModel viewModel;
  private final StepsPane steps = new StepsPane();
  private final VBox body = new VBox(12);
  private final VBox bottom = new VBox(8);

  RunPane(RunViewModel viewModel) {
    this.viewModel = viewModel;
    setId("ceremony-run");
    var main = new VBox(12, PageParts.scroll(body), PageParts.problem(viewModel.problem()), bottom);
    HBox.setHgrow(main, Priority.ALWAYS);
    main.setMinWidth(0);
    var columns = new HBox(22, steps, main);
    VBox.setVgrow(columns, Priority.ALWAYS);
    var page = new VBox(14, head(), columns);
    page.getStyleClass().addAll("page", "ceremony-page");
    getChildren().add(page);
    if (viewModel.ceremony().get().rehearsal()) {
      page.getStyleClass().add("rehearsal-page");
      var watermark = new Label(WORDS.text("run.rehearsal"));
      watermark.getStyleClass().add("watermark");
      watermark.setMouseTransparent(true);
      watermark.setRotate(-24);
      getChildren().add(watermark);
    }
    viewModel.ceremony().subscribe(_ -> render());
    viewModel.entries().subscribe(_ -> render());
    viewModel.page().subscribe(_ -> render());
    viewModel.interlude().subscribe(_ -> renderBottom());
    // At the scene: after a dialog, no node of this pane may have the focus.
    EventHandler<KeyEvent> keys = this::press;
    sceneProperty()
        .subscribe((before, scene) -> {
          if (before != null) {
            before.removeEventFilter(KeyEvent.KEY_PRESSED, keys);
          }
          if (scene != null) {
            scene.addEventFilter(KeyEvent.KEY_PRESSED, keys);
          }
        });
  }

  private void press(KeyEvent event) {
    for (var kind : Interlude.values()) {
      if (KeyCode.getKeyCode(kind.key()) == event.getCode()) {
        viewModel.open(kind);
        event.consume();
        return;
      }
    }
    if (event.getCode() == KeyCode.F11 && getScene().getWindow() instanceof Stage stage) {
      stage.setFullScreen(!stage.isFullScreen());
      event.consume();
    }
  }

  private Node head() {
    var now = viewModel.ceremony().get();
    var title = new Label(now.title());
    title.getStyleClass().add("ceremony-title");
    title.setWrapText(true);
    title.setMinHeight(USE_PREF_SIZE);
    var about =
        new Label(WORDS.text("plan.hash-and-nonce", PageParts.beginning(now.plan()), now.nonce()));
    about.getStyleClass().add("muted");
    about.setMinWidth(0);
    var titles = new VBox(2, title, about);
    titles.setMinWidth(0);
    HBox.setHgrow(titles, Priority.ALWAYS);
    var utc = new Label();
    utc.setId("clock-utc");
    utc.getStyleClass().addAll("mono", "ceremony-clock");
    utc.textProperty().bind(viewModel.now().map(CeremonyTimes::utc));
    utc.setMinWidth(USE_PREF_SIZE);
    var local = new Label();
    local.setId("clock-local");
    local.getStyleClass().add("muted");
    local.textProperty().bind(viewModel.now().map(at -> CeremonyTimes.local(at, viewModel.zone())));
    local.setMinWidth(USE_PREF_SIZE);
    var head = new Label();
    head.setId("head-words");
    head.getStyleClass().add("muted");
    head.textProperty()
        .bind(
            viewModel
                .ceremony()
                .map(one ->
                    WORDS.text(
                        "run.head", one.head().line(), String.join(" ", one.head().words()))));
    head.setMinWidth(USE_PREF_SIZE);
    var clocks = new VBox(utc, local, head);
    clocks.setAlignment(Pos.CENTER_RIGHT);
    clocks.setMinWidth(USE_PREF_SIZE);
    var badge =
        now.rehearsal()
            ? new Badge(Badge.BadgeTone.WARNING, WORDS.text("run.rehearsal"))
            : new Badge(Badge.BadgeTone.GOOD, WORDS.text("run.counts"));
    badge.getStyleClass().add("ceremony-badge");
    var row = new HBox(16, titles, badge, clocks);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void render() {
    var ceremony = viewModel.ceremony().get();
    var read = viewModel.page().get();
    // Who signs has nothing else before their eyes.
    steps.setVisible(read.isEmpty());
    steps.setManaged(read.isEmpty());
    if (read.isPresent()) {
      body.getChildren().setAll(new SigningPane(read.get()));
      renderBottom();
      return;
    }
    steps.show(ceremony);
    body.getChildren()
        .setAll(
            switch (ceremony.mode()) {
              case RUNNING ->
                  ceremony
                      .current()
                      .map(step ->
                          StepParts.of(
                              ceremony,
                              step,
                              viewModel.entries().get(),
                              new RecordParts(ceremony, viewModel.forms(), viewModel.busy())))
                      .orElse(List.of());
              case PAUSED -> List.of(stopNote(WORDS.text("run.paused"), ceremony.stopReason()));
              case ON_BREAK -> List.of(stopNote(WORDS.text("run.on-break"), ceremony.stopReason()));
              case INTERRUPTED ->
                  List.of(
                      stopNote(
                          WORDS.text("run.interrupted"),
                          WORDS.text("run.interrupted-why", ceremony.stopReason())));
              case HALTED -> List.of(stopNote(WORDS.text("run.halted"), ceremony.stopReason()));
              case NOT_OPENED, ABORTED, COMPLETED, CLOSED -> List.of();
            });
    renderBottom();
  }

  private static Node stopNote(String what, String why) {
    var title = new Label(what);
    title.getStyleClass().add("step-title");
    var text = Note.text(why);
    text.getStyleClass().add("step-say");
    var card = new VBox(10, title, text);
    card.setId("stopped");
    card.getStyleClass().addAll("card", "step-card", "stopped-card");
    return card;
  }

  private void renderBottom() {
    var shown = viewModel.interlude().get();
    bottom
        .getChildren()
        .setAll(
            shown
                .<Node>map(kind -> new InterludePane(viewModel, kind))
                .orElseGet(() ->
                    viewModel
                        .page()
                        .get()
                        .map(read -> SigningPane.bar(viewModel, read))
                        .orElseGet(this::bar)));
  }

  private Node bar() {
    var ceremony = viewModel.ceremony().get();
    var left = new HBox(8);
    left.setAlignment(Pos.CENTER_LEFT);
    for (var kind : Interlude.values()) {
      if (kind == Interlude.CONTINUATION) {
        continue; // a button of its own, where it is what comes next
      }
      var id = "interlude-" + kind.name().toLowerCase(java.util.Locale.ROOT);
      var text = WORDS.text("run.interlude", kind.word(), kind.key());
      Runnable open = () -> viewModel.open(kind);
      var button =
          kind == Interlude.ABORT
              ? Buttons.outlinedDanger(id, text, open)
              : Buttons.button(id, text, open);
      button.setDisable(!viewModel.mayOpen(kind));
      left.getChildren().add(button);
    }
    var leave = Buttons.button("leave-ceremony", WORDS.text("run.leave"), viewModel::leave);
    leave.getStyleClass().add("flat");
    left.getChildren().add(leave);
    var row = new javafx.scene.layout.FlowPane(12, 8, left);
    // Each for itself, so that those of many people go on in the next line.
    row.getChildren().addAll(next(ceremony));
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /// What comes next, a button a person.
  private List<Node> next(CeremonySnapshot ceremony) {
    var right = new ArrayList<Node>();
    right.add(PageParts.busy(viewModel.busy()));
    switch (ceremony.mode()) {
      case RUNNING ->
          ceremony
              .current()
              .ifPresent(step -> {
                switch (step.waiting()) {
                  case ANSWER -> {
                    var ask = big(WORDS.text("run.ask"), "ask");
                    ask.setOnAction(_ -> viewModel.ask());
                    right.add(ask);
                  }
                  case DECISION -> {
                    var decide = big(WORDS.text("run.decide"), "decide");
                    decide.setOnAction(_ -> viewModel.open(Interlude.DEVIATION));
                    right.add(decide);
                  }
                  case AUTHORISATION, ACT, CONFIRMATION -> {
                    for (var player : step.awaitedPeople()) {
                      right.add(person(step, player));
                    }
                  }
                }
              });
      case PAUSED, ON_BREAK, INTERRUPTED -> {
        var button = big(WORDS.text("run.goes-on"), "go-on");
        button.setOnAction(_ -> viewModel.open(Interlude.CONTINUATION));
        right.add(button);
      }
      case NOT_OPENED, HALTED, ABORTED, COMPLETED, CLOSED -> {}
    }
    if (!actsForGood(ceremony)) {
      right.stream()
          .filter(node -> node instanceof Button)
          .findFirst()
          .ifPresent(first -> ((Button) first).setDefaultButton(true));
    }
    return right;
  }

  /// An Enter too many must not do what cannot be undone.
  private static boolean actsForGood(CeremonySnapshot ceremony) {
    return ceremony
        .current()
        .filter(step -> step.irreversible() && step.waiting() == CeremonySnapshot.CeremonyWait.ACT)
        .isPresent();
  }

  private Button person(CurrentStep step, Player player) {
    var role = player.role().title();
    var text =
        switch (step.waiting()) {
          case AUTHORISATION -> WORDS.text("run.authorises", role);
          case ACT -> WORDS.text("run.acts", role);
          case CONFIRMATION -> WORDS.text("run.confirms", role);
          case ANSWER, DECISION -> role;
        };
    var button = big(text, "sign-" + player.role().id());
    button.setOnAction(_ -> viewModel.begin(player));
    return button;
  }

  private Button big(String text, String id) {
    var button = Buttons.button(text);
    button.setId(id);
    button.getStyleClass().add("ceremony-next");
    button.disableProperty().bind(viewModel.busy());
    return button;
  }
}
