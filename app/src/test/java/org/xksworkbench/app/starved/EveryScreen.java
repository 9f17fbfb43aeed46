package org.xksworkbench.app.starved;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.externalkey.ExternalKeys;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.connectioncheck.ConnectionCheckViewModel;
import org.xksworkbench.app.ui.screen.createkey.CreateKeyViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.KeySources;
import org.xksworkbench.app.ui.screen.keydetail.DetailSources;
import org.xksworkbench.app.ui.screen.keydetail.KeyDetailViewModel;
import org.xksworkbench.app.ui.screen.keylist.KeyListViewModel;
import org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListViewModel;
import org.xksworkbench.app.ui.screen.keystorelist.StoreSources;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel;
import org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedKeysViewModel;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.probe.ProbedTokens;

/// The view models of the screens on the whole loop, with the HSM behind a helper process, in a
/// process of its own. Says a line for each screen when it has come to an end.
public final class EveryScreen {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Loop loop;
  private final AttachedHsm hsm;
  private final ThreadedTasks tasks =
      new ThreadedTasks((problem, cause) -> System.out.println("reported: " + problem));
  private final KeyRecords records;
  private final Path folder;
  private final ScriptedDialogs dialogs = new ScriptedDialogs();

  private EveryScreen(Path folder) {
    this.folder = folder;
    this.loop = new Loop(folder);
    this.records = KeyRecords.inMemory();
    var token = loop.attachedHsm().status().token().orElseThrow().label();
    hsm =
        new AttachedHsm(module ->
            AgentHsm.open(
                AgentProcess.likeThis(SoftHsm.environment()),
                module,
                ChangeLock.inMemory("test", false),
                Duration.ofSeconds(60)));
    hsm.open(SoftHsm.modulePath());
    var slot =
        hsm.slots().stream()
            .filter(one -> one.token().filter(there -> there.label().equals(token)).isPresent())
            .findFirst()
            .orElseThrow();
    hsm.login(slot.id(), SoftHsm.userPin());
  }

  public static void main(String[] arguments) throws Exception {
    var screens = new EveryScreen(Files.createTempDirectory("screens"));
    screens.show();
    System.out.println("all screens came to an end");
    // What still polls in the background ends with the process.
    System.out.flush();
    screens.hsm.close();
    Runtime.getRuntime().halt(0);
  }

  private void show() {
    var kms = loop.kms();
    var census = new KeyCensus(kms);
    var creation = loop.creation(folder);
    var proxy = loop.ownProxy();
    var lineages = new LineageReader(kms, census, proxy, records);
    var probed = new ProbedTokens(folder.resolve(ProbedTokens.FILE));
    var stores =
        new KeyStoreListViewModel(
            new StoreSources(kms, census, proxy, Optional.empty(), ConnectionHistory.inMemory()),
            tasks,
            dialogs,
            _ -> {},
            () -> "here");
    stores.refresh();
    var keys = new KeyListViewModel(kms, census, creation, tasks, _ -> {});
    keys.refresh();
    var browser =
        new HsmBrowserViewModel(
            hsm, new KeySources(lineages, proxy, records, probed), tasks, dialogs, _ -> {});
    browser.refresh();
    var lineage =
        new LineageViewModel(
            hsm,
            lineages,
            tasks,
            _ -> {},
            dialogs,
            () -> new SurveyedPlace("", "us-east-1", "http://localhost", ""));
    lineage.refresh();
    var unfinished = new UnfinishedKeysViewModel(creation, loop.commands(), tasks, _ -> {});
    unfinished.load();
    var form =
        new CreateKeyViewModel(
            new Destination.CreateKeyScreen(loop.store("main").id()),
            new CreateKeyViewModel.Services(
                kms,
                new ExternalKeys(kms, hsm, proxy, census),
                loop.aws().principals(),
                creation,
                loop.texts(),
                hsm,
                records),
            tasks,
            dialogs,
            _ -> {});
    form.load();
    var network =
        new Network(
            Network.ofThisComputer().here(),
            Network.ofThisComputer().authorities(),
            host -> {
              throw new java.net.UnknownHostException(host);
            });
    var check =
        new ConnectionCheckViewModel(
            Optional.of(loop.store("main").id()),
            kms,
            proxy,
            new ConnectionDoctor(network, "us-east-1", Clock.systemUTC()),
            tasks,
            dialogs);
    check.load();
    ends("External key stores", () -> stores.state().get());
    ends("Customer managed keys", () -> keys.state().get());
    ends("HSM keys", () -> browser.contents().get());
    tasks.await("the rows of HSM keys", PATIENCE, () -> !browser.objects().rows().isEmpty());
    ends("Lineage", () -> lineage.contents().get());
    ends("Unfinished KMS keys", () -> unfinished.keys().get());
    ends("Create a KMS key", () -> form.keyStore().snapshot().get());
    ends("Create a KMS key: external keys", () -> form.externalKey().candidates().get());
    tasks.await("the diagnosis", PATIENCE, () -> check.diagnosis().get() != null);
    System.out.println("Connection check: content");
    var detail =
        new KeyDetailViewModel(
            keys.rows().getFirst().key().keyId(),
            new DetailSources(kms, loop.aws().events(), creation, loop.texts(), proxy),
            tasks,
            dialogs);
    detail.load();
    ends("KMS key", () -> detail.details().get());
  }

  private void ends(String screen, Supplier<Loadable<?>> state) {
    tasks.await(screen, PATIENCE, () -> !(state.get() instanceof Loadable.Loading<?>));
    System.out.println(
        screen
            + ": "
            + switch (state.get()) {
              case Loadable.Ready<?> _ -> "content";
              case Loadable.LoadFailed<?>(var problem) -> problem.headline();
              case Loadable.Loading<?> _ -> throw new AssertionError();
            });
  }
}
