package org.xksworkbench.app.ui.screen.newprofile;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.NewProfiles.CenterAccount;
import org.xksworkbench.app.kms.NewProfiles.CenterSession;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.newprofile.NewProfileViewModel.NewProfileStep;
import org.xksworkbench.app.ui.signin.IdentityCenterPane;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CodeArea;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FilteredRows;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.words.Words;

/// One question after the other, in one card.
public final class NewProfileView implements Screen {

  private static final Words WORDS = Words.of(NewProfileView.class);

  private static final double WIDTH = 680;
  private static final int MOST_ROWS = 10;
  private static final int LINES = 12;

  private final NewProfileViewModel viewModel;
  private final Page page = new Page(WORDS.text("page.title"), WORDS.text("page.about"));

  public NewProfileView(NewProfileViewModel viewModel) {
    this.viewModel = viewModel;
    var busy = new ProgressIndicator();
    busy.setMaxSize(18, 18);
    busy.visibleProperty().bind(viewModel.busy());
    page.actions(
        busy,
        Buttons.button("new-profile-again", WORDS.text("page.again"), viewModel::look),
        Buttons.button("new-profile-back", WORDS.text("page.back"), viewModel::goBack));
    var card = new VBox(12);
    card.setId("new-profile");
    card.getStyleClass().addAll("card", "card-body");
    card.setMaxWidth(WIDTH);
    var problem = new VBox();
    viewModel.step().subscribe(step -> card.getChildren().setAll(content(step)));
    viewModel
        .problem()
        .subscribe(met -> {
          problem.getChildren().clear();
          if (met != null) {
            problem.getChildren().add(new ProblemPane(met));
          }
        });
    page.content(new VBox(12, problem, card));
    viewModel.look();
  }

  private List<Node> content(NewProfileStep step) {
    return switch (step) {
      case NewProfileStep.SessionQuestion(var known) -> session(known);
      case NewProfileStep.SignInQuestion(var session, var signIn) ->
          List.of(
              Labels.heading(WORDS.text("sign-in.title", session.name())),
              Note.text(WORDS.text("sign-in.about", session.startUrl())),
              new IdentityCenterPane(signIn));
      case NewProfileStep.AccountQuestion(var session, var accounts) -> accounts(session, accounts);
      case NewProfileStep.RoleQuestion(_, var account, var roles) -> roles(account, roles);
      case NewProfileStep.NameQuestion question -> name(question);
      case NewProfileStep.WriteQuestion question -> write(question);
      case NewProfileStep.ProfileThere(var draft) ->
          List.of(
              new Note(
                  Note.NoteTone.GOOD,
                  WORDS.text("made.title", draft.name()),
                  WORDS.text("made.about")),
              main("new-profile-connect", WORDS.text("made.connect"), viewModel::connect));
    };
  }

  private List<Node> session(List<CenterSession> known) {
    var name = field("new-profile-session", "");
    var url = field("new-profile-url", "");
    var region = field("new-profile-center-region", "");
    var form =
        new VBox(
            8,
            withLabel(WORDS.text("session.name"), name),
            withLabel(WORDS.text("session.url"), url),
            withLabel(WORDS.text("session.region"), region));
    var next =
        main(
            "new-profile-next",
            WORDS.text("page.next"),
            () ->
                viewModel.use(
                    new CenterSession(
                        name.getText().strip(), url.getText().strip(), region.getText().strip())));
    if (known.isEmpty()) {
      Keyboard.startsAt(name);
      return List.of(
          Labels.heading(WORDS.text("session.new")),
          Note.text(WORDS.text("session.about")),
          form,
          next);
    }
    var choice = new VBox(8);
    for (var one : known) {
      var use =
          Buttons.button(
              "new-profile-use-" + one.name(),
              WORDS.text("session.use", one.name()),
              () -> viewModel.use(one));
      if (choice.getChildren().isEmpty()) {
        Keyboard.startsAt(use);
      }
      choice.getChildren().add(new HBox(12, use, Labels.mutedLabel(one.startUrl())));
    }
    return List.of(
        Labels.heading(WORDS.text("session.known")),
        choice,
        Labels.heading(WORDS.text("session.other")),
        form,
        next);
  }

  private List<Node> accounts(CenterSession session, List<CenterAccount> accounts) {
    if (accounts.isEmpty()) {
      return List.of(
          new Note(Note.NoteTone.WARNING, WORDS.text("accounts.none"), WORDS.text("accounts.ask")));
    }
    var rows =
        new FilteredRows<CenterAccount>(
            (account, typed) -> FilteredRows.found(account.name() + " " + account.id(), typed));
    rows.set(accounts);
    var table =
        Tables.of(
            "new-profile-accounts",
            WORDS.text("accounts.list"),
            rows.shown(),
            WORDS.text("accounts.nothing"),
            List.<TableColumn<CenterAccount, ?>>of(
                Columns.text(WORDS.text("accounts.name"), 320, CenterAccount::name),
                Columns.mono(WORDS.text("accounts.id"), 160, CenterAccount::id)));
    Tables.bindSelection(table, rows.selected());
    var next =
        main(
            "new-profile-next",
            WORDS.text("page.next"),
            () -> {
              var chosen = rows.selected().get();
              if (chosen != null) {
                viewModel.choose(chosen);
              }
            });
    next.disableProperty().bind(Bindings.isNull(rows.selected()));
    return List.of(
        Labels.heading(WORDS.text("accounts.title", session.name())),
        SearchField.of(WORDS.text("accounts.search"), 316, rows.filter()),
        Tables.card(Tables.fitRows(table, MOST_ROWS)),
        next);
  }

  private List<Node> roles(CenterAccount account, List<String> roles) {
    var about =
        account.name().isBlank() ? account.id() : account.name() + " (" + account.id() + ")";
    if (roles.isEmpty()) {
      return List.of(
          new Note(
              Note.NoteTone.WARNING, WORDS.text("roles.none", about), WORDS.text("accounts.ask")));
    }
    var choice = choice("new-profile-role", roles, roles.getFirst());
    return List.of(
        Labels.heading(WORDS.text("roles.title", about)),
        withLabel(WORDS.text("roles.role"), choice),
        main(
            "new-profile-next",
            WORDS.text("page.next"),
            () -> viewModel.choose(choice.getValue())));
  }

  private List<Node> name(NewProfileStep.NameQuestion question) {
    var name = field("new-profile-name", question.name());
    var home = question.session().region();
    var region =
        choice(
            "new-profile-region",
            question.regions(),
            question.regions().contains(home) || question.regions().isEmpty()
                ? home
                : question.regions().getFirst());
    Keyboard.startsAt(name);
    return List.of(
        Labels.heading(WORDS.text("name.title")),
        withLabel(WORDS.text("name.name"), name),
        withLabel(WORDS.text("name.region"), region),
        main(
            "new-profile-next",
            WORDS.text("name.show"),
            () -> viewModel.propose(name.getText(), region.getValue())));
  }

  private List<Node> write(NewProfileStep.WriteQuestion question) {
    var text =
        CodeArea.readOnly(question.addition().text().strip(), LINES, WORDS.text("write.text"));
    text.setId("new-profile-text");
    return List.of(
        Labels.heading(WORDS.text("write.title", question.addition().file())),
        Note.text(WORDS.text("write.about")),
        text,
        main("new-profile-write", WORDS.text("write.button"), viewModel::write));
  }

  private static TextField field(String id, String text) {
    var field = new TextField(text);
    field.setId(id);
    return field;
  }

  private static ComboBox<String> choice(String id, List<String> items, String chosen) {
    var choice = new ComboBox<String>();
    choice.setId(id);
    choice.getItems().setAll(items);
    choice.setValue(chosen);
    choice.setMaxWidth(Double.MAX_VALUE);
    return choice;
  }

  private static VBox withLabel(String name, Node field) {
    var label = new Label(name);
    label.setLabelFor(field);
    field.setAccessibleText(name);
    return new VBox(4, label, field);
  }

  private static Button main(String id, String text, Runnable action) {
    var button = Buttons.button(id, text, action);
    button.setDefaultButton(true);
    return button;
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }
}
