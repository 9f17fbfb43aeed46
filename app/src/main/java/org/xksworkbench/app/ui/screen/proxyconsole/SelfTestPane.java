package org.xksworkbench.app.ui.screen.proxyconsole;

import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.bridge.check.CheckReport;
import org.xksworkbench.bridge.check.RuleResult;
import org.xksworkbench.bridge.check.RuleVerdict;

/// "Ready for AWS KMS", or what is missing, and every rule with its section.
final class SelfTestPane extends VBox {

  SelfTestPane(SelfTestViewModel viewModel) {
    super(8);
    getStyleClass().add("card-body");
    var test = Buttons.button("self-test", "Test this proxy…", viewModel::testOwn);
    test.setVisible(viewModel.testsOwn());
    test.setManaged(viewModel.testsOwn());
    test.disableProperty().bind(viewModel.busy());
    var other = Buttons.button("check-other", "Check a proxy by its URL…", viewModel::testOther);
    other.disableProperty().bind(viewModel.busy());
    var save = Buttons.button("save-report", "Save report…", viewModel::save);
    save.disableProperty().bind(viewModel.report().isNull());
    var bar = Page.toolbar(test, other, Page.grow(), save);
    var said = new VBox(6);
    said.setId("self-test-result");
    viewModel.report().subscribe(_ -> render(viewModel, said));
    viewModel.problem().subscribe(_ -> render(viewModel, said));
    viewModel.busy().subscribe(_ -> render(viewModel, said));
    var table =
        Tables.of(
            "verdicts",
            "Results of the self-test",
            viewModel.verdicts(),
            "No test has run yet.",
            List.<TableColumn<RuleVerdict, ?>>of(
                Columns.node("", 100, SelfTestPane::badge, one -> one.result().word()),
                Columns.text("Rule", 520, one -> one.rule().text()),
                Columns.text("Seen", 260, one -> one.result().words()),
                Columns.text("Section", 220, one -> one.rule().section())));
    table.setMinHeight(100);
    var card = Tables.card(table);
    VBox.setVgrow(card, Priority.ALWAYS);
    getChildren().addAll(bar, said, card);
  }

  private static void render(SelfTestViewModel viewModel, VBox said) {
    said.getChildren().clear();
    var problem = viewModel.problem().get();
    if (problem != null) {
      said.getChildren().add(new ProblemPane(problem));
    }
    var report = viewModel.report().get();
    if (report != null) {
      said.getChildren().add(note(report));
    } else if (viewModel.busy().get()) {
      said.getChildren().add(Note.text("Testing: every rule is tried on the proxy…"));
    }
    said.setManaged(!said.getChildren().isEmpty());
  }

  private static Note note(CheckReport report) {
    var latency = report.latency().map(one -> "Health checks: " + one.words() + ".").orElse("");
    var load =
        report
            .load()
            .map(one ->
                " At %d requests a second: %.0f answered, %d failed, %s."
                    .formatted(one.wanted(), one.perSecond(), one.failed(), one.latency().words()))
            .orElse("");
    return new Note(
        report.ready()
            ? Note.NoteTone.GOOD
            : report.failures().isEmpty() ? Note.NoteTone.WARNING : Note.NoteTone.BAD,
        report.summary(),
        latency + load);
  }

  private static Badge badge(RuleVerdict verdict) {
    return switch (verdict.result()) {
      case RuleResult.Pass _ -> new Badge(Badge.BadgeTone.GOOD, "Pass");
      case RuleResult.Fail _ ->
          new Badge(verdict.rule().must() ? Badge.BadgeTone.BAD : Badge.BadgeTone.WARNING, "Fail");
      case RuleResult.NotTried _ -> new Badge(Badge.BadgeTone.NEUTRAL, "Not tried");
    };
  }
}
