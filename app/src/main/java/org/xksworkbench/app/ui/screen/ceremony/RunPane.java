package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.Field;
import org.xksworkbench.bridge.ceremony.run.CeremonyView;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.Player;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.SignOff;
import org.xksworkbench.bridge.ceremony.run.Comparison;
import org.xksworkbench.bridge.ceremony.run.Progress;

/// The step that is on, to be read from across a room: steps on the left, what is said, expected
/// and came on the right, below it who signs off next.
final class RunPane extends StackPane {

  /// Percent: name, what is expected, what came.
  private static final List<Integer> FACT_COLUMNS = List.of(22, 37, 41);

  private final RunViewModel viewModel;
  private final StepsPane steps = new StepsPane();
  private final VBox body = new VBox(12);
  private final VBox bottom = new VBox(8);

  RunPane(RunViewModel viewModel) {
    this.viewModel = viewModel;
    setId("ceremony-run");
    var main = new VBox(12, Parts.scroll(body), Parts.problem(viewModel.problem()), bottom);
    HBox.setHgrow(main, Priority.ALWAYS);
    main.setMinWidth(0);
    var columns = new HBox(22, steps, main);
    VBox.setVgrow(columns, Priority.ALWAYS);
    var page = new VBox(14, head(), columns);
    page.getStyleClass().addAll("page", "ceremony-page");
    getChildren().add(page);
    if (viewModel.ceremony().get().rehearsal()) {
      page.getStyleClass().add("rehearsal-page");
      var watermark = new Label("REHEARSAL");
      watermark.getStyleClass().add("watermark");
      watermark.setMouseTransparent(true);
      watermark.setRotate(-24);
      getChildren().add(watermark);
    }
    viewModel.ceremony().subscribe(_ -> render());
    viewModel.entries().subscribe(_ -> render());
    viewModel.interlude().subscribe(_ -> renderBottom());
    // At the scene: after a dialog, no node of this pane may have the focus.
    EventHandler<KeyEvent> keys = this::pressed;
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

  private void pressed(KeyEvent event) {
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
        new Label("Plan SHA-256 " + Parts.beginning(now.plan()) + "  \u00b7  nonce " + now.nonce());
    about.getStyleClass().add("muted");
    about.setMinWidth(0);
    var titles = new VBox(2, title, about);
    titles.setMinWidth(0);
    HBox.setHgrow(titles, Priority.ALWAYS);
    var utc = new Label();
    utc.setId("clock-utc");
    utc.getStyleClass().addAll("mono", "ceremony-clock");
    utc.textProperty().bind(viewModel.now().map(Clocks::utc));
    utc.setMinWidth(USE_PREF_SIZE);
    var local = new Label();
    local.setId("clock-local");
    local.getStyleClass().add("muted");
    local.textProperty().bind(viewModel.now().map(at -> Clocks.local(at, viewModel.zone())));
    local.setMinWidth(USE_PREF_SIZE);
    var clocks = new VBox(utc, local);
    clocks.setAlignment(Pos.CENTER_RIGHT);
    clocks.setMinWidth(USE_PREF_SIZE);
    var badge =
        now.rehearsal()
            ? new Badge(Badge.Tone.WARNING, "REHEARSAL")
            : new Badge(Badge.Tone.GOOD, "It counts");
    badge.getStyleClass().add("ceremony-badge");
    var row = new HBox(16, titles, badge, clocks);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void render() {
    var ceremony = viewModel.ceremony().get();
    steps.show(ceremony);
    body.getChildren()
        .setAll(
            switch (ceremony.mode()) {
              case RUNNING ->
                  ceremony.current().map(step -> step(ceremony, step)).orElse(List.of());
              case PAUSED -> List.of(stopped("Paused", ceremony.stopReason()));
              case ON_BREAK -> List.of(stopped("Break", ceremony.stopReason()));
              case INTERRUPTED ->
                  List.of(
                      stopped(
                          "Interrupted",
                          ceremony.stopReason()
                              + " The gap is in the transcript. Somebody has to say that it goes"
                              + " on."));
              case NOT_OPENED, ABORTED, COMPLETED, CLOSED -> List.of();
            });
    renderBottom();
  }

  private static Node stopped(String what, String why) {
    var title = new Label(what);
    title.getStyleClass().add("step-title");
    var text = Note.text(why);
    text.getStyleClass().add("step-say");
    var card = new VBox(10, title, text);
    card.setId("stopped");
    card.getStyleClass().addAll("card", "step-card", "stopped-card");
    return card;
  }

  private List<Node> step(CeremonyView ceremony, CurrentStep step) {
    var parts = new ArrayList<Node>();
    parts.add(what(ceremony, step));
    if (step.number() == 1) {
      parts.add(
          Parts.card(
              "SHA-256 OF THE PLAN, TO BE READ ALOUD",
              Parts.spoken(ceremony.plan(), "plan-fingerprint")));
    }
    if (step.waiting() == CeremonyView.Waiting.ACT && !step.inputs().isEmpty()) {
      parts.add(inputs(step.inputs(), viewModel.entries().get()));
    }
    if (!step.trouble().isEmpty()) {
      var note = new Note(Note.Tone.WARNING, "What was found", step.trouble());
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.differences().isEmpty()) {
      var note =
          new Note(
              Note.Tone.BAD,
              "Not as expected",
              Note.text(
                  String.join("\n", step.differences().stream().map(RunPane::inWords).toList())),
              Note.text(
                  step.waiting() == CeremonyView.Waiting.DECISION
                      ? "Two people agree on a deviation, with a reason, or the ceremony is"
                          + " aborted."
                      : "People agreed to go on."));
      note.setId("differences");
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.facts().isEmpty()) {
      parts.add(facts(step.facts()));
    }
    if (step.irreversible()) {
      var note =
          new Note(
              Note.Tone.WARNING,
              step.acted().at().isPresent()
                  ? "This cannot be repeated"
                  : "This cannot be undone, and is never tried twice",
              step.acted().at().isPresent()
                  ? "If something is wrong, record a deviation. The step will not be done again."
                  : "If the program or the machine fails, the token or AWS KMS is asked whether it"
                      + " was done.");
      parts.add(note);
    }
    parts.add(signOffs(step));
    return parts;
  }

  private static String inWords(String difference) {
    var colon = difference.indexOf(':');
    return colon < 0
        ? difference
        : FactNames.words(difference.substring(0, colon)) + difference.substring(colon);
  }

  private static Node what(CeremonyView ceremony, CurrentStep step) {
    var number =
        new Label(
            "STEP "
                + step.number()
                + " OF "
                + ceremony.steps().size()
                + "  \u00b7  "
                + roles(step));
    number.getStyleClass().addAll("section-title", "step-roles");
    number.setWrapText(true);
    var title = new Label(step.title());
    title.setId("step-title");
    title.getStyleClass().add("step-title");
    title.setWrapText(true);
    title.setMinHeight(USE_PREF_SIZE);
    var card = new VBox(8, number, title);
    card.getStyleClass().addAll("card", "step-card");
    if (!step.say().isEmpty()) {
      var say = Note.text("Say aloud: \u201c" + step.say() + "\u201d");
      say.setId("step-say");
      say.getStyleClass().add("step-say");
      card.getChildren().add(say);
    }
    return card;
  }

  private static String roles(CurrentStep step) {
    var parts = new ArrayList<String>();
    if (!step.authorisations().isEmpty()) {
      parts.add(titles(step.authorisations()) + " AUTHORISES");
    }
    parts.add(step.by().role().title() + " ACTS");
    if (!step.confirmations().isEmpty()) {
      parts.add(
          titles(step.confirmations())
              + (step.confirmations().size() == 1 ? " CONFIRMS" : " CONFIRM"));
    }
    return String.join(", ", parts).toUpperCase(java.util.Locale.ROOT);
  }

  private static String titles(List<SignOff> signOffs) {
    return signOffs.stream()
        .map(signOff -> signOff.player().role().title())
        .collect(Collectors.joining(" and "));
  }

  private static Node inputs(List<Field> fields, Map<String, StringProperty> entries) {
    var box = new VBox(8);
    for (var field : fields) {
      var input = new TextField();
      input.setId("entry-" + field.name());
      input.getStyleClass().add("ceremony-input");
      input.setMaxWidth(560);
      var entry = entries.get(field.name());
      if (entry != null) {
        input.textProperty().bindBidirectional(entry);
      }
      var prompt = new Label(field.prompt());
      prompt.getStyleClass().add("ceremony-fact");
      prompt.setWrapText(true);
      prompt.setLabelFor(input);
      box.getChildren().addAll(prompt, input);
    }
    return Parts.card("TO BE ENTERED", box);
  }

  private static Node facts(List<Comparison> facts) {
    var grid = new GridPane();
    grid.setId("facts");
    grid.setHgap(18);
    grid.setVgap(6);
    for (var share : FACT_COLUMNS) {
      var column = new ColumnConstraints();
      column.setPercentWidth(share);
      grid.getColumnConstraints().add(column);
    }
    grid.addRow(0, small(""), small("EXPECTED"), small("WHAT CAME"));
    for (var fact : facts) {
      var label = Note.text(FactNames.words(fact.name()));
      label.getStyleClass().addAll("muted", "ceremony-fact");
      grid.addRow(
          grid.getRowCount(),
          label,
          value(fact.expected().orElse("\u2013"), ""),
          fact.actual().isEmpty()
              ? value("\u2026", "muted")
              : fact.same()
                  ? value(fact.actual().get() + (fact.expected().isPresent() ? "  \u2713" : ""), "")
                  : value(fact.actual().get() + "  \u2260 different", "danger"));
    }
    return Parts.card("EXPECTED BEFORE, AND WHAT CAME AFTER", grid);
  }

  private static Label small(String text) {
    var label = new Label(text);
    label.getStyleClass().add("section-title");
    return label;
  }

  private static Label value(String text, String style) {
    var label = Note.text(text);
    label.getStyleClass().addAll("mono", "ceremony-fact");
    if (!style.isEmpty()) {
      label.getStyleClass().add(style);
    }
    return label;
  }

  private Node signOffs(CurrentStep step) {
    var row = new javafx.scene.layout.FlowPane(10, 6);
    row.setId("sign-offs");
    step.authorisations()
        .forEach(one -> row.getChildren().add(signOff("authorised", "authorises", one)));
    row.getChildren().add(signOff("acted", "acts", step.acted()));
    step.confirmations()
        .forEach(one -> row.getChildren().add(signOff("confirmed", "confirms", one)));
    return row;
  }

  private Node signOff(String done, String todo, SignOff signOff) {
    var who = signOff.player().role().title() + ": " + signOff.player().name();
    var badge = new Badge();
    badge.getStyleClass().add("ceremony-badge");
    if (signOff.at().isPresent()) {
      badge.show(Badge.Tone.GOOD, who + " " + done + " " + Clocks.utc(signOff.at().get()));
      badge.setText("\u2713 " + who + " " + done + " " + Clocks.utc(signOff.at().get()));
    } else {
      badge.show(Badge.Tone.NEUTRAL, who + " " + todo);
    }
    return badge;
  }

  private void renderBottom() {
    var shown = viewModel.interlude().get();
    bottom
        .getChildren()
        .setAll(shown.<Node>map(kind -> new InterludePane(viewModel, kind)).orElseGet(this::bar));
  }

  private Node bar() {
    var ceremony = viewModel.ceremony().get();
    var left = new HBox(8);
    left.setAlignment(Pos.CENTER_LEFT);
    for (var kind : Interlude.values()) {
      var button = Buttons.button(kind.word() + "\u2026  " + kind.key());
      button.setId("interlude-" + kind.name().toLowerCase(java.util.Locale.ROOT));
      button.setDisable(kind != Interlude.ABORT && ceremony.mode() != Progress.Mode.RUNNING);
      if (kind == Interlude.ABORT) {
        button.getStyleClass().addAll("button-outlined", "danger");
      }
      button.setOnAction(_ -> viewModel.open(kind));
      left.getChildren().add(button);
    }
    var leave = Buttons.button("leave-ceremony", "Leave\u2026", viewModel::leave);
    leave.getStyleClass().add("flat");
    left.getChildren().add(leave);
    var row = new javafx.scene.layout.FlowPane(12, 8, left, next(ceremony));
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /// What comes next, a button a person.
  private HBox next(CeremonyView ceremony) {
    var right = new HBox(10);
    right.setAlignment(Pos.CENTER_RIGHT);
    right.getChildren().add(Parts.busy(viewModel.busy()));
    switch (ceremony.mode()) {
      case RUNNING ->
          ceremony
              .current()
              .ifPresent(step -> {
                switch (step.waiting()) {
                  case ANSWER -> {
                    var ask = big("Ask whether it was done", "ask");
                    ask.setOnAction(_ -> viewModel.ask());
                    right.getChildren().add(ask);
                  }
                  case DECISION -> {
                    var decide = big("Record a deviation\u2026  F6", "decide");
                    decide.setOnAction(_ -> viewModel.open(Interlude.DEVIATION));
                    right.getChildren().add(decide);
                  }
                  case AUTHORISATION, ACT, CONFIRMATION -> {
                    for (var player : step.awaited()) {
                      right.getChildren().add(person(step, player));
                    }
                  }
                }
              });
      case PAUSED, ON_BREAK, INTERRUPTED -> {
        for (var player : ceremony.people()) {
          var button =
              big(player.role().title() + ": it goes on\u2026", "go-on-" + player.role().id());
          button.setOnAction(_ -> viewModel.goOn(player));
          right.getChildren().add(button);
        }
      }
      case NOT_OPENED, ABORTED, COMPLETED, CLOSED -> {}
    }
    right.getChildren().stream()
        .filter(node -> node instanceof Button)
        .findFirst()
        .ifPresent(first -> ((Button) first).setDefaultButton(true));
    return right;
  }

  private Button person(CurrentStep step, Player player) {
    var verb =
        switch (step.waiting()) {
          case AUTHORISATION -> " authorises\u2026";
          case ACT -> " acts\u2026";
          case CONFIRMATION -> " confirms\u2026";
          case ANSWER, DECISION -> "";
        };
    var button = big(player.role().title() + verb, "sign-" + player.role().id());
    button.setOnAction(_ -> viewModel.sign(player));
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
