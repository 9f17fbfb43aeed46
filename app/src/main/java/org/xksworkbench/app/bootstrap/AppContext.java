package org.xksworkbench.app.bootstrap;

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.Recording;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.CreationJournal;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.fault.FaultTrial;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.StillAsRead;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.signin.Pausing;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.activitylog.ActivityLogView;
import org.xksworkbench.app.ui.screen.activitylog.ActivityLogViewModel;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesView;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel;
import org.xksworkbench.app.ui.screen.connectioncheck.ConnectionCheckView;
import org.xksworkbench.app.ui.screen.connectioncheck.ConnectionCheckViewModel;
import org.xksworkbench.app.ui.screen.createkey.CreateKeyView;
import org.xksworkbench.app.ui.screen.createkey.CreateKeyViewModel;
import org.xksworkbench.app.ui.screen.createkey.Services;
import org.xksworkbench.app.ui.screen.faults.FaultsView;
import org.xksworkbench.app.ui.screen.faults.FaultsViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserView;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel;
import org.xksworkbench.app.ui.screen.keydetail.KeyDetailView;
import org.xksworkbench.app.ui.screen.keydetail.KeyDetailViewModel;
import org.xksworkbench.app.ui.screen.keylist.KeyListView;
import org.xksworkbench.app.ui.screen.keylist.KeyListViewModel;
import org.xksworkbench.app.ui.screen.keystoreform.KeyStoreFormView;
import org.xksworkbench.app.ui.screen.keystoreform.KeyStoreFormViewModel;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListView;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListViewModel;
import org.xksworkbench.app.ui.screen.lineage.LineageView;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleView;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleViewModel;
import org.xksworkbench.app.ui.screen.proxyconsole.SelfTestViewModel;
import org.xksworkbench.app.ui.screen.rotatecredential.RotateCredentialView;
import org.xksworkbench.app.ui.screen.rotatecredential.RotateCredentialViewModel;
import org.xksworkbench.app.ui.screen.tour.TourView;
import org.xksworkbench.app.ui.screen.tour.TourViewModel;
import org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedKeysView;
import org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedKeysViewModel;
import org.xksworkbench.app.ui.shell.Identity;
import org.xksworkbench.app.ui.shell.LockViewModel;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellViewModel;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.TextFiles;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The parts of one session, put together.
public final class AppContext implements AutoCloseable {

  private final KeyManagement kms;
  private final AwsAccess aws;
  private final SignInDesk desk;
  private final KeyCensus census;
  private final KeyCreation creation;
  private final AttachedHsm hsm;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final ActivityLog activity;
  private final KeyRecords records;
  private final LineageReader lineageReader;
  private final Ceremonies ceremonies;
  private final Workstation workstation;
  private final ConnectionDoctor doctor;
  private final TextFiles files;
  private final ShellViewModel shell;
  private final String profile;

  /// @param lock of the profile; guards everything that changes AWS KMS
  /// @param session profiles and Regions to choose from
  /// @param desk where requests wait whose credentials have ended
  public AppContext(
      ChangeLock lock,
      AwsAccess aws,
      Workstation workstation,
      SessionViewModel session,
      SignInDesk desk) {
    this.profile = lock.profile();
    this.hsm = workstation.hsm();
    this.proxy = workstation.proxy();
    this.tasks = workstation.tasks();
    this.dialogs = workstation.dialogs();
    this.activity = workstation.activity();
    this.desk = desk;
    this.workstation = workstation;
    this.doctor =
        new ConnectionDoctor(
            workstation.network(), aws.kms().endpoint().region(), Clock.systemUTC());
    this.files = new TextFiles(tasks, dialogs::chooseNewFile);
    this.shell =
        new ShellViewModel(
            new Identity(profile, aws.kms().endpoint(), ""),
            new LockViewModel(lock, dialogs),
            session);
    // What is refused is recorded too; only what may be sent waits for a sign-in; and after that
    // wait, which can be long, what a change was made from is read again.
    this.aws =
        aws.through(
            Interceptors.of(
                new Recording(activity, () -> shell.identity().get().who()),
                new Guarding(lock),
                new Pausing(desk),
                new StillAsRead(aws.kms())));
    this.kms = this.aws.kms();
    this.census = new KeyCensus(kms);
    var journal = new CreationJournal(workstation.stateFolder().resolve("creations"));
    journal.watch(workstation.files());
    this.creation = new KeyCreation(kms, journal, census, Clock.systemUTC());
    this.records = workstation.records();
    this.lineageReader = new LineageReader(kms, census, proxy, records);
    this.ceremonies =
        new Ceremonies(
            kms,
            census,
            hsm,
            lock,
            records,
            workstation.stateFolder().resolve("ceremonies"),
            Clock.system(java.time.ZoneId.systemDefault()));
    shell.onTouch(hsm.idle()::touch);
    shell.onDiagnostics(
        () -> new Diagnostics(workstation.policy(), Optional.of(hsm), tasks, dialogs).save());
    workstation.faults().ifPresent(_ -> shell.offerDemo());
  }

  public ShellViewModel shell() {
    return shell;
  }

  public Tasks tasks() {
    return tasks;
  }

  public ActivityLog activity() {
    return activity;
  }

  /// ARN of a key, from the last answer that named it.
  String keyArn(String keyId) {
    return kms.key(keyId).arn();
  }

  List<XksCall> proxyCalls(String kmsRequestId) {
    return proxy.callsOf(kmsRequestId);
  }

  /// Asks who is at work, for the top of the window, and keeps its footer true.
  public void begin() {
    new StatusFeed(shell, hsm, proxy, tasks).start();
    desk.onChange(notice ->
        FxTasks.onWindowThread(() -> {
          tasks.personAsked(notice.isPresent());
          shell.session().showNotice(notice);
        }));
    tasks
        .named("Asking who you are")
        .on(Job.AWS_CALL, _ -> kms.callerIdentity())
        .onSuccess(caller -> {
          shell.identified(new Identity(profile, kms.endpoint(), caller.account(), caller.arn()));
          shell.session().identified(caller.expires(), caller.clockSkew());
        })
        // The screen that is open meets the same failure and explains it in its place.
        .onProblem(_ -> shell.identified(new Identity(profile, kms.endpoint(), "not known")))
        .start();
    tasks
        .named("Looking for unfinished work")
        .on(Job.FILE, _ -> creation.unfinished())
        .onSuccess(unfinished -> {
          if (!unfinished.isEmpty()) {
            shell.go(new Destination.UnfinishedKeys());
          }
        })
        // As above; a dialog would take the keyboard from it at every start without a sign-in.
        .onProblem(_ -> {})
        .start();
  }

  /// Lets go of a ceremony that is at work; it can be resumed.
  @Override
  public void close() {
    ceremonies.close();
  }

  private AwsCommands commands() {
    return new AwsCommands(profile, kms.endpoint());
  }

  /// The screen of a destination, made anew.
  public Screen screen(Destination destination) {
    return switch (destination) {
      case Destination.KeyStores _ ->
          new KeyStoreListView(
              new KeyStoreListViewModel(
                  kms,
                  census,
                  proxy,
                  Optional.of(aws.metrics()).filter(_ -> kms.endpoint().isAws()),
                  workstation.history(),
                  tasks,
                  dialogs,
                  shell,
                  () -> shell.identity().get().place()),
              workstation.settings(),
              files::save);
      case Destination.CreateKeyStore _ -> keyStoreForm(new KeyStoreFormViewModel.Mode.Create());
      case Destination.EditKeyStore(var storeId) ->
          keyStoreForm(new KeyStoreFormViewModel.Mode.Edit(storeId));
      case Destination.RotateCredential(var storeId) ->
          new RotateCredentialView(
              new RotateCredentialViewModel(
                  storeId, kms, proxy, doctor, tasks, shell, Clock.systemUTC()));
      case Destination.ConnectionCheck(var storeId) ->
          new ConnectionCheckView(new ConnectionCheckViewModel(storeId, kms, proxy, doctor, tasks));
      case Destination.Keys _ ->
          new KeyListView(
              new KeyListViewModel(kms, census, creation, tasks, shell), workstation.settings());
      case Destination.KeyDetail(var keyId) ->
          new KeyDetailView(
              new KeyDetailViewModel(
                  keyId, kms, aws.events(), creation, commands(), proxy, tasks, dialogs));
      case Destination.CreateKey start ->
          new CreateKeyView(
              new CreateKeyViewModel(
                  start,
                  new Services(
                      kms, hsm, proxy, aws.principals(), census, creation, commands(), records),
                  tasks,
                  dialogs,
                  shell));
      case Destination.UnfinishedKeys _ ->
          new UnfinishedKeysView(new UnfinishedKeysViewModel(creation, commands(), tasks, shell));
      case Destination.HsmKeys _ -> new HsmBrowserView(hsmBrowser());
      case Destination.HsmKey(var label) -> {
        var browser = hsmBrowser();
        browser.want(label);
        yield new HsmBrowserView(browser);
      }
      case Destination.Lineage _ ->
          new LineageView(new LineageViewModel(hsm, lineageReader, tasks, shell));
      case Destination.XksProxy _ ->
          new ProxyConsoleView(
              new ProxyConsoleViewModel(proxy, tasks, dialogs, InstantSource.system()),
              new SelfTestViewModel(proxy, tasks, dialogs));
      case Destination.Tour _ ->
          new TourView(
              new TourViewModel(
                  shell.visited(),
                  activity,
                  workstation.faults().orElseThrow(),
                  kms,
                  census,
                  tasks,
                  shell));
      case Destination.Faults _ ->
          new FaultsView(
              new FaultsViewModel(workstation.faults().orElseThrow(), new FaultTrial(kms), tasks));
      case Destination.Ceremonies _ ->
          new CeremoniesView(new CeremoniesViewModel(ceremonies, hsm, tasks, dialogs, shell));
      case Destination.Activity _ ->
          new ActivityLogView(
              new ActivityLogViewModel(activity, proxy), workstation.settings(), files::save);
    };
  }

  private HsmBrowserViewModel hsmBrowser() {
    return new HsmBrowserViewModel(hsm, lineageReader, proxy, records, tasks, dialogs, shell);
  }

  private Screen keyStoreForm(KeyStoreFormViewModel.Mode mode) {
    return new KeyStoreFormView(new KeyStoreFormViewModel(mode, kms, tasks, dialogs, shell));
  }
}
