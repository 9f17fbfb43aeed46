package org.xksworkbench.app.ui.screen.keystorelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStoreListViewModelTest {

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
    assertThat(list.rows())
        .extracting(row -> row.store().name())
        .containsExactly("broken", "main", "off");
    assertThat(row(list, "broken").store().connectionState())
        .isEqualTo(new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
    assertThat(row(list, "main").keys()).hasSize(1);
    assertThat(list.selected().get().store().name()).isEqualTo("main");
  }

  @Test
  void the_filter_looks_at_name_id_endpoint_and_state() {
    var list = shown(new ScriptedDialogs());
    for (var filter : List.of("OFF", row(list, "off").store().id(), "disconnected")) {
      list.filter().set(filter);
      assertThat(list.rows()).extracting(row -> row.store().name()).containsExactly("off");
    }
    list.filter().set("XKS_PROXY_INVALID_TLS");
    assertThat(list.rows()).extracting(row -> row.store().name()).containsExactly("broken");
    assertThat(list.count().getValue()).isEqualTo("1 of 3");
    list.filter().set("");
    assertThat(list.rows()).hasSize(3);
  }

  @Test
  void a_disconnect_says_which_keys_become_unavailable_and_waits_for_a_yes() {
    var dialogs = new ScriptedDialogs();
    var list = shown(dialogs);
    list.selected().set(row(list, "main"));
    list.disconnect();
    assertThat(dialogs.asked()).singleElement().asString().contains("1 KMS key", "Unavailable");
    assertThat(row(list, "main").store().connectionState())
        .isEqualTo(new ConnectionState.Connected());
  }

  @Test
  void connecting_and_disconnecting_is_followed_to_its_end() throws InterruptedException {
    var list = shown(new ScriptedDialogs().confirming());
    list.selected().set(row(list, "off"));
    assertThat(list.canConnect().get()).isTrue();
    list.connect();
    follow(list, new ConnectionState.Connected());
    assertThat(list.canConnect().get()).isFalse();
    assertThat(list.canDisconnect().get()).isTrue();
    list.disconnect();
    follow(list, new ConnectionState.Disconnected());
  }

  @Test
  void what_aws_kms_refuses_is_shown_beside_the_key_store() {
    var list = shown(new ScriptedDialogs());
    list.selected().set(row(list, "broken"));
    list.connect();
    assertThat(list.actionProblem().get().code()).isEqualTo("CustomKeyStoreInvalidStateException");
    list.selected().set(row(list, "main"));
    assertThat(list.actionProblem().get()).isNull();
  }

  @Test
  void a_key_is_created_in_the_key_store_that_is_selected() {
    var visited = new ArrayList<Destination>();
    var list = new KeyStoreListViewModel(loop.kms(), tasks, new ScriptedDialogs(), visited::add);
    list.refresh();
    list.createKey();
    assertThat(visited).containsExactly(new Destination.CreateKey(loop.store("main").id()));
  }

  @Test
  void a_kms_that_cannot_be_reached_is_a_problem_with_a_way_to_try_again(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      var list = new KeyStoreListViewModel(gone.kms(), tasks, new ScriptedDialogs(), _ -> {});
      gone.stopKms();
      list.refresh();
      var failed = (Loadable.Failed<List<KeyStoreRow>>) list.state().get();
      assertThat(failed.problem().headline()).isEqualTo("AWS KMS could not be reached");
    }
  }

  private KeyStoreListViewModel shown(ScriptedDialogs dialogs) {
    var list = new KeyStoreListViewModel(loop.kms(), tasks, dialogs, _ -> {});
    list.refresh();
    return list;
  }

  private void follow(KeyStoreListViewModel list, ConnectionState state)
      throws InterruptedException {
    for (var i = 0; i < 500 && !row(list, "off").store().connectionState().equals(state); i++) {
      if (tasks.runScheduled() == 0) {
        list.refresh();
      }
      Thread.sleep(10);
    }
    assertThat(row(list, "off").store().connectionState()).isEqualTo(state);
  }

  private static KeyStoreRow row(KeyStoreListViewModel list, String name) {
    return list.rows().stream()
        .filter(row -> row.store().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
