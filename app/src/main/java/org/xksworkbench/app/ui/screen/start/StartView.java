package org.xksworkbench.app.ui.screen.start;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.start.StartViewModel.FoundOnMachine;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Choices;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProfileText;
import org.xksworkbench.app.ui.widget.Visibility;

/// One question, two answers, and what was found below them.
public final class StartView implements Screen {

  private static final double WIDTH = 860;

  /// The rest is seen when these are put right.
  private static final int MOST_FINDINGS = 5;

  private final StartViewModel viewModel;
  private final StackPane root = new StackPane();

  public StartView(StartViewModel viewModel) {
    this.viewModel = viewModel;
    root.setId("start-page");
    root.getStyleClass().add("page");
    var title = Labels.withStyle("What do you want to do?", "page-title");
    var product = Labels.mutedLabel("XKS Workbench");
    var answers = new LoadablePane<>(viewModel.found(), this::answers, viewModel::look);
    var box = new VBox(18, new VBox(4, product, title));
    viewModel
        .why()
        .ifPresent(why -> {
          var note = new Note(Note.NoteTone.WARNING, "The last profile is not there", why);
          note.setId("start-why");
          box.getChildren().add(note);
        });
    box.getChildren().add(answers);
    box.setMaxSize(WIDTH, VBox.USE_PREF_SIZE);
    root.getChildren().add(box);
    viewModel.look();
  }

  private Node answers(FoundOnMachine found) {
    var demo = demo(found);
    var aws = aws(found);
    HBox.setHgrow(demo, Priority.ALWAYS);
    HBox.setHgrow(aws, Priority.ALWAYS);
    demo.setPrefWidth(WIDTH / 2);
    aws.setPrefWidth(WIDTH / 2);
    var cards = new HBox(18, demo, aws);
    var box = new VBox(18, cards, modules(found));
    if (!viewModel.policy().isEmpty()) {
      box.getChildren()
          .add(
              new Note(
                  Note.NoteTone.INFO,
                  "This machine has a policy",
                  String.join("\n", viewModel.policy())));
    }
    return box;
  }

  private VBox demo(FoundOnMachine found) {
    var open = Buttons.button("start-demo", "Open the demo", viewModel::openDemo);
    open.setDisable(!found.demoPossible());
    open.setDefaultButton(found.profiles().isEmpty());
    return card(
        "Look at the demo",
        "A token in software, an XKS proxy and a stand-in for AWS KMS, all on this machine. It"
            + " needs no AWS account and no network, and touches nothing of yours.",
        found.demoPossible()
            ? new Label("SoftHSM was found.")
            : new Note(
                Note.NoteTone.WARNING,
                "The demo needs SoftHSM",
                "Install it, then look again. On Debian: apt-get install softhsm2"),
        found.demoPossible() ? open : again());
  }

  private VBox aws(FoundOnMachine found) {
    var about =
        "With a profile of your own AWS files. XKS Workbench stores no keys, and a profile is"
            + " read-only until you unlock it.";
    if (found.profiles().isEmpty()) {
      var none =
          new VBox(
              8,
              new Note(
                  Note.NoteTone.INFO,
                  "No AWS profile was found",
                  "Make one of IAM Identity Center here, or one with an access key with aws"
                      + " configure; then look again."));
      findings(found).ifPresent(none.getChildren()::add);
      return card("Connect to AWS", about, none, again(), newProfile());
    }
    var profiles = Choices.of("start-profile", found.profiles(), ProfileText::of);
    profiles.setAccessibleText("AWS profile");
    profiles.setMaxWidth(Double.MAX_VALUE);
    profiles.valueProperty().bindBidirectional(viewModel.profile());
    var regions = new ComboBox<String>(viewModel.regions());
    regions.setId("start-region");
    regions.setAccessibleText("Region");
    regions.setMaxWidth(Double.MAX_VALUE);
    regions.valueProperty().bindBidirectional(viewModel.region());
    var connect = Buttons.button("start-aws", "Connect", viewModel::connect);
    connect.setDefaultButton(true);
    connect.disableProperty().bind(viewModel.canConnect().not());
    var check = Buttons.button("start-check", "Connection to AWS", viewModel::checkConnection);
    var choice = new VBox(8, withLabel("Profile", profiles), withLabel("Region", regions), fault());
    found
        .ofTheCli()
        .ifPresent(told -> {
          var text = Note.text(told);
          text.setId("start-usual");
          text.getStyleClass().add("muted");
          choice.getChildren().add(1, text);
        });
    findings(found).ifPresent(choice.getChildren()::add);
    return card("Connect to AWS", about, choice, newProfile(), check, connect);
  }

  /// Why the chosen profile cannot be used.
  private Node fault() {
    var why = Note.text("");
    why.setId("start-fault");
    why.textProperty().bind(viewModel.fault());
    var note = new Note(Note.NoteTone.WARNING, "This profile cannot be used", why);
    Visibility.onlyIf(note, why.textProperty().isNotEmpty());
    return note;
  }

  private static Optional<Node> findings(FoundOnMachine found) {
    return found.findings().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Note(
                Note.NoteTone.INFO,
                "Found in your AWS files",
                String.join("\n", found.findings().stream().limit(MOST_FINDINGS).toList())));
  }

  private Button newProfile() {
    return Buttons.button("start-new-profile", "New profile…", viewModel::makeProfile);
  }

  private Button again() {
    return Buttons.button("Look again", viewModel::look);
  }

  private static HBox withLabel(String name, ComboBox<?> field) {
    var label = Labels.mutedLabel(name);
    label.setMinWidth(60);
    HBox.setHgrow(field, Priority.ALWAYS);
    var line = new HBox(8, label, field);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static VBox card(String name, String about, Node middle, Node... actions) {
    var head = Labels.heading(name);
    var space = new javafx.scene.layout.Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    var row = new HBox(8, Page.grow());
    row.getChildren().addAll(actions);
    var card = new VBox(10, head, Note.text(about), middle, space, row);
    card.getStyleClass().addAll("card", "card-body");
    return card;
  }

  private Node modules(FoundOnMachine found) {
    var head = Labels.withStyle("HSMs: PKCS#11 modules on this machine", "section-title");
    var box = new VBox(4, head);
    if (found.modules().isEmpty()) {
      box.getChildren()
          .add(
              Note.text(
                  "None was found where vendors install them. You can open any other under HSM"
                      + " keys."));
    }
    found
        .modules()
        .forEach(known -> box.getChildren().add(Note.text(known.product() + "  " + known.path())));
    var alone =
        new HBox(
            8,
            Note.text("Keys and ceremonies of an HSM need no AWS account and no network."),
            Page.grow(),
            Buttons.button("start-hsm", "Work with an HSM alone", viewModel::openHsm));
    alone.setAlignment(Pos.CENTER_LEFT);
    box.getChildren().add(alone);
    return box;
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void close() {
    viewModel.close();
  }
}
