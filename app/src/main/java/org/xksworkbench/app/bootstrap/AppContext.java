package org.xksworkbench.app.bootstrap;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.externalkey.ExternalKeys;
import org.xksworkbench.app.fault.FaultTrial;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.StillAsRead;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.overview.OverviewReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.session.Session;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.signin.Pausing;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.regions.RegionsViewModel;
import org.xksworkbench.app.ui.screen.activitylog.ActivityLogView;
import org.xksworkbench.app.ui.screen.activitylog.ActivityLogViewModel;
import org.xksworkbench.app.ui.screen.awsconnection.AwsConnectionView;
import org.xksworkbench.app.ui.screen.awsconnection.AwsConnectionViewModel;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesView;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel;
import org.xksworkbench.app.ui.screen.connectioncheck.ConnectionCheckView;
import org.xksworkbench.app.ui.screen.connectioncheck.ConnectionCheckViewModel;
import org.xksworkbench.app.ui.screen.createkey.CreateKeyView;
import org.xksworkbench.app.ui.screen.createkey.CreateKeyViewModel;
import org.xksworkbench.app.ui.screen.faults.FaultsView;
import org.xksworkbench.app.ui.screen.faults.FaultsViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserView;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.KeySources;
import org.xksworkbench.app.ui.screen.keydetail.DetailSources;
import org.xksworkbench.app.ui.screen.keydetail.KeyDetailView;
import org.xksworkbench.app.ui.screen.keydetail.KeyDetailViewModel;
import org.xksworkbench.app.ui.screen.keylist.KeyListView;
import org.xksworkbench.app.ui.screen.keylist.KeyListViewModel;
import org.xksworkbench.app.ui.screen.keystoreform.KeyStoreFormView;
import org.xksworkbench.app.ui.screen.keystoreform.KeyStoreFormViewModel;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListView;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListViewModel;
import org.xksworkbench.app.ui.screen.keystorelist.StoreSources;
import org.xksworkbench.app.ui.screen.lineage.LineageView;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel;
import org.xksworkbench.app.ui.screen.overview.OverviewView;
import org.xksworkbench.app.ui.screen.overview.OverviewViewModel;
import org.xksworkbench.app.ui.screen.preferences.PreferencesView;
import org.xksworkbench.app.ui.screen.preferences.PreferencesViewModel;
import org.xksworkbench.app.ui.screen.rotatecredential.CredentialRotation;
import org.xksworkbench.app.ui.screen.rotatecredential.RotateCredentialView;
import org.xksworkbench.app.ui.screen.rotatecredential.RotateCredentialViewModel;
import org.xksworkbench.app.ui.screen.tour.TourMarks;
import org.xksworkbench.app.ui.screen.tour.TourView;
import org.xksworkbench.app.ui.screen.tour.TourViewModel;
import org.xksworkbench.app.ui.screen.tour.TourWays;
import org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedKeysView;
import org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedKeysViewModel;
import org.xksworkbench.app.ui.screen.whatif.WhatIfView;
import org.xksworkbench.app.ui.screen.whatif.WhatIfViewModel;
import org.xksworkbench.app.ui.shell.Identity;
import org.xksworkbench.app.ui.shell.LockViewModel;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellViewModel;
import org.xksworkbench.app.ui.shell.SignInViewModel;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.TextFiles;
import org.xksworkbench.bridge.ceremony.run.Gathering;

/// The parts of one session, put together.
public final class AppContext implements AutoCloseable {

  private final Session session;
  private final KeyManagement kms;
  private final AwsAccess aws;
  private final SignInDesk desk;
  private final KeyCensus census;
  private final KeyCreation creation;
  private final LineageReader lineageReader;
  private final Ceremonies ceremonies;
  private final ConnectionDoctor doctor;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final TextFiles files;
  private final ShellViewModel shell;

  /// @param choices profiles and Regions to choose from
  /// @param desk where requests wait whose credentials have ended
  public AppContext(
      Session session, SessionViewModel choices, SignInDesk desk, Tasks tasks, Dialogs dialogs) {
    this.session = session;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = tasks.scope();
    this.desk = desk;
    var lock = session.lock();
    var endpoint = session.aws().kms().endpoint();
    this.doctor = new ConnectionDoctor(session.network(), endpoint.region(), Clock.systemUTC());
    this.files = new TextFiles(tasks, dialogs::chooseNewFile);
    this.shell =
        new ShellViewModel(
            new Identity(lock.profile(), endpoint, ""),
            new LockViewModel(lock, session.readOnly(), tasks, dialogs),
            choices,
            new SignInViewModel(desk));
    // What is refused is recorded too; only what may be sent waits for a sign-in; and after that
    // wait, which can be long, what a change was made from is read again.
    this.aws =
        session
            .aws()
            .through(
                Interceptors.of(
                    new Recording(
                        session.remembered().activity(), () -> shell.identity().get().who()),
                    new Guarding(lock),
                    new Pausing(desk),
                    new StillAsRead(session.aws().kms())));
    this.kms = aws.kms();
    this.census = new KeyCensus(kms);
    this.creation =
        new KeyCreation(kms, session.remembered().creations(), census, Clock.systemUTC());
    this.lineageReader = new LineageReader(kms, census, session.proxy(), records());
    this.ceremonies =
        new Ceremonies(
            kms,
            census,
            session.hsm(),
            lock,
            records(),
            session.remembered().folder().resolve("ceremonies"),
            Clock.system(java.time.ZoneId.systemDefault()),
            Gathering::new);
    shell.onTouch(session.hsm().idle()::touch);
    session.faults().ifPresent(_ -> shell.offerDemo());
  }

  public ShellViewModel shell() {
    return shell;
  }

  public Tasks tasks() {
    return tasks;
  }

  public ActivityLog activity() {
    return session.remembered().activity();
  }

  /// Asks who is at work, for the top of the window, and keeps its footer true.
  public void begin() {
    new StatusFeed(shell, session.hsm(), session.proxy(), tasks, scope).start();
    desk.onChange(notice ->
        tasks.soon(
            scope,
            () -> {
              tasks.personAsked(notice.isPresent());
              shell.signIn().show(notice);
            }));
    if (kms.endpoint().isNone()) {
      return;
    }
    tasks
        .task("Asking who you are")
        .on(Job.AWS_CALL, _ -> kms.callerIdentity())
        .onSuccess(caller -> {
          shell.showIdentity(
              new Identity(profile(), kms.endpoint(), caller.account(), caller.arn()));
          shell.session().showIdentity(caller.expires(), caller.clockSkew());
        })
        // The screen that is open meets the same failure and explains it in its place.
        .onProblem(_ -> shell.showIdentity(new Identity(profile(), kms.endpoint(), "not known")))
        .start();
    tasks
        .task("Looking for unfinished work")
        .on(Job.FILE, _ -> creation.unfinishedCreations())
        .onSuccess(unfinished -> {
          if (!unfinished.isEmpty()) {
            shell.go(new Destination.UnfinishedKeysScreen());
          }
        })
        // As above; a dialog would take the keyboard from it at every start without a sign-in.
        .onProblem(_ -> {})
        .start();
  }

  /// Lets go of a ceremony that is at work, which can be resumed. What waits for a sign-in fails.
  @Override
  public void close() {
    scope.close();
    ceremonies.close();
    desk.close();
    tasks.personAsked(false);
  }

  private String profile() {
    return session.lock().profile();
  }

  private KeyRecords records() {
    return session.remembered().records();
  }

  private Settings settings() {
    return session.remembered().settings();
  }

  private ChangeTexts texts() {
    return new ChangeTexts(profile(), kms.endpoint());
  }

  /// The screen of a destination, made anew.
  public Screen screen(Destination destination) {
    return switch (destination) {
      case Destination.OverviewScreen _ ->
          new OverviewView(
              new OverviewViewModel(
                  new OverviewViewModel.OverviewSources(
                      new OverviewReader(
                          kms, session.proxy(), session.hsm(), creation, InstantSource.system()),
                      lineageReader,
                      session.hsm(),
                      activity(),
                      () -> settings().preferences().thresholds(),
                      InstantSource.system()),
                  tasks,
                  shell),
              regions());
      case Destination.KeyStoresScreen _ ->
          new KeyStoreListView(
              new KeyStoreListViewModel(
                  new StoreSources(
                      kms,
                      census,
                      session.proxy(),
                      Optional.of(aws.metrics()).filter(_ -> kms.endpoint().isAws()),
                      session.remembered().history()),
                  tasks,
                  dialogs,
                  shell,
                  () -> shell.identity().get().place()),
              regions(),
              settings(),
              files::save);
      case Destination.CreateKeyStoreScreen _ ->
          keyStoreForm(new KeyStoreFormViewModel.FormMode.Create());
      case Destination.EditKeyStoreScreen(var storeId) ->
          keyStoreForm(new KeyStoreFormViewModel.FormMode.Edit(storeId));
      case Destination.RotateCredentialScreen(var storeId) ->
          new RotateCredentialView(
              new RotateCredentialViewModel(
                  storeId,
                  new CredentialRotation(kms, session.proxy(), doctor),
                  tasks,
                  shell,
                  Clock.systemUTC()));
      case Destination.ConnectionCheckScreen(var storeId) ->
          new ConnectionCheckView(
              new ConnectionCheckViewModel(storeId, kms, session.proxy(), doctor, tasks, dialogs));
      case Destination.KeysScreen _ ->
          new KeyListView(
              new KeyListViewModel(kms, census, creation, tasks, shell), texts(), settings());
      case Destination.KeyDetailScreen(var keyId) ->
          new KeyDetailView(
              new KeyDetailViewModel(
                  keyId,
                  new DetailSources(kms, aws.events(), creation, texts(), session.proxy()),
                  tasks,
                  dialogs));
      case Destination.CreateKeyScreen start ->
          new CreateKeyView(
              new CreateKeyViewModel(
                  start,
                  new CreateKeyViewModel.Services(
                      kms,
                      new ExternalKeys(kms, session.hsm(), session.proxy(), census),
                      aws.principals(),
                      creation,
                      texts(),
                      session.hsm(),
                      records()),
                  tasks,
                  dialogs,
                  shell));
      case Destination.UnfinishedKeysScreen _ ->
          new UnfinishedKeysView(
              new UnfinishedKeysViewModel(creation, texts().commands(), tasks, shell));
      case Destination.HsmKeysScreen _ -> hsmBrowser(_ -> {});
      case Destination.HsmKeyScreen(var label) -> hsmBrowser(model -> model.want(label));
      case Destination.HsmUriScreen(var uri) -> hsmBrowser(model -> model.find(uri));
      case Destination.LineageScreen _ ->
          new LineageView(
              new LineageViewModel(
                  session.hsm(), lineageReader, tasks, shell, dialogs, this::surveyedPlace));
      case Destination.WhatIfScreen(var cause) ->
          new WhatIfView(
              new WhatIfViewModel(
                  cause,
                  new WhatIfViewModel.WhatIfSources(
                      session.hsm(), lineageReader, this::surveyedPlace),
                  tasks,
                  dialogs,
                  shell));
      case Destination.XksProxyScreen _ ->
          new ProxyScreens(session, settings().preferences().thresholds(), tasks, dialogs).screen();
      case Destination.TourScreen _ ->
          new TourView(
              new TourViewModel(
                  new TourMarks(
                      shell.visitedDestinations(), activity(), session.faults().orElseThrow()),
                  new TourWays(kms, census),
                  tasks,
                  shell));
      case Destination.FaultsScreen _ ->
          new FaultsView(
              new FaultsViewModel(session.faults().orElseThrow(), new FaultTrial(kms), tasks));
      case Destination.CeremoniesScreen _ -> new CeremoniesView(ceremonies());
      case Destination.CeremonyFileScreen file -> {
        var opened = ceremonies();
        opened.open(file);
        yield new CeremoniesView(opened);
      }
      case Destination.ConnectionToAws _ ->
          new AwsConnectionView(
              new AwsConnectionViewModel(
                  profile(),
                  Optional.of(kms.endpoint().region()),
                  session.checks().orElseThrow(),
                  tasks,
                  Optional.empty()));
      case Destination.ActivityScreen _ ->
          new ActivityLogView(
              new ActivityLogViewModel(activity(), session.proxy()), settings(), files::save);
      case Destination.PreferencesScreen _ ->
          new PreferencesView(new PreferencesViewModel(settings(), session.hsm().idle()));
    };
  }

  private CeremoniesViewModel ceremonies() {
    return new CeremoniesViewModel(ceremonies, session.hsm(), tasks, dialogs, shell);
  }

  /// With AWS; the local KMS has one Region.
  private SurveyedPlace surveyedPlace() {
    var identity = shell.identity().get();
    return new SurveyedPlace(
        identity.account(),
        identity.endpoint().region(),
        identity.endpoint().uri().toString(),
        identity.band());
  }

  private Optional<RegionsViewModel> regions() {
    return shell.session().isWithAws() && kms.endpoint().isAws()
        ? Optional.of(
            new RegionsViewModel(
                aws.search(),
                kms.endpoint().region(),
                tasks,
                region -> shell.session().go(profile(), region)))
        : Optional.empty();
  }

  private Screen hsmBrowser(Consumer<HsmBrowserViewModel> before) {
    var model =
        new HsmBrowserViewModel(
            session.hsm(),
            new KeySources(
                lineageReader, session.proxy(), records(), session.remembered().probedTokens()),
            tasks,
            dialogs,
            shell);
    before.accept(model);
    return new HsmBrowserView(model);
  }

  private Screen keyStoreForm(KeyStoreFormViewModel.FormMode mode) {
    return new KeyStoreFormView(
        new KeyStoreFormViewModel(mode, kms, tasks, dialogs, shell), texts());
  }
}
