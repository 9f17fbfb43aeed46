package org.xksworkbench.app.ui.screen.createkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.policy.PolicyJson;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CodeArea;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.words.Words;

/// Who may do what with the key, a page each: who manages it, who uses it, and the key policy that
/// says so.
final class AccessStepPane extends VBox {

  private static final Words WORDS = Words.of(AccessStepPane.class);
  private static final int POLICY_ROWS = 20;

  private AccessStepPane(String title, Node... parts) {
    super(12, Keyboard.startsAt(Labels.heading(title)));
    getChildren().addAll(parts);
  }

  /// Who may manage the key.
  static Node administrators(AccessStepViewModel viewModel, FormEntries entries) {
    var delete = Buttons.checkBox(WORDS.text("administrators.may-delete"));
    delete.setId("may-delete");
    delete.setSelected(entries.now().access().administratorsMayDelete());
    delete.setOnAction(_ ->
        entries.edit(draft ->
            draft.withAccess(access -> access.withAdministratorsMayDelete(delete.isSelected()))));
    return new AccessStepPane(
        WORDS.text("administrators.title"),
        Labels.about(WORDS.text("administrators.about")),
        new PrincipalsChooser("administrators", viewModel, viewModel.administrators(), entries),
        delete,
        new Note(
            Note.NoteTone.WARNING,
            WORDS.text("administrators.deletion"),
            Note.text(WORDS.text("administrators.deletion-about")),
            Note.text(WORDS.text("administrators.deletion-to-do"))),
        rolesRatherThanUsers());
  }

  /// Who may use the key: users and roles of this account, and other accounts.
  static Node users(AccessStepViewModel viewModel, FormEntries entries) {
    return new AccessStepPane(
        WORDS.text("users.title"),
        Labels.strong(WORDS.text("users.here")),
        Labels.about(WORDS.text("users.about")),
        new PrincipalsChooser("users", viewModel, viewModel.users(), entries),
        Labels.strong(WORDS.text("users.accounts")),
        new OtherAccounts(entries),
        new Note(
            Note.NoteTone.INFO,
            WORDS.text("users.both-sides"),
            WORDS.text("users.both-sides-about")),
        rolesRatherThanUsers());
  }

  /// The key policy that the choices make, to read and to edit.
  static Node policy(AccessStepViewModel viewModel, FormEntries entries) {
    var text = CodeArea.of(viewModel.policy(), POLICY_ROWS, WORDS.text("policy.accessible"));
    text.setId("policy");
    text.textProperty().addListener((_, _, value) -> viewModel.edit(value));
    var format =
        Buttons.button(
            WORDS.text("policy.format"), () -> text.setText(PolicyJson.pretty(text.getText())));
    var again =
        Buttons.button(
            "regenerate-policy",
            WORDS.text("policy.again"),
            () -> {
              viewModel.regenerate();
              text.setText(viewModel.policy());
            });
    again.disableProperty().bind(entries.draft().map(draft -> draft.editedPolicy().isEmpty()));
    var size = Labels.withStyle("", "muted", "small");
    var bar = Page.toolbar(format, again, Page.grow(), size);
    var findings = new VBox(6);
    findings.setId("policy-findings");
    entries
        .draft()
        .subscribe(_ -> {
          size.setText(WORDS.text("policy.size", viewModel.policy().length()));
          findings.getChildren().setAll(findings(viewModel));
        });
    viewModel.principals().subscribe(_ -> findings.getChildren().setAll(findings(viewModel)));
    return new AccessStepPane(
        WORDS.text("policy.title"), Labels.about(WORDS.text("policy.about")), bar, text, findings);
  }

  private static List<Node> findings(AccessStepViewModel viewModel) {
    var notes = new ArrayList<Node>();
    if (!viewModel.followsChoices()) {
      notes.add(
          new Note(
              Note.NoteTone.WARNING,
              WORDS.text("policy.edited"),
              WORDS.text("policy.edited-about")));
    }
    viewModel.findings().stream().map(AccessStepPane::note).forEach(notes::add);
    return notes;
  }

  private static Note note(PolicyFinding finding) {
    return finding.refused()
        ? new Note(Note.NoteTone.BAD, finding.headline(), finding.text())
        : new Note(Note.NoteTone.INFO, WORDS.text("policy.note"), finding.text());
  }

  private static Note rolesRatherThanUsers() {
    return new Note(
        Note.NoteTone.INFO,
        WORDS.text("roles.title"),
        Note.text(WORDS.text("roles.by-iam")),
        Note.text(WORDS.text("roles.rather")));
  }

  /// Accounts whose administrators may let their users use the key.
  private static final class OtherAccounts extends VBox {

    private final FormEntries entries;
    private final VBox rows = new VBox(6);

    OtherAccounts(FormEntries entries) {
      super(12);
      this.entries = entries;
      entries
          .now()
          .access()
          .otherAccounts()
          .forEach(account -> rows.getChildren().add(row(account)));
      var add =
          Buttons.button(
              "add-account",
              WORDS.text("accounts.add"),
              () -> {
                var row = row("");
                rows.getChildren().add(row);
                row.getChildren().get(1).requestFocus();
                noteChange();
              });
      getChildren().addAll(rows, add);
    }

    private HBox row(String account) {
      var field = new TextField(account);
      field.getStyleClass().addAll("mono", "account");
      field.setPrefColumnCount(15);
      field.setPromptText(WORDS.text("accounts.prompt"));
      field.setAccessibleText(WORDS.text("accounts.accessible"));
      field.textProperty().addListener((_, _, _) -> noteChange());
      var remove = Buttons.button(WORDS.text("accounts.remove"));
      remove.getStyleClass().add("flat");
      var row =
          new HBox(
              4,
              Labels.withStyle("arn:aws:iam::", "mono", "muted"),
              field,
              Labels.withStyle(":root", "mono", "muted"),
              remove);
      row.setAlignment(Pos.CENTER_LEFT);
      remove.setOnAction(_ -> {
        rows.getChildren().remove(row);
        noteChange();
      });
      return row;
    }

    private void noteChange() {
      var ids = new ArrayList<String>();
      for (var row : rows.getChildren()) {
        ids.add(((TextField) ((HBox) row).getChildren().get(1)).getText().strip());
      }
      entries.edit(draft -> draft.withAccess(access -> access.withOtherAccounts(ids)));
    }
  }

  /// IAM users and roles of the account, to tick; searchable. And by ARN, for those who may not
  /// list users and roles, and for principals that are very new.
  private static final class PrincipalsChooser extends VBox {

    private static final int ROWS = 9;

    /// Search field and gaps above the rows.
    private static final double SEARCH_HEIGHT = 56;

    private final String id;
    private final AccessStepViewModel viewModel;
    private final AccessStepViewModel.ChosenPrincipals chosen;
    private final FormEntries entries;

    PrincipalsChooser(
        String id,
        AccessStepViewModel viewModel,
        AccessStepViewModel.ChosenPrincipals chosen,
        FormEntries entries) {
      super(8);
      this.id = id;
      this.viewModel = viewModel;
      this.chosen = chosen;
      this.entries = entries;
      var list = new LoadablePane<>(viewModel.principals(), this::content, viewModel::loadAgain);
      // Its place is kept: what comes in must not move the field that somebody types in.
      list.setMinHeight(Tables.heightOf(ROWS) + SEARCH_HEIGHT);
      getChildren().addAll(list, byArn());
    }

    private Node byArn() {
      var listed = new VBox(3);
      entries.draft().subscribe(_ -> listed.getChildren().setAll(unlistedPrincipals()));
      viewModel.principals().subscribe(_ -> listed.getChildren().setAll(unlistedPrincipals()));
      listed.managedProperty().bind(Bindings.isNotEmpty(listed.getChildren()));
      var typed = chosen.typed();
      var field = new TextField();
      field.setId(id + "-arn");
      field.getStyleClass().add("mono");
      field.setPrefWidth(420);
      field.setPromptText("arn:aws:iam::111122223333:role/name");
      field.setAccessibleText(WORDS.text("principals.arn"));
      field.textProperty().bindBidirectional(typed);
      var add =
          Buttons.button(
              id + "-add-arn",
              WORDS.text("principals.add"),
              () -> {
                chosen.set(typed.get().strip(), true);
                typed.set("");
                field.requestFocus();
              });
      add.disableProperty().bind(Bindings.createBooleanBinding(() -> typed.get().isBlank(), typed));
      // Else Enter would go on to the next page, without what was typed.
      field.setOnAction(_ -> add.fire());
      return new VBox(6, new HBox(8, field, add), listed);
    }

    /// Chosen ones that the list does not show.
    private List<Node> unlistedPrincipals() {
      var listed = viewModel.arns();
      return chosen.arns().stream()
          .filter(arn -> !listed.contains(arn))
          .map(arn -> {
            var remove =
                Buttons.button(WORDS.text("principals.remove"), () -> chosen.set(arn, false));
            remove.getStyleClass().addAll("flat", "small");
            remove.setAccessibleText(WORDS.text("principals.remove-one", arn));
            var line = new HBox(8, Labels.mono(arn), remove);
            line.setAlignment(Pos.CENTER_LEFT);
            return (Node) line;
          })
          .toList();
    }

    private Node content(List<IamPrincipal> principals) {
      var rows = new FilteredList<>(FXCollections.observableList(principals));
      var filter = new SimpleStringProperty("");
      filter.subscribe(text -> rows.setPredicate(principal -> matches(principal, text)));
      var table =
          Tables.fixRows(
              Tables.of(
                  id,
                  WORDS.text("principals.list"),
                  rows,
                  WORDS.text("principals.no-match"),
                  List.<TableColumn<IamPrincipal, ?>>of(
                      Columns.tick(
                          44,
                          principal -> ticked(principal),
                          (principal, on) -> chosen.set(principal.arn(), on),
                          IamPrincipal::name),
                      Columns.text(WORDS.text("principals.name"), 300, IamPrincipal::name),
                      Columns.text(WORDS.text("principals.path"), 240, IamPrincipal::path),
                      Columns.text(WORDS.text("principals.type"), 100, PrincipalsChooser::type))),
              ROWS);
      Tables.whenClicked(
          table,
          _ -> false,
          principal -> {
            chosen.set(principal.arn(), !ticked(principal));
            table.refresh();
          });
      var count = Labels.mutedLabel("");
      entries
          .draft()
          .subscribe(_ ->
              count.setText(
                  WORDS.text(
                      "principals.count",
                      principals.stream().filter(this::ticked).count(),
                      principals.size())));
      var search = SearchField.of(WORDS.text("principals.search"), 320, filter);
      search.setId(id + "-search");
      Keyboard.startsAt(search);
      var bar = Page.toolbar(search, Page.grow(), count);
      return new VBox(8, bar, Tables.card(table));
    }

    private boolean ticked(IamPrincipal principal) {
      return chosen.arns().contains(principal.arn());
    }

    private static boolean matches(IamPrincipal principal, String text) {
      return (principal.name() + " " + principal.path() + " " + type(principal))
          .toLowerCase(Locale.ROOT)
          .contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static String type(IamPrincipal principal) {
      return switch (principal.type()) {
        case USER -> WORDS.text("principals.user");
        case ROLE -> WORDS.text("principals.role");
      };
    }
  }
}
