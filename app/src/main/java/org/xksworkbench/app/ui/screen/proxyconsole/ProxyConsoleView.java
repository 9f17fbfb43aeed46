package org.xksworkbench.app.ui.screen.proxyconsole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// How the proxy is set up above, how it does in the middle, its requests below.
public final class ProxyConsoleView implements Screen {

  private final ProxyConsoleViewModel viewModel;
  private final SelfTestViewModel selfTest;
  private final Duration certificateWarning;
  private final Optional<ProxyAttachmentViewModel> attachment;
  private final Page page = new Page("XKS proxy", "");

  /// @param certificateWarning how long before its end a certificate is warned of
  /// @param attachment empty where the proxy comes with the session
  public ProxyConsoleView(
      ProxyConsoleViewModel viewModel,
      SelfTestViewModel selfTest,
      Duration certificateWarning,
      Optional<ProxyAttachmentViewModel> attachment) {
    this.viewModel = viewModel;
    this.selfTest = selfTest;
    this.certificateWarning = certificateWarning;
    this.attachment = attachment;
    page.bindTitle(
        Bindings.createStringBinding(() -> "XKS proxy"),
        viewModel.state().map(ProxyConsoleView::subtitle));
    var above = new VBox(8);
    if (!viewModel.present()) {
      attachment.ifPresent(one -> one.problem().subscribe(_ -> renderAbove(above)));
      var lab = new SelfTestPane(selfTest);
      lab.getStyleClass().add("card");
      VBox.setVgrow(lab, Priority.ALWAYS);
      page.content(above, absent(attachment), lab);
      return;
    }
    var actions = new ArrayList<Button>();
    actions.add(button("Refresh", "refresh", viewModel::refresh, false));
    attachment.ifPresent(one -> {
      actions.add(attaching("Attach to another…", "attach-proxy", one::attach, one));
      actions.add(attaching("Let go…", "detach-proxy", one::detach, one));
    });
    if (viewModel.runsHere()) {
      actions.addAll(List.of(startStop(true), startStop(false)));
    }
    page.actions(actions.toArray(Node[]::new));
    attachment.ifPresent(one -> one.problem().subscribe(_ -> renderAbove(above)));
    viewModel.actionProblem().subscribe(_ -> renderAbove(above));
    viewModel.paths().newCredential().subscribe(_ -> renderAbove(above));
    viewModel.state().map(ProxyConsoleView::describe).subscribe(_ -> renderAbove(above));
    var setup = new LoadablePane<>(viewModel.state(), this::setup, viewModel::refresh);
    setup.setMinHeight(Region.USE_PREF_SIZE);
    var requests = new Tab("Requests", new TrafficPane(viewModel));
    var lab = new Tab("Self-test", new SelfTestPane(selfTest));
    lab.setId("self-test-tab");
    var tabs = new TabPane(requests, lab);
    tabs.setId("proxy-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("card");
    tabs.setMinHeight(0);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    page.content(above, setup, tabs);
    viewModel.refresh();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
    selfTest.close();
  }

  private static Node absent(Optional<ProxyAttachmentViewModel> attachment) {
    var note =
        new Note(
            Note.NoteTone.INFO,
            "No XKS proxy of this workstation",
            "Attach the window to one that runs on this computer, by its proxy.toml, or by its"
                + " control socket where you may not read that: its paths, credentials, health and"
                + " requests are shown then. hsm-bridge proxy init makes a configuration, and hsm-bridge proxy run"
                + " serves it; the demo has a proxy of its own.");
    return attachment
        .<Node>map(one ->
            new VBox(
                12,
                note,
                Page.toolbar(
                    attaching("Attach by proxy.toml…", "attach-proxy", one::attach, one),
                    attaching(
                        "Attach by control socket…", "attach-socket", one::attachBySocket, one))))
        .orElse(note);
  }

  private static Button attaching(
      String text, String id, Runnable action, ProxyAttachmentViewModel attachment) {
    var button = Buttons.button(id, text, action);
    button.disableProperty().bind(attachment.busy());
    return button;
  }

  private static String subtitle(Loadable<ProxyState> state) {
    if (!(state instanceof Loadable.Ready<ProxyState>(var ready))) {
      return "";
    }
    return ready.running() ? ready.url() + " · listens on " + ready.listens() : "not running";
  }

  private Button startStop(boolean start) {
    var button =
        start
            ? button("Start…", "start-proxy", viewModel::start, true)
            : button("Stop…", "stop-proxy", viewModel::stop, false);
    button
        .visibleProperty()
        .bind(
            viewModel
                .state()
                .map(state ->
                    state instanceof Loadable.Ready<ProxyState>(var ready)
                        && ready.running() != start));
    button.managedProperty().bind(button.visibleProperty());
    button.disableProperty().bind(viewModel.busy());
    return button;
  }

  private static Button button(String text, String id, Runnable action, boolean isDefault) {
    var button = Buttons.button(id, text, action);
    button.setDefaultButton(isDefault);
    return button;
  }

  /// What has to be said of the proxy beside its state.
  private static List<String> describe(Loadable<ProxyState> state) {
    return state instanceof Loadable.Ready<ProxyState>(var ready)
        ? Stream.of(ready.ended(), ready.fault()).flatMap(Optional::stream).toList()
        : List.of();
  }

  private void renderAbove(VBox above) {
    above.getChildren().clear();
    if (viewModel.state().get() instanceof Loadable.Ready<ProxyState>(var ready)) {
      ready
          .ended()
          .ifPresent(why ->
              above
                  .getChildren()
                  .add(
                      note(
                          "proxy-ended",
                          ready.running() ? Note.NoteTone.WARNING : Note.NoteTone.BAD,
                          viewModel.runsHere()
                              ? "The XKS proxy ended by itself"
                              : "The XKS proxy does not answer",
                          why)));
      ready
          .fault()
          .ifPresent(why ->
              above
                  .getChildren()
                  .add(
                      note(
                          "proxy-fault",
                          Note.NoteTone.BAD,
                          "The proxy's configuration cannot be read; what was valid before is used",
                          why
                              + "\nWhat to do: Put it right, or put back a copy of it. It is read"
                              + " again within a second.")));
    }
    Stream.of(
            Optional.ofNullable(viewModel.actionProblem().get()),
            attachment.flatMap(one -> Optional.ofNullable(one.problem().get())))
        .flatMap(Optional::stream)
        .forEach(problem -> above.getChildren().add(new ProblemPane(problem)));
    viewModel
        .paths()
        .newCredential()
        .get()
        .ifPresent(added -> {
          var note =
              new Note(
                  Note.NoteTone.GOOD,
                  "The credential " + added.accessKeyId() + " was added",
                  Note.text(
                      "Its secret is in the file below, which the AWS console takes. It is readable"
                          + " by its owner alone; delete it when AWS KMS has it."),
                  new CopyableText(added.consoleFile().toString(), "path of the file"));
          note.setId("new-credential");
          above.getChildren().add(note);
        });
    above.setManaged(!above.getChildren().isEmpty());
  }

  private static Note note(String id, Note.NoteTone tone, String headline, String body) {
    var note = new Note(tone, headline, body);
    note.setId(id);
    return note;
  }

  private Node setup(ProxyState state) {
    var about =
        new PropertyGrid()
            .row(
                "Proxy",
                new HBox(
                    state.running()
                        ? new Badge(Badge.BadgeTone.GOOD, "Runs")
                        : new Badge(Badge.BadgeTone.BAD, "Stopped")))
            .copyable("Proxy URI endpoint", state.url())
            .row("Certificate", certificate(state))
            .row("Health", health())
            .copyable("Configuration", state.configuration().toString());
    viewModel.limits().ifPresent(sentence -> about.row("Attached", sentence));
    var columns = new TwoColumns(20, about, new ServedPathsPane(viewModel.paths(), state.paths()));
    columns.getStyleClass().addAll("card", "card-body");
    return columns;
  }

  private Label health() {
    var label = new Label();
    label.setId("proxy-health");
    label.setWrapText(true);
    label
        .textProperty()
        .bind(
            viewModel
                .health()
                .map(health ->
                    health
                        .map(one ->
                            String.join(", ", one.instances())
                                + " · answered in "
                                + one.millis()
                                + " ms")
                        .orElse("not known")));
    return label;
  }

  private String certificate(ProxyState state) {
    var left = Duration.between(viewModel.now(), state.certificateExpires());
    return "for %s, until %s%s"
        .formatted(
            state.certificateSubject(),
            Dates.day(state.certificateExpires()),
            left.compareTo(certificateWarning) < 0
                ? " (" + Math.max(0, left.toDays()) + " days left)"
                : "");
  }
}
