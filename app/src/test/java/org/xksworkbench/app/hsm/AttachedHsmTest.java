package org.xksworkbench.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.hsm.AttachedHsm.Module;
import org.xksworkbench.app.hsm.AttachedHsm.Status;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.Token;

/// Real helper processes with real modules, some of which hang or crash.
class AttachedHsmTest {

  private static final Path SOFT = SoftHsm.modulePath();
  private static final char[] WRONG = "wrong-pin".toCharArray();
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  private static OddModule odd;

  /// Every helper that was ever opened.
  private final List<AgentHsm> helpers = new CopyOnWriteArrayList<>();

  private Duration deadline = LONG;
  private AttachedHsm attached = new AttachedHsm(this::helper, LONG, LONG);

  @BeforeAll
  static void compile() {
    odd = OddModule.in(folder);
  }

  @AfterEach
  void close() {
    odd.behave();
    attached.close();
    helpers.forEach(AgentHsm::close);
  }

  @Test
  void after_a_wrong_pin_nobody_is_logged_in_where_somebody_was() {
    var place = placeOf(SOFT, SoftHsm.newToken());
    attached.login(place, Role.USER, SoftHsm.userPin());
    var before = attached.session().orElseThrow();

    assertThat(failure(() -> attached.login(place, Role.USER, WRONG)).reason())
        .isEqualTo(Reason.PIN_INCORRECT);

    assertThat(attached.session()).isEmpty();
    assertThat(attached.selectedToken()).isEmpty();
    assertThat(attached.loggedIn()).isEmpty();
    assertThat(attached.status().token()).isEmpty();
    assertThat(failure(before::secretKeys).reason()).isEqualTo(Reason.NOT_LOGGED_IN);
    attached.login(place, Role.USER, SoftHsm.userPin());
    assertThat(attached.session().orElseThrow().secretKeys()).isEmpty();
  }

  @Test
  void after_a_wrong_pin_the_window_works_with_another_token_that_is_logged_in_to() {
    var stays = SoftHsm.newToken();
    var other = SoftHsm.newToken();
    attached.login(placeOf(SOFT, stays), Role.USER, SoftHsm.userPin());
    attached.login(placeOf(SOFT, other), Role.USER, SoftHsm.userPin());

    failure(() -> attached.login(placeOf(SOFT, other), Role.USER, WRONG));

    assertThat(attached.loggedIn()).isEqualTo(Map.of(placeOf(SOFT, stays), Role.USER));
    assertThat(attached.status().token().map(Token::label)).contains(label(stays));
    assertThat(attached.session().orElseThrow().secretKeys()).isEmpty();
  }

  @Test
  void what_is_opened_apart_has_logins_of_its_own_and_ends_none() {
    var place = placeOf(SOFT, SoftHsm.newToken());
    attached.login(place, Role.USER, SoftHsm.userPin());
    try (var apart = attached.openApart(SOFT)) {
      assertThat(failure(() -> apart.login(place.slotId(), WRONG)).reason())
          .isEqualTo(Reason.PIN_INCORRECT);
      assertThat(attached.loggedIn()).isEqualTo(Map.of(place, Role.USER));
    }
    assertThat(attached.session().orElseThrow().secretKeys()).isEmpty();
  }

  @Test
  void a_login_ends_the_one_that_was_there() {
    var place = placeOf(SOFT, SoftHsm.newToken());
    attached.login(place, Role.USER, SoftHsm.userPin());
    var before = attached.session().orElseThrow();
    attached.login(place, Role.SECURITY_OFFICER, SoftHsm.soPin());
    assertThat(attached.loggedIn()).isEqualTo(Map.of(place, Role.SECURITY_OFFICER));
    assertThat(failure(before::secretKeys).reason()).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void two_threads_that_open_one_module_get_one_helper() {
    var threads = new CopyOnWriteArrayList<Thread>();
    attached =
        new AttachedHsm(
            path -> {
              // Until the other thread waits, or is here too.
              await(() ->
                  threads.size() == 2
                      && threads.stream()
                          .anyMatch(thread -> thread.getState() == Thread.State.WAITING));
              return helper(path);
            },
            LONG,
            LONG);
    var opens =
        List.of(background(() -> attached.open(SOFT)), background(() -> attached.open(SOFT)));
    opens.forEach(open -> threads.add(open.thread()));

    assertThat(opens.stream().map(Background::result).distinct()).hasSize(1);
    assertThat(helpers).hasSize(1);
    assertThat(attached.open(SOFT.resolve("..").resolve(SOFT.getFileName())))
        .isEqualTo(opens.getFirst().result());
    assertThat(helpers).as("by whatever name").hasSize(1);
  }

  @Test
  void a_module_behind_a_link_is_the_module_and_keeps_the_name_it_was_opened_by() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("vendor.so"), SOFT.toRealPath());
    var other = Files.createSymbolicLink(folder.resolve("another.so"), link);
    var token = SoftHsm.newToken();
    attached.login(placeOf(link, token), Role.USER, SoftHsm.userPin());

    var again = placeOf(SOFT, token);
    var pids = helpers.stream().map(AgentHsm::pid).toList();
    assertThat(pids).as("one process").hasSize(1);
    assertThat(attached.modules()).extracting(Module::path).containsExactly(link);
    assertThat(attached.open(other).path()).isEqualTo(link);
    assertThat(attached.isOpen(SOFT)).isTrue();

    attached.login(again, Role.USER, SoftHsm.userPin());
    assertThat(attached.loggedIn()).containsOnlyKeys(new TokenPlace(link, again.slotId()));
    attached.select(again);
    assertThat(attached.session()).isPresent();
    attached.reload(SOFT);
    assertThat(attached.loggedIn()).isEmpty();
    assertThat(helpers).hasSize(1);

    attached.close(other);
    assertThat(attached.modules()).isEmpty();
    assertThat(attached.isOpen(SOFT)).isFalse();
    assertThat(attached.open(SOFT).path()).isEqualTo(SOFT);
    assertThat(attached.modules()).extracting(Module::path).containsExactly(SOFT);
    assertThat(helpers).as("closed and opened anew").hasSize(2);
  }

  @Test
  void two_threads_that_open_one_module_by_two_names_get_one_helper() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("second-name.so"), SOFT.toRealPath());
    var gate = new CountDownLatch(1);
    var loading = new CountDownLatch(1);
    attached =
        new AttachedHsm(
            path -> {
              loading.countDown();
              await(gate);
              return helper(path);
            },
            LONG,
            LONG);
    var first = background(() -> attached.open(link));
    await(loading);
    var second = background(() -> attached.open(SOFT));
    await(() -> second.thread().getState() == Thread.State.WAITING);
    gate.countDown();
    assertThat(second.result()).isEqualTo(first.result());
    assertThat(helpers).hasSize(1);
  }

  @Test
  void an_open_that_fails_leaves_nothing_and_can_be_tried_again() {
    odd.crashIn(OddModule.INITIALIZE);
    assertThat(failure(() -> attached.open(odd.library())).reason())
        .isEqualTo(Reason.DEVICE_FAILED);
    assertThat(attached.modules()).isEmpty();
    assertThat(attached.status().module()).isEmpty();
    assertThat(failure(() -> attached.module(odd.library())).reason())
        .isEqualTo(Reason.MODULE_UNUSABLE);
    odd.behave();
    assertThat(attached.open(odd.library()).manufacturer()).isEqualTo("SoftHSM");
  }

  @Test
  void a_module_that_is_closed_while_it_is_loaded_is_closed_when_it_is() throws Exception {
    var loaded = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    attached =
        new AttachedHsm(
            path -> {
              var helper = helper(path);
              loaded.countDown();
              await(closed);
              return helper;
            },
            LONG,
            LONG);
    var open = background(() -> attached.open(SOFT));
    await(loaded);
    var pid = helpers.getFirst().pid();
    attached.close(SOFT);
    closed.countDown();

    assertThat(open.failure()).hasMessageContaining("was closed while it was loaded");
    assertThat(attached.modules()).isEmpty();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void nothing_is_opened_after_the_end() {
    attached.open(SOFT);
    attached.close();
    assertThat(attached.modules()).isEmpty();
    failure(() -> attached.open(SOFT));
    assertThat(helpers).hasSize(1);
  }

  @Test
  void a_login_that_is_made_while_its_module_is_closed_is_none() {
    var made = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    attached = new AttachedHsm(path -> after(helper(path), made, closed), LONG, LONG);
    var place = placeOf(SOFT, SoftHsm.newToken());
    var login = background(() -> login(place));
    await(made);
    attached.close(SOFT);
    attached.open(SOFT);
    closed.countDown();

    assertThat(login.failure()).hasMessageContaining("closed or started anew during the login");
    assertThat(attached.loggedIn()).isEmpty();
    assertThat(attached.session()).isEmpty();
  }

  @Test
  void a_module_that_hangs_holds_no_other() {
    var neighbour = placeOf(SOFT, SoftHsm.newToken());
    attached.open(odd.library());
    odd.hangIn(OddModule.GET_SLOT_LIST);
    var stuck = background(() -> attached.module(odd.library()).slots());
    var looking = background(attached::modules);

    attached.login(neighbour, Role.USER, SoftHsm.userPin());
    attached.select(neighbour);
    assertThat(attached.session().orElseThrow().secretKeys()).isEmpty();
    assertThat(attached.status().token()).isPresent();
    attached.logout();
    attached.close(SOFT);
    assertThat(attached.open(SOFT).manufacturer()).isEqualTo("SoftHSM");
    assertThat(stuck.thread().isAlive()).isTrue();

    attached.close(odd.library());
    assertThat(stuck.failure()).isInstanceOf(HsmException.class);
    assertThat(looking.result().stream().filter(module -> module.failure().isPresent()))
        .extracting(Module::path)
        .containsExactly(odd.library());
  }

  @Test
  void a_module_that_hangs_hides_no_other_and_is_waited_for_less_long_than_a_list_is() {
    assertThat(AttachedHsm.LOOK).isLessThan(Job.HSM_LIST.deadline());
    attached = new AttachedHsm(this::helper, AttachedHsm.LOOK, LONG);
    attached.open(SOFT);
    attached.open(odd.library());
    odd.hangIn(OddModule.GET_SLOT_LIST);

    var hanging =
        attached.modules().stream()
            .filter(module -> module.path().equals(odd.library()))
            .findFirst()
            .orElseThrow();

    assertThat(hanging.failure().orElseThrow()).startsWith("The module has not answered yet.");
    odd.behave();
    await(() ->
        attached.modules().stream()
            .allMatch(module -> module.failure().isEmpty() && !module.slots().isEmpty()));
  }

  @Test
  void logging_out_everywhere_passes_by_a_module_that_fails_and_names_its_token() {
    deadline = Duration.ofSeconds(8);
    var bad = SoftHsm.newToken();
    var good = SoftHsm.newToken();
    attached.login(placeOf(odd.library(), bad), Role.USER, SoftHsm.userPin());
    attached.login(placeOf(SOFT, good), Role.USER, SoftHsm.userPin());
    var session = attached.session().orElseThrow();
    odd.hangIn(OddModule.LOGOUT);

    assertThat(failure(attached::logoutAll))
        .hasMessageContaining(label(bad) + ": The HSM did not answer within 8 seconds")
        .hasMessageNotContaining(label(good));

    assertThat(attached.loggedIn()).isEmpty();
    assertThat(failure(session::secretKeys).reason()).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void logging_out_everywhere_ends_while_a_module_hangs_and_names_its_token() {
    attached = new AttachedHsm(this::helper, LONG, Duration.ofSeconds(1));
    var bad = SoftHsm.newToken();
    attached.login(placeOf(odd.library(), bad), Role.USER, SoftHsm.userPin());
    attached.login(placeOf(SOFT, SoftHsm.newToken()), Role.USER, SoftHsm.userPin());
    var session = attached.session().orElseThrow();
    odd.hangIn(OddModule.LOGOUT);

    assertThat(failure(attached::logoutAll))
        .hasMessageContaining(label(bad) + ": it does not answer");

    assertThat(attached.loggedIn()).isEmpty();
    await(() -> isOver(session));
  }

  @Test
  void a_helper_that_ends_takes_its_logins_and_is_told_once() throws Exception {
    var token = SoftHsm.newToken();
    attached.login(placeOf(SOFT, SoftHsm.newToken()), Role.USER, SoftHsm.userPin());
    attached.login(placeOf(odd.library(), token), Role.USER, SoftHsm.userPin());
    var told = new LinkedBlockingQueue<Status>();
    attached.onChange(told::add);
    odd.crashIn(OddModule.FIND_OBJECTS_INIT);
    failure(() -> attached.session().orElseThrow().secretKeys());

    assertThat(told.poll(60, TimeUnit.SECONDS).module().orElseThrow().path()).isEqualTo(SOFT);
    assertThat(attached.loggedIn().keySet()).extracting(TokenPlace::module).containsExactly(SOFT);
    assertThat(attached.takeLosses()).singleElement().asString().contains(label(token));
    assertThat(attached.takeLosses()).isEmpty();
    odd.behave();
    attached.modules();
    assertThat(attached.takeLosses()).isEmpty();
  }

  @Test
  void an_end_that_is_heard_of_late_leaves_no_login_behind() {
    var place = placeOf(SOFT, SoftHsm.newToken());
    attached.login(place, Role.USER, SoftHsm.userPin());
    var session = attached.session().orElseThrow();
    attached.helperLost(SOFT, "An earlier helper has ended.");
    assertThat(attached.loggedIn()).isEmpty();
    assertThat(failure(session::secretKeys).reason()).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void a_token_that_is_pulled_out_ends_its_login_and_is_told_once() {
    var token = SoftHsm.newToken();
    var stays = placeOf(SOFT, SoftHsm.newToken());
    attached.login(stays, Role.USER, SoftHsm.userPin());
    attached.login(placeOf(odd.library(), token), Role.USER, SoftHsm.userPin());
    odd.order("away");
    attached.modules();
    attached.modules();
    assertThat(attached.takeLosses()).singleElement().asString().contains(label(token));
    assertThat(attached.selectedToken()).contains(stays);
  }

  @Test
  void reloading_a_module_ends_its_logins_alone() {
    var stays = placeOf(SOFT, SoftHsm.newToken());
    attached.login(stays, Role.USER, SoftHsm.userPin());
    var place = placeOf(odd.library(), SoftHsm.newToken());
    attached.login(place, Role.USER, SoftHsm.userPin());
    attached.reload(odd.library());
    assertThat(attached.loggedIn().keySet()).containsExactly(stays);
    assertThat(attached.selectedToken()).contains(stays);
    attached.login(place, Role.USER, SoftHsm.userPin());
    assertThat(attached.session().orElseThrow().secretKeys()).isEmpty();
  }

  @Test
  void listeners_are_told_under_no_lock_and_may_ask_and_change() {
    var tokens = List.of(SoftHsm.newToken(), SoftHsm.newToken());
    var place = placeOf(SOFT, tokens.getFirst());
    var other = placeOf(SOFT, tokens.getLast());
    attached.login(other, Role.USER, SoftHsm.userPin());
    var seen = new CopyOnWriteArrayList<TokenPlace>();
    attached.onChange(_ -> {
      // Another thread finds every lock open.
      seen.addAll(background(() -> attached.selectedToken().stream().toList()).result());
      background(() -> attached.module(SOFT).slots()).result();
      if (seen.size() == 1) {
        attached.select(other);
      }
    });
    attached.login(place, Role.USER, SoftHsm.userPin());
    assertThat(seen).containsExactly(place, other);
  }

  private AgentHsm helper(Path module) {
    var helper =
        AgentHsm.open(
            AgentProcess.likeThis(odd.environment()),
            module,
            ChangeLock.inMemory("test", false),
            deadline);
    helper.onLoss(loss -> attached.helperLost(module, loss.sentence()));
    helpers.add(helper);
    return helper;
  }

  /// A module that comes back from a login only after a gate was opened.
  private static Hsm after(Hsm hsm, CountDownLatch made, CountDownLatch gate) {
    return (Hsm)
        Proxy.newProxyInstance(
            Hsm.class.getClassLoader(),
            new Class<?>[] {Hsm.class},
            (_, method, arguments) -> {
              var result = method.invoke(hsm, arguments);
              if (method.getName().equals("login")) {
                made.countDown();
                await(gate);
              }
              return result;
            });
  }

  private boolean login(TokenPlace place) {
    attached.login(place, Role.USER, SoftHsm.userPin());
    return true;
  }

  private TokenPlace placeOf(Path module, Slot token) {
    var _ = attached.open(module);
    return attached.module(module).slots().stream()
        .filter(slot -> slot.token().filter(one -> one.label().equals(label(token))).isPresent())
        .map(slot -> new TokenPlace(module, slot.id()))
        .findFirst()
        .orElseThrow();
  }

  private static String label(Slot token) {
    return token.token().orElseThrow().label();
  }

  private static boolean isOver(HsmSession session) {
    try {
      session.secretKeys();
      return false;
    } catch (HsmException e) {
      return true;
    }
  }

  private static HsmException failure(Runnable call) {
    return catchThrowableOfType(HsmException.class, call::run);
  }

  private record Background<T>(Thread thread, CompletableFuture<T> future) {

    T result() {
      return future.orTimeout(90, TimeUnit.SECONDS).join();
    }

    Throwable failure() {
      return catchThrowable(this::result).getCause();
    }
  }

  private static <T> Background<T> background(Supplier<T> work) {
    var future = new CompletableFuture<T>();
    var thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                future.complete(work.get());
              } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
              }
            });
    return new Background<>(thread, future);
  }

  private static void await(CountDownLatch latch) {
    await(() -> latch.getCount() == 0);
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.yield();
    }
  }
}
