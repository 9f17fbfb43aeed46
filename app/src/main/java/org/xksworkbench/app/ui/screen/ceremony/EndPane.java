package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ceremony.Ceremonies.FinishedCeremony;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;

/// First the signatures of everybody, then the fingerprint for the paper and the seal, then what
/// the evidence shows.
final class EndPane extends VBox {

  private static final Words WORDS = Words.of(EndPane.class);

  private static final double WORDS_WIDTH = 420;

  private final EndViewModel viewModel;

  EndPane(EndViewModel viewModel) {
    this.viewModel = viewModel;
    setId("ceremony-end");
    var ceremony = viewModel.ceremony();
    var aborted = ceremony.mode() == CeremonyProgress.CeremonyMode.ABORTED;
    var page =
        new Page(
            WORDS.text(aborted ? "end.aborted" : "end.completed", ceremony.title()),
            WORDS.text(
                "plan.hash-and-nonce", PageParts.beginning(ceremony.plan()), ceremony.nonce()));
    page.actions(PageParts.busy(viewModel.busy()), PageParts.rehearsal(ceremony.rehearsal()));
    var content = new VBox(12);
    Runnable render =
        () ->
            content
                .getChildren()
                .setAll(
                    viewModel
                        .finished()
                        .get()
                        .map(this::evidence)
                        .or(() -> viewModel.fingerprint().get().map(this::seal))
                        .orElseGet(this::signature));
    viewModel.finished().subscribe(render);
    viewModel.fingerprint().subscribe(render);
    render.run();
    page.content(PageParts.scroll(content));
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private List<Node> signature() {
    var ceremony = viewModel.ceremony();
    var sign = Buttons.button("sign-end", WORDS.text("end.sign"), viewModel::signEnd);
    sign.getStyleClass().add("ceremony-next");
    sign.setDefaultButton(true);
    sign.disableProperty().bind(viewModel.busy());
    var aborted = ceremony.mode() == CeremonyProgress.CeremonyMode.ABORTED;
    var what =
        new Note(
            aborted ? Note.NoteTone.WARNING : Note.NoteTone.INFO,
            aborted
                ? WORDS.text("end.aborted-why", ceremony.stopReason())
                : WORDS.text("end.steps-done", ceremony.steps().size()),
            Note.text(
                aborted && !ceremony.abort().isEmpty()
                    ? WORDS.text("end.left-aborted", ceremony.abort(), counts())
                    : WORDS.text("end.left", counts())));
    what.getStyleClass().add("ceremony-note");
    return List.of(PageParts.problem(viewModel.problem()), what, PageParts.row(sign));
  }

  private List<Node> seal(Fingerprint fingerprint) {
    var words = new TextField();
    words.setId("paper-words");
    words.setPromptText(WORDS.text("end.words-prompt"));
    words.textProperty().bindBidirectional(viewModel.words());
    words.setMaxWidth(WORDS_WIDTH);
    var name = new Label(WORDS.text("end.words"));
    name.setLabelFor(words);
    var seal = Buttons.button("seal", WORDS.text("end.seal"), viewModel::seal);
    seal.getStyleClass().add("ceremony-next");
    seal.setDefaultButton(true);
    seal.disableProperty().bind(viewModel.busy().or(viewModel.words().isEmpty()));
    return List.of(
        PageParts.problem(viewModel.problem()),
        paperCard(fingerprint),
        PageParts.card(WORDS.text("end.seal-title"), name, words, PageParts.row(seal)));
  }

  private static Node paperCard(Fingerprint fingerprint) {
    var card =
        PageParts.card(
            WORDS.text("end.fingerprint"), PageParts.asWords(fingerprint, "final-fingerprint"));
    card.getStyleClass().add("final-card");
    return card;
  }

  private String counts() {
    var ceremony = viewModel.ceremony();
    return WORDS.text("end.counts", ceremony.deviations(), ceremony.interruptions());
  }

  private List<Node> evidence(FinishedCeremony finished) {
    var verdict =
        finished.verified()
            ? new Note(
                Note.NoteTone.GOOD,
                WORDS.text("end.verified"),
                WORDS.text("end.verified-about", finished.check().records(), counts()))
            : new Note(
                Note.NoteTone.BAD,
                WORDS.text("end.broken"),
                String.join(
                    "\n", finished.check().findings().stream().map(Object::toString).toList()));
    verdict.setId("verification");
    verdict.getStyleClass().add("ceremony-note");
    return List.of(
        PageParts.problem(viewModel.problem()),
        verdict,
        paperCard(finished.fingerprint()),
        PageParts.card(WORDS.text("end.result"), describe(finished)),
        buttons());
  }

  private Node describe(FinishedCeremony finished) {
    var grid = new PropertyGrid();
    grid.setId("result");
    for (var key : finished.summary().keys()) {
      grid.copyable(WORDS.text("result.key"), key.label());
      if (!key.checkValue().isEmpty()) {
        grid.row(WORDS.text("result.check-value"), key.checkValue());
      }
      if (!key.kmsKeyArn().isEmpty()) {
        grid.copyable(WORDS.text("result.arn"), key.kmsKeyArn());
      }
    }
    finished
        .summary()
        .requestIds()
        .forEach((what, id) -> grid.copyable(WORDS.text("result.request", what), id));
    finished
        .check()
        .signers()
        .forEach(one -> grid.copyable(WORDS.text("result.signer", one.name()), one.key().hex()));
    return grid.copyable(WORDS.text("result.bundle"), finished.bundle().toString());
  }

  private Node buttons() {
    var report =
        Buttons.button("open-report", WORDS.text("end.open-report"), viewModel::openReport);
    var save = Buttons.button("save-report", WORDS.text("end.save-report"), viewModel::saveReport);
    var pack = Buttons.button("save-bundle", WORDS.text("end.save-bundle"), viewModel::saveBundle);
    var done = Buttons.button("ceremony-done", WORDS.text("end.done"), viewModel::leave);
    done.setDefaultButton(true);
    var saved = new Label();
    saved.getStyleClass().add("muted");
    saved.textProperty().bind(viewModel.saved());
    return new javafx.scene.layout.FlowPane(10, 8, done, report, save, pack, saved);
  }
}
