package org.xksworkbench.app.ui.screen.awsconnection;

import java.util.ArrayList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.awscheck.CheckText;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.Host;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.bridge.hsm.ForeignText;

/// What AWS answered above, then the profile, then each host with the step at which the way ends.
public final class AwsConnectionView implements Screen {

  private final AwsConnectionViewModel viewModel;
  private final Page page;

  public AwsConnectionView(AwsConnectionViewModel viewModel) {
    this.viewModel = viewModel;
    page =
        new Page(
            "Connection to AWS",
            "How requests of the profile "
                + viewModel.profile()
                + " leave this computer, and how far they get");
    page.actions(actions());
    var result = new VBox(12);
    result.setId("aws-connection");
    viewModel
        .found()
        .subscribe(check -> {
          if (check != null) {
            result.getChildren().setAll(result(check));
          }
        });
    viewModel
        .problem()
        .subscribe(problem -> {
          if (problem != null) {
            result.getChildren().setAll(new ProblemPane(problem));
          }
        });
    var scroll = new ScrollPane(result);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    page.content(scroll);
    viewModel.check();
  }

  private Node[] actions() {
    var busy = new ProgressIndicator();
    busy.setMaxSize(18, 18);
    busy.visibleProperty().bind(viewModel.busy());
    var copy = new CopyButton("Copy for the help desk", viewModel::text);
    copy.setId("copy-connection");
    copy.setMnemonicParsing(false);
    // Enabled while it works, so that it keeps the focus.
    var again = Buttons.button("check-again", "Check again", viewModel::check);
    again.setDefaultButton(true);
    Keyboard.startsAt(again);
    var all = new ArrayList<Node>();
    all.add(busy);
    if (viewModel.canGoBack()) {
      all.add(Buttons.button("connection-back", "Back", viewModel::goBack));
    }
    all.add(copy);
    all.add(again);
    return all.toArray(Node[]::new);
  }

  private static VBox result(AwsCheck check) {
    var box = new VBox(12);
    var failures = AwsConnectionViewModel.failures(check);
    if (failures.isEmpty()) {
      box.getChildren()
          .add(
              new Note(
                  Note.NoteTone.GOOD,
                  "AWS answered",
                  "GetCallerIdentity and DescribeCustomKeyStores were answered."));
    }
    failures.forEach(problem -> box.getChildren().add(new ProblemPane(problem)));
    box.getChildren().add(profile(check));
    check.hosts().forEach(host -> box.getChildren().add(host(host)));
    return box;
  }

  private static Node profile(AwsCheck check) {
    var grid =
        new PropertyGrid()
            .row("Profile", printable(check.profile().words()))
            .row("Region", printable(check.region().words()))
            .row("Credentials", printable(CheckText.credentials(check)))
            .row("Trust", printable(check.trust()));
    if (check.caller() instanceof Outcome.CheckAnswered<CallerIdentity>(var caller)) {
      grid.copyable("Principal", caller.arn())
          .row(
              "Credentials end",
              caller.expires().map(Object::toString).orElse("They name no end."));
    }
    if (check.keyStores() instanceof Outcome.CheckAnswered<Integer>(var number)) {
      grid.row("Key stores", CheckText.keyStores(number));
    }
    return card(grid);
  }

  private static Node host(Host host) {
    var name = new Label(host.service());
    name.getStyleClass().add("strong");
    var badge =
        host.failure()
            .map(failure -> new Badge(Badge.BadgeTone.BAD, "Failed at: " + failure.step().words()))
            .orElseGet(() -> new Badge(Badge.BadgeTone.GOOD, "Reached"));
    var head = new HBox(10, name, badge);
    head.setAlignment(Pos.CENTER_LEFT);
    var grid =
        new PropertyGrid()
            .copyable("Host", host.url())
            .row("Address", CheckText.address(host))
            .row("Proxy", printable(CheckText.proxy(host)))
            .row("TLS issuer", printable(CheckText.issuer(host)));
    var body = new VBox(10, head, grid);
    host.failure()
        .ifPresent(failure ->
            body.getChildren()
                .add(
                    new Note(
                        Note.NoteTone.BAD,
                        printable(failure.why()),
                        "What to do: " + failure.remedy())));
    return card(body);
  }

  private static String printable(String text) {
    return ForeignText.printable(text);
  }

  private static Node card(Node body) {
    body.getStyleClass().add("card-body");
    var card = new VBox(body);
    card.getStyleClass().add("card");
    return card;
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
