package org.xksworkbench.app.bootstrap;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.guard.AllowedProfiles;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.HelperCalls;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.kms.aws.CredentialFiles;
import org.xksworkbench.app.kms.aws.ProfileFiles;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.settings.WindowState;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.start.Opening;
import org.xksworkbench.app.ui.screen.start.OpeningView;
import org.xksworkbench.app.ui.screen.start.OpeningViewModel;
import org.xksworkbench.app.ui.screen.start.StartView;
import org.xksworkbench.app.ui.screen.start.StartViewModel;
import org.xksworkbench.app.ui.shell.FileTroublesPane;
import org.xksworkbench.app.ui.shell.FileTroublesViewModel;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellView;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.GuardedHsm;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.store.KeptFiles;

/// From the arguments to the window: starts what the mode needs, in the background, and shows how
/// that goes.
public final class StartUp implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

  /// A window that is there at once, and changes at once, disturbs.
  private static final Duration PATIENCE = Duration.ofMillis(200);

  /// How long a start may take.
  ///
  /// @param ask then the user is asked whether to wait on
  /// @param unattended then a start ends that nobody sits in front of
  public record Patience(Duration ask, Duration unattended) {}

  private static final Patience USUAL = new Patience(Duration.ofSeconds(10), Job.START.deadline());

  /// Nobody is there to be asked.
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Stage stage;
  private final Arguments arguments;
  private final Theme theme;
  private final StackPane root = new StackPane();
  private final FxTasks tasks;
  private final FxDialogs dialogs;
  private final MachinePolicy policy;
  private final Places places;
  private final KeptFiles files = new KeptFiles();
  private final ProfileLocks locks;
  private final Patience startPatience;
  private final Function<Map<String, String>, AgentProcess> helpers;
  private Settings settings;

  /// Nothing is open yet, so nothing can be changed yet.
  private final CurrentLock lock = new CurrentLock(ChangeLock.inMemory("none", true));

  private @Nullable Demo demo;
  private @Nullable KeyManagement kms;
  private @Nullable AttachedHsm hsm;
  private @Nullable ShellView shellView;
  private @Nullable Screen before;
  private volatile @Nullable OpeningViewModel<?> starting;
  private @Nullable UnattendedStart unattended;
  private @Nullable AppContext context;
  private @Nullable SignInDesk desk;
  private @Nullable ActivityLog activity;
  private @Nullable ConnectionHistory history;
  private @Nullable KeyRecords records;

  /// @param policy of this machine
  /// @param showDocument opens a URI outside this program
  public StartUp(
      Stage stage,
      Arguments arguments,
      MachinePolicy policy,
      Places places,
      Consumer<String> showDocument) {
    this(stage, arguments, policy, places, showDocument, USUAL, AgentProcess::likeThis);
  }

  /// @param helpers how the demo's processes are started, by their environment
  public StartUp(
      Stage stage,
      Arguments arguments,
      MachinePolicy policy,
      Places places,
      Consumer<String> showDocument,
      Patience startPatience,
      Function<Map<String, String>, AgentProcess> helpers) {
    this.startPatience = startPatience;
    this.helpers = helpers;
    this.stage = stage;
    this.arguments = arguments;
    this.policy = policy;
    this.places = places;
    // Before the first control: it would make JavaFX load its own style sheet for nothing.
    this.theme = new Theme(arguments.theme());
    this.settings =
        arguments.mode() instanceof Arguments.Mode.DemoMode
            ? Settings.inMemory()
            : Settings.open(places.settings(), files, files.soon());
    this.locks = places.locks();
    this.dialogs = new FxDialogs(stage, theme::dress, showDocument, this::saveDiagnostics);
    var reporter = new FailureReporter(dialogs, FxTasks::onWindowThread);
    this.tasks = new FxTasks(reporter);
    Thread.setDefaultUncaughtExceptionHandler(reporter);
  }

  /// Shows the window with what it asked for, or after a moment with what it waits for.
  public void show() {
    var scene = new Scene(underFileTroubles(root), arguments.width(), arguments.height());
    settings.window().ifPresent(this::place);
    theme.dress(scene);
    stage.setTitle("XKS Workbench");
    stage.setMinWidth(900);
    stage.setMinHeight(600);
    stage.setScene(scene);
    stage.setOnCloseRequest(request -> {
      if (shellView != null && !shellView.mayClose()) {
        request.consume();
      }
    });
    policy.fault().ifPresent(why -> LOG.error("The policy of this machine is broken: {}", why));
    if (arguments.tour().isPresent()) {
      unattended = new UnattendedStart(startPatience.unattended(), this::standing);
    }
    // What is read meanwhile does not wait for the first frame.
    begin(arguments.mode());
    tasks.after(PATIENCE, tasks.scope(), stage::show);
  }

  /// What is wrong with the files of this program stands above everything, also above the start.
  private Parent underFileTroubles(Node below) {
    var troubles = new FileTroublesViewModel(files, tasks, FxTasks::onWindowThread, dialogs::open);
    // The order of the children is that of the focus: the window itself has it first.
    var frame = new BorderPane(below);
    frame.setTop(new FileTroublesPane(troubles));
    return frame;
  }

  /// Where it was; not on a screen that is gone.
  private void place(WindowState before) {
    if (javafx.stage.Screen.getScreensForRectangle(
            before.x(), before.y(), before.width(), before.height())
        .isEmpty()) {
      return;
    }
    stage.setX(before.x());
    stage.setY(before.y());
    stage.setWidth(before.width());
    stage.setHeight(before.height());
    stage.setMaximized(before.maximized());
  }

  @Override
  public void close() {
    settings.keepWindow(
        new WindowState(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized()));
    if (before != null) {
      before.close();
    }
    if (shellView != null) {
      shellView.close();
    }
    if (context != null) {
      context.close();
    }
    if (desk != null) {
      desk.close();
    }
    tasks.close();
    if (kms != null) {
      kms.close();
    }
    if (demo != null) {
      demo.close();
    } else if (hsm != null) {
      hsm.close();
    }
    files.close();
  }

  private void begin(Arguments.Mode mode) {
    switch (mode) {
      case Arguments.Mode.DemoMode _ -> {
        // The demo leaves no trace outside its folder.
        settings = Settings.inMemory();
        open(new DemoOpening(demoFolder(), policy, helpers), this::openDemo);
      }
      case Arguments.Mode.AwsMode(var profile, var region) ->
          open(
              new AwsOpening(
                  "the AWS profile " + profile,
                  () -> aws(profile, region.orElseGet(() -> usualRegion(profile)))),
              opened -> openAws(profile, opened.access()));
      case Arguments.Mode.LocalKmsMode(var endpoint, var region) -> {
        settings = Settings.inMemory();
        open(
            new AwsOpening(
                "the local KMS",
                () -> AwsServices.open(new AwsConnection.LocalKms(endpoint, region))),
            opened -> openLocal(opened.access()));
      }
      case Arguments.Mode.Unsaid _ ->
          locks
              .current()
              .ifPresentOrElse(
                  last -> begin(new Arguments.Mode.AwsMode(last, Optional.empty())), this::ask);
    }
  }

  /// Opens something, and shows how that goes.
  private <T extends AutoCloseable> void open(Opening<T> opening, Consumer<T> then) {
    var model =
        new OpeningViewModel<>(
            opening,
            arguments.tour().isPresent() ? FOR_EVER : startPatience.ask(),
            tasks,
            dialogs,
            InstantSource.system(),
            new OpeningViewModel.Then<>(then, this::cannotStart, this::ask));
    starting = model;
    showBefore(new OpeningView(model));
    model.begin();
  }

  /// How far the start is; on any thread.
  private String standing() {
    var now = starting;
    return now == null ? "It waits for somebody to say what to open." : now.standing();
  }

  private void startIsOver() {
    if (unattended != null) {
      unattended.over();
    }
  }

  /// What is shown before there is a window on something.
  private void showBefore(Screen screen) {
    if (before != null) {
      before.close();
    }
    before = screen;
    root.getChildren().setAll(screen.root());
  }

  /// The Region used last, else the one of the environment or the profile, as far as the policy of
  /// this machine allows them.
  private String usualRegion(String profile) {
    var files = new ProfileFiles();
    return settings
        .region(profile)
        .filter(policy::allowsRegion)
        .or(() ->
            Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .map(System.getenv()::get)
                .filter(Objects::nonNull)
                .filter(policy::allowsRegion)
                .findFirst())
        .or(() ->
            files.profiles().stream()
                .filter(one -> one.name().equals(profile))
                .flatMap(one -> one.region().stream())
                .filter(policy::allowsRegion)
                .findFirst())
        .or(() -> policy.regions().flatMap(allowed -> allowed.stream().findFirst()))
        .orElse("us-east-1");
  }

  private Path demoFolder() {
    return arguments.demoFolder().orElseGet(places::demo);
  }

  /// Nothing was configured yet, or the user wants something else.
  private void ask() {
    showBefore(
        new StartView(
            new StartViewModel(
                new AllowedProfiles(new ProfileFiles(), policy),
                policy,
                tasks,
                () -> begin(new Arguments.Mode.DemoMode()),
                (profile, region) ->
                    begin(new Arguments.Mode.AwsMode(profile, Optional.of(region))))));
    stage.show();
  }

  private void openDemo(Demo started) {
    demo = started;
    var local =
        AwsServices.open(new AwsConnection.LocalKms(started.kms().endpoint(), LocalKms.REGION));
    lock.use(started.lock());
    open(
        local,
        demoFolder(),
        started.hsm(),
        started.proxy(),
        started.network(),
        ActivityLog.inMemory(),
        ConnectionHistory.inMemory(),
        recordsIn(demoFolder()));
  }

  /// Unlocked at the start, as the demo is: what is in a local KMS is worth nothing.
  private void openLocal(AwsAccess local) {
    lock.use(policy.on(ChangeLock.inMemory("local-kms", false)));
    open(
        local,
        places.state().resolve("local-kms"),
        attached(AgentProcess.likeThis(Map.of())),
        OwnProxy.none(),
        Network.ofThisComputer(),
        ActivityLog.inMemory(),
        ConnectionHistory.inMemory(),
        recordsIn(places.state().resolve("local-kms")));
  }

  private void openAws(String profile, AwsAccess aws) {
    var helper = AgentProcess.likeThis(Map.of());
    settings.keepRegion(profile, aws.kms().endpoint().region());
    work(profile);
    open(
        aws,
        places.state(),
        attached(helper),
        OwnProxy.none(),
        Network.ofThisComputer(),
        ActivityLog.open(places.state().resolve("activity.jsonl"), files),
        ConnectionHistory.open(places.state().resolve("connections.jsonl"), files, files.soon()),
        recordsIn(places.state()));
  }

  /// From now on changes are those of this profile.
  private void work(String profile) {
    files.add(locks);
    files
        .soon()
        .execute(() -> {
          locks.use(profile);
          files.changed();
        });
    lock.use(policy.on(locks.of(profile)));
  }

  /// What a helper loses, the window tells.
  private AttachedHsm attached(AgentProcess helper) {
    var attached = new AttachedHsm[1];
    attached[0] =
        new AttachedHsm((Path module) -> {
          policy.requireModule(module);
          var opened = AgentHsm.open(helper, module, AgentHsm.DEADLINE);
          opened.onLoss(loss -> attached[0].helperLost(module, loss.sentence()));
          opened.watchedBy(HelperCalls::watch);
          return GuardedHsm.of(opened, lock);
        });
    policy.idleLock().ifPresent(attached[0].idle()::atMost);
    return attached[0];
  }

  private void open(
      AwsAccess opened,
      Path stateFolder,
      AttachedHsm attached,
      OwnProxy proxy,
      Network network,
      ActivityLog activity,
      ConnectionHistory history,
      KeyRecords records) {
    kms = opened.kms();
    this.activity = activity;
    this.history = history;
    this.records = records;
    hsm = attached;
    var newDesk = new SignInDesk(lock.profile(), CredentialFiles::fingerprint);
    desk = newDesk;
    var session =
        demo == null && !(arguments.mode() instanceof Arguments.Mode.LocalKmsMode)
            ? new SessionViewModel(
                Optional.of(new AllowedProfiles(new ProfileFiles(), policy)),
                this::switchTo,
                newDesk,
                Clock.systemUTC())
            : SessionViewModel.fixed(newDesk);
    if (context != null) {
      context.close();
    }
    var opening =
        new AppContext(
            lock,
            opened,
            new Workstation(
                attached,
                proxy,
                settings,
                activity,
                stateFolder,
                history,
                records,
                files,
                network,
                tasks,
                dialogs,
                policy,
                Optional.ofNullable(demo).map(Demo::faults)),
            session,
            newDesk);
    context = opening;
    var view = new ShellView(opening.shell(), opening::screen, tasks.running());
    shellView = view;
    if (this.before != null) {
      this.before.close();
      this.before = null;
    }
    root.getChildren().setAll(under(view));
    stage.show();
    opening.begin();
    startIsOver();
    arguments.startReport().ifPresent(file -> new StartReport(stage, file).start());
    if (arguments.ceremony()) {
      opening.shell().go(new Destination.Ceremonies());
    }
    arguments
        .tour()
        .ifPresent(folder ->
            (arguments.ceremony()
                    ? new CeremonyTour(stage, theme, opening, folder)
                    : new DemoTour(stage, theme, opening, folder))
                .start());
  }

  private KeyRecords recordsIn(Path stateFolder) {
    return KeyRecords.in(stateFolder.resolve("records"), files, files.soon());
  }

  private AwsAccess aws(String profile, String region) {
    return AwsServices.open(new AwsConnection.Aws(profile, region, this::askMfaCode), policy);
  }

  /// Called on the thread of a request, which waits for the user.
  private String askMfaCode(String profile, String serial) {
    var answer = new CompletableFuture<Optional<String>>();
    FxTasks.onWindowThread(() ->
        answer.complete(
            dialogs.askText(
                "MFA code for " + profile,
                "Enter the code that the device " + serial + " shows now.",
                "",
                "Sign in")));
    return answer
        .join()
        .orElseThrow(() ->
            new KmsException(
                KmsException.Kind.CREDENTIALS,
                "MfaCodeMissing",
                "No MFA code was given for the profile " + profile + ".",
                "",
                null));
  }

  /// Goes to another profile or Region; the HSM stays attached. What waits for a sign-in fails.
  private void switchTo(String profile, String region) {
    tasks
        .named("Opening " + profile + " in " + region)
        .on(Job.SIGN_IN, _ -> aws(profile, region))
        .onSuccess(next -> {
          var before = kms;
          if (desk != null) {
            desk.close();
          }
          if (shellView != null) {
            shellView.close();
          }
          settings.keepRegion(profile, region);
          work(profile);
          var attached = Objects.requireNonNull(hsm);
          open(
              next,
              places.state(),
              attached,
              OwnProxy.none(),
              Network.ofThisComputer(),
              Objects.requireNonNull(activity),
              Objects.requireNonNull(history),
              Objects.requireNonNull(records));
          if (before != null) {
            before.close();
          }
        })
        .start();
  }

  /// The window, below what has to be said first.
  private Node under(Node view) {
    var notes = new VBox();
    policy
        .fault()
        .ifPresent(why ->
            notes
                .getChildren()
                .add(
                    note(
                        "policy-fault",
                        Note.Tone.BAD,
                        "The policy of this machine cannot be understood: everything is read-only"
                            + " and no PKCS#11 module is loaded",
                        Note.text(why))));
    if (demo != null && !demo.notices().isEmpty()) {
      var close = new Button("Close");
      close.setId("close-demo-notices");
      var told =
          note(
              "demo-notices",
              Note.Tone.WARNING,
              "Some of the demo was made anew. What was there was set aside; nothing was deleted",
              Note.text(String.join("\n", demo.notices())),
              close);
      close.setOnAction(_ -> notes.getChildren().remove(told));
      notes.getChildren().add(told);
    }
    VBox.setVgrow(view, Priority.ALWAYS);
    return notes.getChildren().isEmpty() ? view : new VBox(notes, view);
  }

  private static Note note(String id, Note.Tone tone, String headline, Node... body) {
    var note = new Note(tone, headline, body);
    note.setId(id);
    return note;
  }

  private void cannotStart(Problem problem) {
    stage.show();
    LOG.error("{} {} {}", problem.headline(), problem.causes(), problem.technicalDetail());
    if (arguments.tour().isPresent()) {
      startIsOver();
      Tour.fail(List.of(problem.headline(), problem.causes().toString()));
    }
  }

  /// Offered with a defect, whenever that happens.
  private void saveDiagnostics() {
    new Diagnostics(policy, Optional.ofNullable(hsm), tasks, dialogs).save();
  }
}
