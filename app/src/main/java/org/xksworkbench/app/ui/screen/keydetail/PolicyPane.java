package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.policy.PolicyJson;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CodeArea;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// The key policy as lists of administrators and users, or as text; the text can be edited.
final class PolicyPane extends VBox {

  private static final int ROWS = 18;

  private final KeyDetailViewModel viewModel;
  private final VBox shown = new VBox(12);

  PolicyPane(KeyDetailViewModel viewModel, KeyDetails details) {
    super(12);
    this.viewModel = viewModel;
    getStyleClass().add("card-body");
    switch (details.policy()) {
      case Loadable.Loading<String> _ -> {}
      case Loadable.LoadFailed<String>(var problem) -> getChildren().add(new ProblemPane(problem));
      case Loadable.Ready<String>(var policy) -> choose(policy);
    }
  }

  private void choose(String policy) {
    var access = KeyAccess.of(policy);
    var group = new ToggleGroup();
    var lists = Buttons.toggleButton("Default view");
    var text = Buttons.toggleButton("Policy view");
    text.setId("policy-view");
    lists.setToggleGroup(group);
    text.setToggleGroup(group);
    lists.setDisable(access.isEmpty());
    lists.setOnAction(_ -> {
      lists.setSelected(true);
      access.ifPresent(known -> shown.getChildren().setAll(lists(known)));
    });
    text.setOnAction(_ -> {
      text.setSelected(true);
      shown.getChildren().setAll(text(policy));
    });
    getChildren().addAll(new HBox(4, lists, text), shown);
    if (access.isPresent()) {
      lists.fire();
    } else {
      getChildren()
          .add(
              1,
              Labels.mutedLabel(
                  "The policy has statements that the console did not make: only its text shows"
                      + " all of it."));
      text.fire();
    }
  }

  private static List<Node> lists(KeyAccess access) {
    return List.of(
        section(
            "Key administrators",
            access.administrators(),
            "None; the account's IAM policies decide"),
        Labels.mutedLabel(
            access.administrators().isEmpty()
                ? ""
                : access.administratorsMayDelete()
                    ? "Key administrators may delete this key."
                    : "Key administrators may not delete this key."),
        section("Key users", access.users(), "None; the account's IAM policies decide"),
        section("Other AWS accounts", access.otherAccounts(), "None"));
  }

  private static Node section(String name, List<String> values, String none) {
    var box = new VBox(3, Labels.strong(name));
    values.forEach(value -> box.getChildren().add(Labels.mono(value)));
    if (values.isEmpty()) {
      box.getChildren().add(Labels.mutedLabel(none));
    }
    return box;
  }

  private List<Node> text(String policy) {
    var area = CodeArea.of(PolicyJson.pretty(policy), ROWS, "Key policy, JSON");
    area.setId("policy");
    var findings = new VBox(6);
    var save =
        Buttons.button(
            "save-policy", "Save the policy", () -> viewModel.changes().savePolicy(area.getText()));
    save.setDisable(true);
    var discard = Buttons.button("Discard changes", () -> area.setText(PolicyJson.pretty(policy)));
    area.textProperty()
        .subscribe(edited -> {
          var found = viewModel.changes().policyFindings(edited);
          findings.getChildren().setAll(found.stream().map(PolicyPane::note).toList());
          save.setDisable(
              found.stream().anyMatch(PolicyFinding::refused)
                  || PolicyJson.compact(edited).equals(PolicyJson.compact(policy)));
        });
    return List.of(area, findings, new HBox(8, Page.grow(), discard, save));
  }

  private static Node note(PolicyFinding finding) {
    return finding.refused()
        ? new Note(Note.NoteTone.BAD, finding.headline(), finding.text())
        : Labels.mutedLabel(finding.text());
  }
}
