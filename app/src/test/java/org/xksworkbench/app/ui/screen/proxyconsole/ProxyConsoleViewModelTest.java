package org.xksworkbench.app.ui.screen.proxyconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Whoever stops the proxy, blocks a path or removes a credential stops keys from working: that is
/// asked first, and what came of it is told. With the real proxy process.
@ExtendWith(SharedDemo.Given.class)
class ProxyConsoleViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PATH = "/archive";

  private final SharedDemo demo;
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final ThreadedTasks tasks = new ThreadedTasks();

  ProxyConsoleViewModelTest(SharedDemo demo) {
    this.demo = demo;
  }

  @AfterEach
  void close() {
    tasks.close();
    demo.restore();
  }

  @Test
  void state_and_health_of_the_running_proxy_are_shown() {
    var console = loaded();
    assertThat(state(console).running()).isTrue();
    assertThat(state(console).paths())
        .extracting(ServedPath::path)
        .containsExactly("/payments", PATH);
    await("its health", () -> console.health().get().isPresent());
    assertThat(console.health().get().orElseThrow().available()).isTrue();
    assertThat(console.actionProblem().get()).isNull();
  }

  @Test
  void a_proxy_is_stopped_after_a_question_and_started_with_the_pin_alone() {
    var console = loaded();
    console.stop();
    assertThat(console.busy().get()).as("nobody said yes").isFalse();
    assertThat(dialogs.asked()).singleElement().asString().contains("cannot use any key");
    dialogs.confirming();
    act(console, console::stop);
    assertThat(state(console).running()).isFalse();
    console.refresh();
    idle(console);
    await("that it has none", () -> console.health().get().isEmpty());

    var wrong = "wrong-pin".toCharArray();
    dialogs.giving(wrong);
    act(console, console::start);
    assertThat(console.actionProblem().get()).isNotNull();
    assertThat(demo.demo().proxy().alive()).isFalse();
    assertThat(wrong).as("wiped").containsOnly('\0');

    var right = SharedDemo.pin();
    dialogs.giving(right);
    act(console, console::start);
    assertThat(console.actionProblem().get()).as("of the first try").isNull();
    assertThat(state(console).running()).isTrue();
    assertThat(right).as("wiped").containsOnly('\0');
  }

  @Test
  void a_credential_is_added_beside_the_old_one_and_the_last_one_cannot_be_removed() {
    var console = loaded();
    var old = path(console).accessKeyIds().getFirst();
    console.paths().addCredential(path(console));
    assertThat(console.busy().get()).as("nobody said yes").isFalse();
    dialogs.confirming();
    act(console, () -> console.paths().addCredential(path(console)));
    var added = console.paths().newCredential().get().orElseThrow();
    assertThat(added.consoleFile()).content().contains(added.accessKeyId());
    assertThat(path(console).accessKeyIds()).containsExactly(old, added.accessKeyId());
    act(console, console::refresh);
    assertThat(console.paths().newCredential().get())
        .as("its secret is in no other place than that file")
        .contains(added);

    act(console, () -> console.paths().removeCredential(path(console), added.accessKeyId()));
    assertThat(path(console).accessKeyIds()).containsExactly(old);
    assertThat(console.paths().newCredential().get()).isEmpty();
    act(console, () -> console.paths().removeCredential(path(console), old));
    assertThat(Objects.requireNonNull(console.actionProblem().get()).toString())
        .contains(old, "last credential");
    assertThat(path(console).accessKeyIds()).containsExactly(old);
  }

  @Test
  void a_path_is_blocked_after_a_question_and_unblocked_without_one() {
    var console = loaded();
    console.paths().block(path(console), true);
    assertThat(console.busy().get()).as("nobody said yes").isFalse();
    dialogs.confirming();
    act(console, () -> console.paths().block(path(console), true));
    assertThat(path(console).blocked()).isTrue();
    assertThat(path(console, "/payments").blocked()).isFalse();
    dialogs.asked().clear();
    act(console, () -> console.paths().block(path(console), false));
    assertThat(path(console).blocked()).isFalse();
    assertThat(dialogs.asked()).isEmpty();
  }

  @Test
  void one_key_is_blocked_at_one_path() {
    var console = loaded();
    console.paths().blockKey(path(console));
    assertThat(console.busy().get()).as("no key was named").isFalse();
    dialogs.typing("archive");
    act(console, () -> console.paths().blockKey(path(console)));
    assertThat(path(console).blockedKeys()).containsExactly("archive");
    assertThat(path(console, "/payments").blockedKeys()).isEmpty();
    act(console, () -> console.paths().unblockKey(path(console), "archive"));
    assertThat(path(console).blockedKeys()).isEmpty();
  }

  @Test
  void what_others_do_to_the_proxy_is_seen_without_asking() {
    var console = loaded();
    demo.demo().proxy().block(PATH, true);
    await("what the command line did", () -> path(console).blocked());
    demo.demo().proxy().block(PATH, false);
    await("what it did then", () -> !path(console).blocked());
  }

  @Test
  void each_request_is_a_row_newest_first_and_is_found_by_its_request_id() {
    var early = console();
    var first = encrypt();
    await("the first", () -> row(early, first) >= 0);
    var console = console();
    assertThat(row(console, first)).as("what came before the screen").isNotNegative();
    var second = encrypt();
    await("the second", () -> row(console, second) >= 0);
    assertThat(row(console, second)).isLessThan(row(console, first));
    var summary = Objects.requireNonNull(console.summary().get());
    assertThat(summary.encryptions())
        .anySatisfy(key -> {
          assertThat(key.getKey()).isEqualTo("payments-2025");
          assertThat(key.getValue()).isGreaterThanOrEqualTo(2);
        });
    assertThat(summary.dropped()).isZero();
    console.filter().set(" " + first.toUpperCase(java.util.Locale.ROOT));
    assertThat(console.calls()).isNotEmpty().extracting(XksCall::kmsRequestId).containsOnly(first);
    console.filter().set("no such thing");
    assertThat(console.calls()).isEmpty();
  }

  @Test
  void a_screen_that_was_left_takes_no_more_requests() {
    var console = console();
    console.close();
    var before = console.calls().size();
    var other = console();
    var late = encrypt();
    await("that others see it", () -> row(other, late) >= 0);
    assertThat(console.calls()).hasSize(before);
  }

  @Test
  void where_no_proxy_is_ours_nothing_is_claimed_and_nothing_can_be_done() {
    var console =
        new ProxyConsoleViewModel(OwnProxy.none(), tasks, dialogs, InstantSource.system());
    dialogs.confirming().giving(SharedDemo.pin());
    console.refresh();
    console.stop();
    console.start();
    assertThat(console.present()).isFalse();
    assertThat(console.busy().get()).isFalse();
    assertThat(console.summary().get()).isNull();
    assertThat(console.state().get()).isInstanceOf(Loadable.Loading.class);
  }

  private ProxyConsoleViewModel console() {
    return new ProxyConsoleViewModel(demo.demo().proxy(), tasks, dialogs, InstantSource.system());
  }

  private ProxyConsoleViewModel loaded() {
    var console = console();
    console.refresh();
    idle(console);
    return console;
  }

  private void act(ProxyConsoleViewModel console, Runnable action) {
    action.run();
    assertThat(console.busy().get()).isTrue();
    idle(console);
  }

  private void idle(ProxyConsoleViewModel console) {
    await("that it is done", () -> !console.busy().get());
  }

  private void await(String what, BooleanSupplier condition) {
    tasks.await(what, PATIENCE, condition);
  }

  private static ProxyState state(ProxyConsoleViewModel console) {
    return ((Loadable.Ready<ProxyState>) console.state().get()).value();
  }

  private static ServedPath path(ProxyConsoleViewModel console) {
    return path(console, PATH);
  }

  private static ServedPath path(ProxyConsoleViewModel console, String path) {
    return state(console).paths().stream()
        .filter(served -> served.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /// -1 if it is not there.
  private static int row(ProxyConsoleViewModel console, String requestId) {
    return console.calls().stream().map(XksCall::kmsRequestId).toList().indexOf(requestId);
  }

  private String encrypt() {
    return demo.kms().encrypt("alias/payments", new byte[] {1}, Map.of()).requestId();
  }
}
