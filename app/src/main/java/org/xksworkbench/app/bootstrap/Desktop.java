package org.xksworkbench.app.bootstrap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.aws.ProfileFiles;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Remedy;
import org.xksworkbench.app.session.AwsSession;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.session.Session;
import org.xksworkbench.app.session.Sessions;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.start.OpeningView;
import org.xksworkbench.app.ui.screen.start.OpeningViewModel;
import org.xksworkbench.app.ui.screen.start.StartView;
import org.xksworkbench.app.ui.screen.start.StartViewModel;
import org.xksworkbench.app.ui.shell.FileTroublesPane;
import org.xksworkbench.app.ui.shell.FileTroublesViewModel;
import org.xksworkbench.app.ui.shell.HeldKeys;
import org.xksworkbench.app.ui.signin.IdentityCenterViewModel;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.app.ui.widget.Remedies;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.store.KeptFiles;

/// The window from its first frame to its end: what is shown is the opening of a session, the
/// question which one, or the session. Files are read where sessions are opened, on a worker.
public final class Desktop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Desktop.class);

  /// A window that is there at once, and changes at once, disturbs.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /// How long a start may take.
  ///
  /// @param ask then the user is asked whether to wait on
  /// @param unattended then a start ends that nobody sits in front of
  public record StartPatience(Duration ask, Duration unattended) {}

  private static final StartPatience USUAL =
      new StartPatience(Duration.ofSeconds(10), Job.START.deadline());

  /// Nobody is there to be asked.
  private static final Duration FOR_EVER = Duration.ofDays(1);

  /// What the window shows.
  private sealed interface DesktopContent {

    record EmptyDesktop() implements DesktopContent {}

    /// There is no session yet.
    record StartDesktop(Settings settings, Screen screen) implements DesktopContent {}

    record SessionDesktop(SessionWindow window) implements DesktopContent {}
  }

  private final Arguments arguments;
  private final MachinePolicy policy;
  private final Places places;
  private final Duration askAfter;
  private final Function<Map<String, String>, AgentProcess> helpers;
  private final Theme theme;
  private final AppliedPreferences preferences;
  private final Consumer<String> showDocument;
  private final FxDialogs dialogs;
  private final FxTasks tasks;
  private final HeldKeys keys = HeldKeys.inEveryWindow();
  private final KeptFiles files = new KeptFiles();
  private final Frame frame;

  /// How far the start is; asked on any thread.
  private volatile Supplier<String> standing = () -> "It waits for somebody to say what to open.";

  private DesktopContent shown = new DesktopContent.EmptyDesktop();
  private Optional<Tried> tried = Optional.empty();

  /// The profile that was opened last.
  private record Tried(Sessions sessions, Arguments.StartMode.AwsMode mode) {}

  /// @param policy of this machine
  /// @param showDocument opens a URI outside this program
  public Desktop(
      Stage stage,
      Arguments arguments,
      MachinePolicy policy,
      Places places,
      Consumer<String> showDocument) {
    this(stage, arguments, policy, places, showDocument, USUAL, AgentProcess::likeThis);
  }

  /// @param helpers how helper processes are started, by their environment
  public Desktop(
      Stage stage,
      Arguments arguments,
      MachinePolicy policy,
      Places places,
      Consumer<String> showDocument,
      StartPatience patience,
      Function<Map<String, String>, AgentProcess> helpers) {
    this.arguments = arguments;
    this.policy = policy;
    this.places = places;
    this.askAfter = arguments.robot().isPresent() ? FOR_EVER : patience.ask();
    arguments
        .robot()
        .ifPresent(
            called -> called.robot().awaitStart(patience.unattended(), () -> standing.get()));
    this.helpers = helpers;
    this.showDocument = showDocument;
    // Before the first control: it would make JavaFX load its own style sheet for nothing.
    this.theme = new Theme(arguments.theme().orElse(Theme.ThemeChoice.SYSTEM));
    this.preferences = new AppliedPreferences(theme);
    this.dialogs = new FxDialogs(stage, theme::dress, showDocument, this::saveDiagnostics);
    var reporter = new FailureReporter(dialogs);
    this.tasks = new FxTasks(reporter);
    Thread.setDefaultUncaughtExceptionHandler(reporter.handlerOfUncaught(tasks));
    this.frame =
        new Frame(
            stage,
            theme,
            new FileTroublesPane(new FileTroublesViewModel(files, tasks, dialogs::open)),
            new OnProblems(),
            arguments.width(),
            arguments.height());
    stage.setOnCloseRequest(request -> {
      if (shown instanceof DesktopContent.SessionDesktop(var window) && !window.view().mayClose()) {
        request.consume();
      }
    });
  }

  /// Shows the window with what it asked for, or after a moment with what it waits for.
  public void show() {
    policy.fault().ifPresent(why -> LOG.error("The policy of this machine is broken: {}", why));
    // What is read meanwhile does not wait for the first frame.
    open(
        Opening.of(
            "XKS Workbench",
            () -> Chosen.read(arguments.mode(), places, files, new ProfileFiles(policy))),
        Settings.inMemory(),
        chosen -> {
          chosen.settings().window().ifPresent(frame::place);
          preferences.begin(chosen.settings(), arguments);
          var sessions = sessions(chosen.settings());
          chosen
              .gone()
              .ifPresentOrElse(
                  why -> ask(sessions, Optional.of(why)), () -> begin(sessions, chosen.mode()));
        });
    tasks.after(PATIENCE, tasks.scope(), frame::open);
  }

  private Sessions sessions(Settings settings) {
    return new Sessions(places, policy, files, settings, new MfaDialog(tasks, dialogs), helpers);
  }

  private void begin(Sessions sessions, Arguments.StartMode mode) {
    switch (mode) {
      case Arguments.StartMode.DemoMode _ -> open(sessions, sessions.demo(arguments.demoFolder()));
      case Arguments.StartMode.AwsMode aws -> {
        tried = Optional.of(new Tried(sessions, aws));
        open(sessions, sessions.aws(aws.profile(), aws.region()));
      }
      case Arguments.StartMode.LocalKmsMode(var endpoint, var region) ->
          open(sessions, sessions.running(endpoint, region));
      case Arguments.StartMode.HsmMode _ -> open(sessions, sessions.hsmAlone());
      case Arguments.StartMode.Unsaid _ -> ask(sessions, Optional.empty());
    }
  }

  private void open(Sessions sessions, Opening<? extends Session> opening) {
    open(opening, sessions.settings(), session -> show(sessions, session));
  }

  /// Opens something, and shows how that goes.
  private <T extends AutoCloseable> void open(
      Opening<T> opening, Settings settings, Consumer<? super T> then) {
    var model =
        new OpeningViewModel<T>(
            opening,
            askAfter,
            tasks,
            dialogs,
            InstantSource.system(),
            new OpeningViewModel.Then<>(
                then::accept, this::cannotStart, () -> ask(sessions(settings), Optional.empty())));
    standing = model::standing;
    show(new DesktopContent.StartDesktop(settings, new OpeningView(model)));
    model.begin();
  }

  /// Nothing was configured yet, or the user wants something else.
  ///
  /// @param why the user is asked, a sentence; empty where that is plain
  private void ask(Sessions sessions, Optional<String> why) {
    tried = Optional.empty();
    var next =
        new StartViewModel.Next(
            () -> begin(sessions, new Arguments.StartMode.DemoMode()),
            () -> begin(sessions, new Arguments.StartMode.HsmMode()),
            (profile, region) ->
                begin(sessions, new Arguments.StartMode.AwsMode(profile, Optional.of(region))),
            (profile, region) ->
                checkConnection(sessions, profile, Optional.of(region), () -> ask(sessions, why)),
            () -> makeProfile(sessions));
    var model = new StartViewModel(sessions.profiles(), policy, tasks, next, why);
    show(new DesktopContent.StartDesktop(sessions.settings(), new StartView(model)));
    frame.open();
  }

  private void makeProfile(Sessions sessions) {
    var screen =
        StartScreens.newProfile(
            sessions,
            tasks,
            showDocument,
            mode -> begin(sessions, mode),
            () -> ask(sessions, Optional.empty()));
    show(new DesktopContent.StartDesktop(sessions.settings(), screen));
  }

  /// @param back where the user came from
  private void checkConnection(
      Sessions sessions, String profile, Optional<String> region, Runnable back) {
    var screen = StartScreens.connection(sessions, profile, region, tasks, back);
    show(new DesktopContent.StartDesktop(sessions.settings(), screen));
  }

  /// The session is closed before the user is asked: what is opened next may need what it holds.
  private void chooseAgain(Sessions sessions) {
    if (shown instanceof DesktopContent.SessionDesktop(var window)) {
      var session = window.session();
      open(
          Opening.of(
              "the start page",
              () -> {
                session.close();
                return new Chosen(sessions.settings(), new Arguments.StartMode.Unsaid());
              }),
          sessions.settings(),
          _ -> ask(sessions, Optional.empty()));
    }
  }

  /// What the window can do about a problem that it shows.
  private final class OnProblems implements Remedies.Answer {

    @Override
    public boolean offers(Remedy remedy) {
      return switch (shown) {
        case DesktopContent.EmptyDesktop() -> false;
        // To choose something else is offered there already.
        case DesktopContent.StartDesktop _ -> remedy == Remedy.CONNECTION && tried.isPresent();
        case DesktopContent.SessionDesktop(var window) -> window.session() instanceof AwsSession;
      };
    }

    @Override
    public void take(Remedy remedy) {
      switch (shown) {
        case DesktopContent.EmptyDesktop() -> {}
        case DesktopContent.StartDesktop _ ->
            tried.ifPresent(last ->
                checkConnection(
                    last.sessions(),
                    last.mode().profile(),
                    last.mode().region(),
                    () -> begin(last.sessions(), last.mode())));
        case DesktopContent.SessionDesktop(var window) -> {
          var shell = window.context().shell();
          switch (remedy) {
            case CONNECTION -> shell.go(new Destination.ConnectionToAws());
            case START -> shell.chooseAgain();
          }
        }
      }
    }
  }

  private void show(DesktopContent.StartDesktop next) {
    leave();
    shown = next;
    frame.show(next.screen().root());
  }

  private void show(Sessions sessions, Session session) {
    leave();
    session.begin();
    preferences.follow(session.remembered().settings(), session.hsm().idle());
    var window =
        SessionWindow.on(
            session,
            sessions.profiles(),
            profile ->
                new IdentityCenterViewModel(profile, sessions.signIns(), tasks, showDocument),
            (profile, region) -> go(sessions, profile, region),
            tasks,
            dialogs);
    shown = new DesktopContent.SessionDesktop(window);
    var context = window.context();
    context.shell().onDiagnostics(this::saveDiagnostics);
    context.shell().onChooseAgain(() -> chooseAgain(sessions));
    frame.show(StartNotes.above(window.view(), policy, session.notices()));
    frame.open();
    context.begin();
    arguments.firstScreen().ifPresent(context.shell()::go);
    arguments
        .robot()
        .ifPresent(called ->
            called
                .robot()
                .drive(
                    new Robot.Driven(
                        frame.stage(), theme, context.shell(), session, arguments.ceremony()),
                    called.path()));
  }

  /// Goes to another profile or Region; the HSM stays attached.
  private void go(Sessions sessions, String profile, String region) {
    if (shown instanceof DesktopContent.SessionDesktop(var window)
        && window.session() instanceof AwsSession before) {
      tasks
          .task("Opening " + profile + " in " + region)
          .on(Job.SIGN_IN, _ -> sessions.elsewhere(before, profile, region))
          .onSuccess(next -> {
            show(sessions, next);
            before.leave();
          })
          .start();
    }
  }

  /// What is shown goes; a session stays open.
  private void leave() {
    switch (shown) {
      case DesktopContent.EmptyDesktop() -> {}
      case DesktopContent.StartDesktop(_, var screen) -> screen.close();
      case DesktopContent.SessionDesktop(var window) -> window.close();
    }
  }

  @Override
  public void close() {
    settings().ifPresent(settings -> settings.keepWindow(frame.state()));
    leave();
    tasks.close();
    if (shown instanceof DesktopContent.SessionDesktop(var window)) {
      window.session().close();
    }
    files.close();
    keys.close();
  }

  private Optional<Settings> settings() {
    return switch (shown) {
      case DesktopContent.EmptyDesktop() -> Optional.empty();
      case DesktopContent.StartDesktop(var settings, _) -> Optional.of(settings);
      case DesktopContent.SessionDesktop(var window) ->
          Optional.of(window.session().remembered().settings());
    };
  }

  private void cannotStart(Problem problem) {
    frame.open();
    LOG.error("{} {} {}", problem.headline(), problem.causes(), problem.technicalDetail());
    arguments
        .robot()
        .ifPresent(called ->
            called.robot().cannotStart(List.of(problem.headline(), problem.causes().toString())));
  }

  /// Offered with a defect, whenever that happens.
  private void saveDiagnostics() {
    new Diagnostics(
            policy,
            shown instanceof DesktopContent.SessionDesktop(var window)
                ? Optional.of(window.session().hsm())
                : Optional.empty(),
            tasks,
            dialogs)
        .save();
  }
}
