package org.xksworkbench.app.ui.screen.createkey;

import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.AccountSnapshot;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Configuration;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.CopyMenu;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.StepList;
import org.xksworkbench.app.ui.widget.TagsEditor;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.app.words.Words;

/// Steps on the left, the present one in the middle, one way on at the bottom right. A step that
/// only takes what is ticked or typed is a page here; one with a view model has a pane beside it.
public final class CreateKeyView implements Screen {

  private static final Words WORDS = Words.of(CreateKeyView.class);
  private static final double FIELD_WIDTH = 460;

  private final CreateKeyViewModel viewModel;
  private final FormEntries entries;
  private final ReviewStepViewModel review;
  private final ObservableValue<String> obstacle;
  private final Page page = new Page(WORDS.text("form.title"), "");

  public CreateKeyView(CreateKeyViewModel viewModel) {
    this.viewModel = viewModel;
    this.entries = viewModel.entries();
    this.review = viewModel.review();
    this.obstacle = viewModel.obstacle();
    page.bindTitle(
        Bindings.createStringBinding(this::title, viewModel.keyStore().snapshot(), entries.draft()),
        Bindings.createStringBinding(() ->
            switch (entries.method()) {
              case FROM_KEY_STORE -> WORDS.text("form.set-for-you");
              case FROM_KEYS -> WORDS.text("form.by-hand");
            }));
    var copy =
        CopyMenu.of(
            WORDS.text("form.copy"),
            ChangeForm.values(),
            ChangeForm::title,
            form -> viewModel.text(form));
    copy.setId("copy-commands");
    copy.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> viewModel.text(ChangeForm.AWS_CLI).isEmpty(),
                entries.draft(),
                viewModel.keyStore().snapshot(),
                viewModel.access().principals()));
    page.actions(copy);
    var content =
        new LoadablePane<>(
            viewModel.keyStore().snapshot().map(CreateKeyView::once), _ -> form(), viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public boolean mayLeave() {
    return viewModel.mayLeave();
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private String title() {
    return viewModel
        .keyStore()
        .store()
        .map(ExternalKeyStore::name)
        .map(name -> WORDS.text("form.title-in", name))
        .orElse(WORDS.text("form.title"));
  }

  /// A key store that changes its state does not make the form anew.
  private static Loadable<String> once(Loadable<AccountSnapshot> snapshot) {
    return switch (snapshot) {
      case Loadable.Loading<AccountSnapshot> _ -> new Loadable.Loading<>();
      case Loadable.Ready<AccountSnapshot> _ -> new Loadable.Ready<>("");
      case Loadable.LoadFailed<AccountSnapshot>(var problem) -> new Loadable.LoadFailed<>(problem);
    };
  }

  private Node form() {
    var steps = new StepList(viewModel.steps().stream().map(Step::title).toList());
    steps.onChoose(index -> viewModel.goTo(viewModel.steps().get(index)));
    steps.setPrefWidth(200);
    var pane = new StackPane();
    var scroll = new ScrollPane(pane);
    viewModel
        .step()
        .subscribe(step -> {
          steps.show(viewModel.steps().indexOf(step));
          pane.getChildren().setAll(stepPane(step));
          scroll.setVvalue(0);
        });
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var middle = new VBox(10, scroll, footer());
    HBox.setHgrow(middle, Priority.ALWAYS);
    return new HBox(24, steps, middle);
  }

  private Node stepPane(Step step) {
    return switch (step) {
      case CONFIGURATION -> configuration();
      case KEY_STORE -> KeyStoreStepPane.page(viewModel.keyStore(), entries);
      case EXTERNAL_KEY -> new ExternalKeyStepPane(viewModel.externalKey(), entries);
      case LABELS -> labels();
      case TAGS -> tags();
      case ADMINISTRATORS -> AccessStepPane.administrators(viewModel.access(), entries);
      case USERS -> AccessStepPane.users(viewModel.access(), entries);
      case POLICY -> AccessStepPane.policy(viewModel.access(), entries);
      case REVIEW -> new ReviewStepPane(review, viewModel::goTo);
    };
  }

  private HBox footer() {
    var said =
        Labels.withStyle(
            Bindings.createStringBinding(
                this::status, review.creating(), review.committed(), obstacle),
            "muted");
    said.setId("obstacle");
    said.setMinWidth(0);
    var cancel = Buttons.button("cancel", WORDS.text("form.cancel"), viewModel::cancel);
    cancel.setCancelButton(true);
    cancel.disableProperty().bind(review.committed());
    var back = Buttons.button("back", WORDS.text("form.back"), viewModel::back);
    Visibility.onlyIf(back, viewModel.step().map(step -> step != Step.CONFIGURATION));
    back.disableProperty().bind(review.creating());
    var skip = Buttons.button("skip", WORDS.text("form.skip"), viewModel::skipToReview);
    Visibility.onlyIf(skip, viewModel.canSkipToReview());
    var next = Buttons.button("next", "", viewModel::next);
    next.setDefaultButton(true);
    next.textProperty()
        .bind(
            viewModel
                .step()
                .map(step -> WORDS.text(step == Step.REVIEW ? "form.create" : "form.next")));
    next.disableProperty().bind(viewModel.canGoOn().not());
    return Page.footer(said, Page.grow(), cancel, back, skip, next);
  }

  /// Asks the obstacle in any case: a binding that nobody asks tells of no further change.
  private String status() {
    var inTheWay = obstacle.getValue();
    if (review.committed().get()) {
      return WORDS.text("form.committed");
    }
    if (review.creating().get()) {
      return WORDS.text("form.creating");
    }
    return inTheWay.isEmpty() ? WORDS.text("form.nothing-yet") : inTheWay;
  }

  /// The values that AWS KMS requires, and what the user must know and accept. Method 1 sets them
  /// and shows the key store; method 2 shows them chosen among the others, which cannot be made
  /// here.
  private Node configuration() {
    var heading = Labels.heading(WORDS.text("configuration.title"));
    var acknowledge = acknowledge();
    return switch (entries.method()) {
      case FROM_KEY_STORE ->
          new VBox(
              14,
              heading,
              requirements(),
              new KeyStoreStepPane(viewModel.keyStore(), entries, true),
              acknowledgement(Keyboard.startsAt(acknowledge)));
      case FROM_KEYS -> new VBox(14, heading, choices(), acknowledgement(acknowledge));
    };
  }

  private static Node requirements() {
    return Card.of(
        new PropertyGrid()
            .row(WORDS.text("configuration.spec"), WORDS.text("required.spec"))
            .row(WORDS.text("configuration.usage"), "ENCRYPT_DECRYPT")
            .row(WORDS.text("configuration.origin-row"), "EXTERNAL_KEY_STORE")
            .row(WORDS.text("configuration.regionality"), WORDS.text("required.regionality")));
  }

  private Node choices() {
    var types = new ToggleGroup();
    var symmetric =
        choice(
            types, "type-symmetric", "choice.symmetric", c -> c.with(Configuration.Type.SYMMETRIC));
    Keyboard.startsAt(symmetric.getChildren().getFirst());
    var type =
        new VBox(
            4,
            Labels.strong(WORDS.text("configuration.type")),
            symmetric,
            choice(
                types,
                "type-asymmetric",
                "choice.asymmetric",
                c -> c.with(Configuration.Type.ASYMMETRIC)));
    var usages = new ToggleGroup();
    var usage =
        new VBox(
            4,
            Labels.strong(WORDS.text("configuration.usage")),
            choice(
                usages,
                "usage-encrypt",
                "choice.encrypt",
                c -> c.with(Configuration.Usage.ENCRYPT_AND_DECRYPT)),
            choice(
                usages,
                "usage-mac",
                "choice.mac",
                c -> c.with(Configuration.Usage.GENERATE_AND_VERIFY_MAC)));
    var origins = new ToggleGroup();
    var origin =
        new VBox(
            4,
            Labels.strong(WORDS.text("configuration.origin")),
            Labels.about(WORDS.text("configuration.origin-about")),
            choice(origins, "origin-kms", "choice.kms", c -> c.with(Configuration.Origin.AWS_KMS)),
            choice(
                origins,
                "origin-import",
                "choice.import",
                c -> c.with(Configuration.Origin.EXTERNAL)),
            choice(
                origins,
                "origin-cloudhsm",
                "choice.cloudhsm",
                c -> c.with(Configuration.Origin.AWS_CLOUDHSM)),
            choice(
                origins,
                "origin-external-key-store",
                "choice.key-store",
                c -> c.with(Configuration.Origin.EXTERNAL_KEY_STORE)));
    var regionality =
        new PropertyGrid()
            .row(WORDS.text("configuration.regionality"), WORDS.text("configuration.single"));
    var advanced =
        new TitledPane(WORDS.text("configuration.advanced"), new VBox(12, origin, regionality));
    advanced.setId("advanced-options");
    advanced.setAnimated(false);
    return new VBox(14, type, usage, advanced);
  }

  /// One that leads to a key which cannot be made here is shown, but off.
  ///
  /// @param words of its name and explanation
  private HBox choice(
      ToggleGroup group, String id, String words, UnaryOperator<Configuration> change) {
    var named = WORDS.namedText(words);
    var now = entries.now().configuration();
    var button = Buttons.radioButton(named.name());
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setToggleGroup(group);
    button.setSelected(change.apply(now).equals(now));
    button.setDisable(change.apply(Configuration.requiredByKeyStores()).problem().isPresent());
    button.setOnAction(
        _ -> entries.edit(draft -> draft.withConfiguration(change.apply(draft.configuration()))));
    var line = new HBox(10, button, Labels.withStyle(named.about(), "muted", "small"));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private CheckBox acknowledge() {
    var box = Buttons.checkBox(WORDS.text("acknowledge.box"));
    box.setId("acknowledge");
    box.setSelected(entries.now().acknowledged());
    box.selectedProperty()
        .subscribe(value -> {
          if (value != entries.now().acknowledged()) {
            entries.edit(draft -> draft.withAcknowledged(value));
          }
        });
    return box;
  }

  private static Node acknowledgement(CheckBox box) {
    return new Note(
        Note.NoteTone.WARNING,
        WORDS.text("acknowledge.title"),
        Note.text(WORDS.text("acknowledge.availability")),
        Note.text(WORDS.text("acknowledge.double-encryption")),
        Note.text(WORDS.text("acknowledge.permanent")),
        box);
  }

  private Node labels() {
    var aliasLabel = Labels.strong(WORDS.text("labels.alias"));
    var alias = Keyboard.startsAt(new TextField(entries.now().alias()));
    alias.setId("alias");
    alias.setPrefWidth(FIELD_WIDTH - 44);
    alias.setPromptText("payments-2026");
    aliasLabel.setLabelFor(alias);
    alias.textProperty().addListener((_, _, text) -> entries.edit(draft -> draft.withAlias(text)));
    var aliasRow = new HBox(6, Labels.withStyle("alias/", "mono", "muted"), alias);
    aliasRow.setAlignment(Pos.CENTER_LEFT);
    var aliasHint = Labels.about(WORDS.text("labels.alias-about"));
    aliasHint.getStyleClass().add("small");

    var descriptionLabel = Labels.strong(WORDS.text("labels.description"));
    var description = new TextArea(entries.now().description());
    description.setId("description");
    description.setPrefRowCount(3);
    description.setMaxWidth(FIELD_WIDTH);
    description.setWrapText(true);
    descriptionLabel.setLabelFor(description);
    description
        .textProperty()
        .addListener((_, _, text) -> entries.edit(draft -> draft.withDescription(text)));
    return new VBox(
        12,
        Labels.heading(WORDS.text("labels.title")),
        new VBox(4, aliasLabel, aliasRow, aliasHint),
        new VBox(4, descriptionLabel, description),
        new Note(
            Note.NoteTone.INFO, WORDS.text("labels.public"), WORDS.text("labels.public-about")));
  }

  private Node tags() {
    var editor =
        new TagsEditor(entries.now().tags(), tags -> entries.edit(draft -> draft.withTags(tags)));
    editor.setId("tags");
    return new VBox(
        12,
        Keyboard.startsAt(Labels.heading(WORDS.text("tags.title"))),
        Labels.about(WORDS.text("tags.about")),
        editor,
        new Note(Note.NoteTone.INFO, WORDS.text("labels.public"), WORDS.text("tags.public-about")));
  }
}
