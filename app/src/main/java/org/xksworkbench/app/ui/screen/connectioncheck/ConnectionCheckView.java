package org.xksworkbench.app.ui.screen.connectioncheck;

import java.util.Arrays;
import java.util.Locale;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.doctor.Diagnosis;
import org.xksworkbench.app.doctor.ProbeFinding;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// What is checked above, the steps below, the first failure explained between them.
public final class ConnectionCheckView implements Screen {

  private static final double NUMBER_WIDTH = 34;
  private static final double NAME_WIDTH = 170;
  private static final double VERDICT_WIDTH = 110;
  private static final double TIME_WIDTH = 80;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ConnectionCheckViewModel viewModel;
  private final Page page =
      new Page(
          "Connection check",
          "The way to an XKS proxy as AWS KMS would go it, seen from this workstation and not from"
              + " AWS");
  private final PasswordField secret = new PasswordField();

  public ConnectionCheckView(ConnectionCheckViewModel viewModel) {
    this.viewModel = viewModel;
    var check = Buttons.button("check", "Check", viewModel::check);
    check.setDefaultButton(true);
    check.disableProperty().bind(viewModel.busy());
    var busy = new ProgressIndicator();
    busy.setMaxSize(18, 18);
    busy.visibleProperty().bind(viewModel.busy());
    var save = Buttons.button("save-pdf", "Save as PDF…", viewModel::savePdf);
    save.disableProperty().bind(viewModel.diagnosis().isNull().or(viewModel.busy()));
    page.actions(busy, save, check);
    var result = new VBox(12);
    result.setId("diagnosis");
    viewModel
        .diagnosis()
        .subscribe(diagnosis -> {
          if (diagnosis != null) {
            result.getChildren().setAll(outcome(diagnosis), steps(diagnosis));
          }
        });
    viewModel
        .problem()
        .subscribe(problem -> {
          if (problem != null) {
            result.getChildren().setAll(new ProblemPane(problem));
          }
        });
    var scroll = new ScrollPane(new VBox(12, patient(), result));
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    page.content(scroll);
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    secret.clear();
    viewModel.close();
  }

  private Node patient() {
    secret.setId("secret");
    secret
        .textProperty()
        .subscribe(text -> {
          var characters = text.toCharArray();
          viewModel.enterSecret(characters);
          Arrays.fill(characters, '\0');
        });
    viewModel
        .store()
        .subscribe(_ ->
            secret.setPromptText(
                viewModel.secretIsKnown()
                    ? "known: the proxy is of this workstation"
                    : "to try the signature; AWS KMS does not tell it"));
    var row =
        new HBox(
            12,
            withLabel("Proxy URI endpoint", input("endpoint", viewModel.endpoint())),
            withLabel("Proxy URI path", input("uri-path", viewModel.uriPath())),
            withLabel("Access key ID", input("access-key-id", viewModel.accessKeyId())),
            withLabel("Secret access key", secret));
    row.getStyleClass().add("card-body");
    var card = new VBox(row);
    card.getStyleClass().add("card");
    return card;
  }

  private static Node withLabel(String title, TextField input) {
    var label = Labels.withStyle(title, "muted", "small");
    label.setLabelFor(input);
    input.setAccessibleText(title);
    var box = new VBox(3, label, input);
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private static TextField input(String id, StringProperty text) {
    var input = new TextField();
    input.setId(id);
    input.textProperty().bindBidirectional(text);
    return input;
  }

  private static Node outcome(Diagnosis diagnosis) {
    var note =
        new Note(
            diagnosis.healthy() ? Note.NoteTone.GOOD : Note.NoteTone.BAD,
            diagnosis.headline(),
            diagnosis.consequences().stream().map(Note::text).toArray(Label[]::new));
    note.setId("cause");
    return note;
  }

  private static Node steps(Diagnosis diagnosis) {
    var grid = new GridPane();
    grid.setId("probes");
    grid.setHgap(10);
    grid.setVgap(8);
    for (var width : new double[] {NUMBER_WIDTH, NAME_WIDTH, VERDICT_WIDTH}) {
      grid.getColumnConstraints().add(new ColumnConstraints(width));
    }
    var words = new ColumnConstraints();
    words.setHgrow(Priority.ALWAYS);
    words.setMinWidth(0);
    grid.getColumnConstraints().addAll(words, new ColumnConstraints(TIME_WIDTH));
    for (var finding : diagnosis.findings()) {
      var number = Labels.mutedLabel(Integer.toString(grid.getRowCount() + 1));
      var name = Labels.strong(finding.probe().title());
      var found = Note.text(finding.words());
      var took = Labels.mutedLabel(time(finding));
      grid.addRow(grid.getRowCount(), number, name, badge(finding.verdict()), found, took);
    }
    grid.getStyleClass().add("card-body");
    var card = new VBox(grid);
    card.getStyleClass().add("card");
    return card;
  }

  private static String time(ProbeFinding finding) {
    return finding.verdict() == ProbeFinding.ProbeVerdict.SKIPPED
        ? ""
        : String.format(Locale.ROOT, "%.1f ms", finding.took().toNanos() / NANOS_PER_MILLI);
  }

  private static Badge badge(ProbeFinding.ProbeVerdict verdict) {
    return switch (verdict) {
      case PASSED -> new Badge(Badge.BadgeTone.GOOD, "Passed");
      case WARNING -> new Badge(Badge.BadgeTone.WARNING, "Warning");
      case FAILED -> new Badge(Badge.BadgeTone.BAD, "Failed");
      case SKIPPED -> new Badge(Badge.BadgeTone.NEUTRAL, "Not tried");
    };
  }
}
