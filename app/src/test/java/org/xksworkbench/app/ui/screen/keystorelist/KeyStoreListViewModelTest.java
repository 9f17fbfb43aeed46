package org.xksworkbench.app.ui.screen.keystorelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreMetrics;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStoreListViewModelTest {

  private static final String PLACE = "account 000000000000, Region us-east-1";

  private final ConnectionHistory history = ConnectionHistory.inMemory();
  private final DirectTasks tasks = new DirectTasks();
  private Loop loop;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void key_stores_are_listed_by_name_with_state_and_keys() {
    var list = shown(new ScriptedDialogs());
    assertThat(list.rows().shown())
        .extracting(row -> row.store().name())
        .containsExactly("broken", "main", "off");
    assertThat(row(list, "broken").store().connectionState())
        .isEqualTo(new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
    assertThat(row(list, "main").keys()).hasSize(1);
    assertThat(list.rows().selected().get().store().name()).isEqualTo("main");
  }

  @Test
  void a_key_that_may_not_be_described_costs_itself_only_and_is_told() {
    var denied = loop.kms().key("alias/used").keyId();
    var list = list(denying("key", Optional.of(denied)), new ScriptedDialogs());
    list.refresh();
    assertThat(list.rows().shown()).hasSize(3);
    assertThat(row(list, "off").keys()).hasSize(1);
    assertThat(row(list, "off").keyCount()).isEqualTo("1+");
    assertThat(row(list, "main").keyCount()).isEqualTo("0+");
    assertThat(list.counted().get()).isEqualTo("1 KMS keys of the account could not be described");
  }

  @Test
  void the_filter_looks_at_name_id_endpoint_and_state() {
    var list = shown(new ScriptedDialogs());
    for (var filter : List.of("OFF", row(list, "off").store().id(), "disconnected")) {
      list.rows().filter().set(filter);
      assertThat(list.rows().shown()).extracting(row -> row.store().name()).containsExactly("off");
    }
    list.rows().filter().set("XKS_PROXY_INVALID_TLS");
    assertThat(list.rows().shown()).extracting(row -> row.store().name()).containsExactly("broken");
    assertThat(list.rows().count().getValue()).isEqualTo("1 of 3");
    list.rows().filter().set("");
    assertThat(list.rows().shown()).hasSize(3);
  }

  @Test
  void a_disconnect_names_account_region_and_keys_and_waits_for_the_typed_word() {
    var dialogs = new ScriptedDialogs().typing("disconect");
    var list = shown(dialogs);
    list.rows().selected().set(row(list, "main"));
    list.changes().disconnect();
    assertThat(dialogs.asked())
        .singleElement()
        .asString()
        .contains("account 000000000000, Region us-east-1")
        .contains(
            "1 KMS key becomes Unavailable: alias/used ("
                + row(list, "main").keys().getFirst().keyId()
                + ")");
    assertThat(row(list, "main").store().connectionState())
        .isEqualTo(new ConnectionState.Connected());
  }

  @Test
  void keys_whose_aliases_may_not_be_listed_are_named_by_their_ids() {
    var dialogs = new ScriptedDialogs();
    var list = list(denying("aliases", Optional.empty()), dialogs);
    list.refresh();
    list.rows().selected().set(row(list, "main"));
    list.changes().disconnect();
    assertThat(dialogs.asked().getFirst())
        .contains("becomes Unavailable: " + row(list, "main").keys().getFirst().keyId() + ".");
  }

  @Test
  void what_stands_in_the_way_of_a_deletion_is_said_before_anything_is_asked() {
    var dialogs = new ScriptedDialogs().typing("delete");
    var list = shown(dialogs);
    list.rows().selected().set(row(list, "main"));
    list.changes().delete();
    assertThat(list.changes().problem().get().headline()).isEqualTo("main cannot be deleted yet");
    assertThat(list.changes().problem().get().causes())
        .hasSize(2)
        .anyMatch(cause -> cause.contains("1 KMS key is in it"))
        .anyMatch(cause -> cause.contains("Disconnect it first"));
    assertThat(dialogs.asked()).isEmpty();
  }

  @Test
  void following_a_connection_asks_for_the_states_alone() throws InterruptedException {
    var asked = new ArrayList<String>();
    var list = list(counting(loop.kms(), asked), new ScriptedDialogs().typing("disconnect"));
    list.refresh();
    list.rows().selected().set(row(list, "off"));
    list.changes().connect();
    asked.clear();
    while (tasks.runScheduled() > 0) {
      Thread.sleep(5); // between two rounds, while the local KMS connects
    }
    assertThat(row(list, "off").store().connectionState())
        .isEqualTo(new ConnectionState.Connected());
    assertThat(asked.stream().filter("keyIds"::equals).count())
        .as("the keys are read once, at the end")
        .isLessThanOrEqualTo(1);
    assertThat(list.history())
        .extracting(ConnectionHistory.SeenState::state)
        .startsWith("CONNECTED")
        .contains("DISCONNECTED");
    list.changes().disconnect();
    follow(list, "off", new ConnectionState.Disconnected());
  }

  @Test
  void the_figures_are_those_of_our_own_proxy_and_of_no_other() {
    var list = shown(new ScriptedDialogs());
    list.rows().selected().set(row(list, "main"));
    var figures = list.figures().orElseThrow();
    assertThat(figures.calls()).isPositive();
    assertThat(figures.minutes()).isNotEmpty();
    assertThat(figures.median()).isPositive().isLessThanOrEqualTo(figures.slowest());
    list.rows().selected().set(row(list, "broken"));
    assertThat(list.figures()).isEmpty();
  }

  @Test
  void cloudwatch_is_asked_about_the_key_store_when_somebody_looks() {
    var asked = new ArrayList<String>();
    KeyStoreMetrics metrics =
        (store, range) -> {
          asked.add(store + " " + range);
          throw new KmsException(
              KmsException.KmsFailureKind.REFUSED,
              "AccessDenied",
              "cloudwatch:ListMetrics",
              "r",
              null);
        };
    var list =
        new KeyStoreListViewModel(
            new StoreSources(
                loop.kms(),
                new KeyCensus(loop.kms()),
                loop.ownProxy(),
                Optional.of(metrics),
                history),
            tasks,
            new ScriptedDialogs(),
            _ -> {},
            () -> PLACE);
    list.refresh();
    assertThat(asked).isEmpty();
    var watch = list.cloudWatch().orElseThrow();
    watch.range().set(CloudWatchViewModel.Range.DAY);
    watch.ask("cks-1");
    assertThat(asked).containsExactly("cks-1 PT24H");
    assertThat(watch.state().get())
        .isInstanceOfSatisfying(
            Loadable.LoadFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("AccessDenied"));
  }

  @Test
  void connecting_and_disconnecting_is_followed_to_its_end() throws InterruptedException {
    var list = shown(new ScriptedDialogs().typing("disconnect"));
    list.rows().selected().set(row(list, "off"));
    assertThat(list.changes().canConnect().get()).isTrue();
    list.changes().connect();
    follow(list, "off", new ConnectionState.Connected());
    assertThat(list.changes().canConnect().get()).isFalse();
    assertThat(list.changes().canDisconnect().get()).isTrue();
    list.changes().disconnect();
    follow(list, "off", new ConnectionState.Disconnected());
  }

  @Test
  void what_failed_to_connect_is_disconnected_and_tried_again() throws InterruptedException {
    var asked = new ArrayList<String>();
    var list = list(counting(loop.kms(), asked), new ScriptedDialogs());
    list.refresh();
    list.rows().selected().set(row(list, "broken"));
    assertThat(list.changes().canConnect().get()).isTrue();
    list.changes().connect();
    assertThat(list.changes().problem().get()).isNull();
    assertThat(asked.stream().filter("perform"::equals)).as("Disconnect, Connect").hasSize(2);
    follow(list, "broken", new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
  }

  @Test
  void what_aws_kms_refuses_is_shown_beside_the_key_store() {
    var list = list(refusing("CustomKeyStoreInvalidStateException"), new ScriptedDialogs());
    list.refresh();
    list.rows().selected().set(row(list, "broken"));
    list.changes().connect();
    assertThat(list.changes().problem().get().code())
        .isEqualTo("CustomKeyStoreInvalidStateException");
    list.rows().selected().set(row(list, "main"));
    assertThat(list.changes().problem().get()).isNull();
  }

  @Test
  void a_key_is_created_in_the_key_store_that_is_selected_and_it_is_the_one_that_might_fail() {
    var visited = new ArrayList<Destination>();
    var list =
        new KeyStoreListViewModel(
            new StoreSources(
                loop.kms(), new KeyCensus(loop.kms()), loop.ownProxy(), Optional.empty(), history),
            tasks,
            new ScriptedDialogs(),
            visited::add,
            () -> PLACE);
    list.refresh();
    list.createKey();
    list.whatIf();
    var main = loop.store("main").id();
    assertThat(visited)
        .containsExactly(
            new Destination.CreateKeyScreen(main),
            new Destination.WhatIfScreen(Optional.of(new OutageCause.StoreOutage(main, "main"))));
  }

  @Test
  void a_kms_that_cannot_be_reached_is_a_problem_with_a_way_to_try_again(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      var list = list(gone.kms(), new ScriptedDialogs());
      gone.stopKms();
      list.refresh();
      var failed = (Loadable.LoadFailed<List<KeyStoreRow>>) list.state().get();
      assertThat(failed.problem().headline()).isEqualTo("AWS KMS could not be reached");
    }
  }

  private KeyStoreListViewModel shown(ScriptedDialogs dialogs) {
    var list = list(loop.kms(), dialogs);
    list.refresh();
    return list;
  }

  private KeyStoreListViewModel list(KeyManagement kms, ScriptedDialogs dialogs) {
    return new KeyStoreListViewModel(
        new StoreSources(kms, new KeyCensus(kms), loop.ownProxy(), Optional.empty(), history),
        tasks,
        dialogs,
        _ -> {},
        () -> PLACE);
  }

  private static KeyManagement counting(KeyManagement kms, List<String> asked) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              synchronized (asked) {
                asked.add(method.getName());
              }
              return method.invoke(kms, arguments);
            });
  }

  /// Every change.
  private KeyManagement refusing(String code) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (method.getName().equals("perform")) {
                throw new KmsException(
                    KmsException.KmsFailureKind.REFUSED, code, "refused", "r-1", null);
              }
              return method.invoke(loop.kms(), arguments);
            });
  }

  /// @param of its first argument; empty for any
  private KeyManagement denying(String call, Optional<String> of) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (method.getName().equals(call)
                  && of.filter(one -> !one.equals(arguments[0])).isEmpty()) {
                throw new KmsException(
                    KmsException.KmsFailureKind.REFUSED,
                    "AccessDeniedException",
                    "denied",
                    "r-1",
                    null);
              }
              return method.invoke(loop.kms(), arguments);
            });
  }

  private void follow(KeyStoreListViewModel list, String name, ConnectionState state)
      throws InterruptedException {
    for (var i = 0; i < 3000 && !row(list, name).store().connectionState().equals(state); i++) {
      if (tasks.runScheduled() == 0) {
        list.refresh();
      }
      Thread.sleep(10); // between two rounds, while the local KMS changes the state
    }
    assertThat(row(list, name).store().connectionState()).isEqualTo(state);
  }

  private static KeyStoreRow row(KeyStoreListViewModel list, String name) {
    return list.rows().shown().stream()
        .filter(row -> row.store().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
