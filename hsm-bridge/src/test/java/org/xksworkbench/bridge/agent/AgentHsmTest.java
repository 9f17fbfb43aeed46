package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.ReadOnlyException;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.CallWatch;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.Token.PinState;
import org.xksworkbench.bridge.hsm.pkcs11.RawToken;

/// Helper processes with real modules, some of which crash or hang.
class AgentHsmTest {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration SOME = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int CALLERS = 8;

  /// At two milliseconds more for each they take longer than the deadline.
  private static final int OBJECTS = 3000;

  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);

  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  @TempDir private static Path folder;

  private static OddModule odd;

  private final List<AgentHsm> opened = new ArrayList<>();
  private final ChangeLock lock = ChangeLock.inMemory("prod", false);

  @BeforeAll
  static void compile() {
    odd = OddModule.in(folder);
  }

  @AfterEach
  void close() {
    odd.behave();
    opened.forEach(AgentHsm::close);
  }

  @Test
  void what_a_token_holds_comes_over_the_channel_unchanged() throws Exception {
    var token = SoftHsm.newToken();
    try (var here = SoftHsm.login(token);
        var raw = new RawToken(token)) {
      raw.oneOfEach("mixed");
      var hsm = open(SoftHsm.modulePath());
      try (var there = login(hsm, token)) {
        assertThat(withoutNumbers(there)).containsExactlyInAnyOrderElementsOf(withoutNumbers(here));
        assertThat(there.token()).isEqualTo(here.token());
        assertThat(there.doesAesGcm()).contains(true).isEqualTo(here.doesAesGcm());
        assertThat(hsm.mechanisms(slotOf(hsm, token)))
            .containsExactlyElementsOf(SoftHsm.hsm().mechanisms(token.id()));
        assertThat(hsm.details(slotOf(hsm, token)).manufacturer())
            .isEqualTo(SoftHsm.hsm().details(token.id()).manufacturer());
      }
    }
  }

  @Test
  void a_token_is_probed_in_the_helper_as_it_is_here_and_by_a_read_only_profile_too() {
    var token = SoftHsm.newToken();
    try (var here = SoftHsm.login(token)) {
      var hsm = open(SoftHsm.modulePath());
      lock.setReadOnly(true);
      try (var there = login(hsm, token)) {
        var found = there.probe("");
        assertThat(found).isEqualTo(here.probe(""));
        var measured = there.measure(found, "");
        assertThat(measured.speed().orElseThrow().perSecond()).isPositive();
        assertThat(there.objects().find()).isEmpty();
      }
    }
  }

  @Test
  void a_profile_that_is_read_only_changes_no_token_until_it_is_unlocked() {
    var token = SoftHsm.newToken();
    var hsm = open(SoftHsm.modulePath());
    var template = AesKeyTemplate.forExternalKeyStore("wanted");
    try (var session = login(hsm, token)) {
      lock.setReadOnly(true);
      assertThatThrownBy(() -> session.generateAesKey(template))
          .isInstanceOf(ReadOnlyException.class)
          .hasMessageContaining("prod is read-only")
          .hasMessageContaining("C_GenerateKey was not done");
      assertThat(session.secretKeys()).isEmpty();

      lock.setReadOnly(false);
      session.generateAesKey(template);
      assertThat(session.secretKeys("wanted")).hasSize(1);
    }
  }

  @Test
  void a_module_that_is_missing_or_none_is_unusable_and_says_why() {
    assertThat(failure(() -> open(folder.resolve("libnowhere.so"))))
        .hasMessageContaining("no such file")
        .extracting(HsmException::reason)
        .isEqualTo(Reason.MODULE_UNUSABLE);
    assertThat(failure(() -> open(OddModule.noModule(folder))))
        .hasMessageContaining("no PKCS#11 library")
        .extracting(HsmException::reason)
        .isEqualTo(Reason.MODULE_UNUSABLE);
  }

  @Test
  void folders_that_nothing_can_be_loaded_from_are_named_and_how_to_name_another()
      throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    var helper =
        AgentProcess.likeThis(
            Map.of(
                "XDG_CACHE_HOME",
                file.toString(),
                "JDK_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + folder.resolve("nowhere")));
    assertThat(failure(() -> AgentHsm.open(helper, SoftHsm.modulePath(), lock, LONG)))
        .hasMessageContaining("unpacks into the folder " + file.resolve("xks-workbench/native"))
        .hasMessageContaining("nor from " + folder.resolve("nowhere"))
        .hasMessageContaining("XDG_CACHE_HOME")
        .extracting(HsmException::reason)
        .isEqualTo(Reason.MODULE_UNUSABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "abort"})
  void a_module_that_crashes_costs_its_logins_and_the_next_call_starts_another_helper(String how)
      throws Exception {
    var token = tokenWithKey("survivor");
    var hsm = open(odd.library());
    var losses = losses(hsm);
    var session = login(hsm, token);
    var before = hsm.pid();

    odd.order(how + " " + OddModule.FIND_OBJECTS_INIT);
    assertThat(failure(session::secretKeys))
        .hasMessageContaining("The login is lost and nothing else")
        .extracting(HsmException::reason)
        .isEqualTo(Reason.DEVICE_FAILED);

    var loss = losses.poll(20, TimeUnit.SECONDS);
    assertThat(loss).isNotNull();
    assertThat(loss.sentence())
        .contains("libodd.so crashed")
        .contains("Lost: the login to " + token.token().orElseThrow().label());
    odd.behave();
    assertThat(hsm.slots()).isNotEmpty();
    assertThat(hsm.pid()).isNotEqualTo(before);
    try (var again = login(hsm, token)) {
      assertThat(again.secretKeys("survivor")).hasSize(1);
    }
  }

  @Test
  void the_deadline_of_the_module_counts_from_when_its_helper_runs(@TempDir Path held)
      throws Exception {
    var gate = Files.createFile(held.resolve("gate"));
    var hsm =
        AgentHsm.open(
            LateHelper.moduleBehind(gate, odd.environment()), SoftHsm.modulePath(), lock, DEADLINE);
    opened.add(hsm);
    var losses = losses(hsm);
    Files.delete(gate);
    ProcessHandle.of(hsm.pid()).orElseThrow().destroyForcibly();
    assertThat(losses.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isNotNull();

    var signs = new AtomicInteger();
    var turns = new LinkedBlockingQueue<String>();
    var watch = watch("looking", signs::incrementAndGet, turns::add);
    hsm.watchedBy(() -> watch);
    var slots = CompletableFuture.supplyAsync(hsm::slots, THREADS);
    var longer = DEADLINE.plus(DEADLINE.dividedBy(5)).dividedBy(Wire.HEARTBEAT);
    await().atMost(LONG).until(() -> signs.get() >= longer);
    assertThat(turns).first().asString().contains("the start of the helper process");
    assertThat(slots).isNotDone();

    Files.createFile(gate);
    assertThat(slots.get(LONG.toSeconds(), TimeUnit.SECONDS)).isNotEmpty();
  }

  @Test
  void a_module_that_hangs_is_ended_after_the_deadline() throws Exception {
    var token = tokenWithKey("patient");
    var hsm = open(odd.library());
    var losses = losses(hsm);
    var session = login(hsm, token);

    odd.hangIn(OddModule.FIND_OBJECTS_INIT);
    assertThat(failure(session::secretKeys))
        .hasMessageContaining("did not answer within 5 seconds")
        .extracting(HsmException::reason)
        .isEqualTo(Reason.TIMEOUT);

    var loss = losses.poll(20, TimeUnit.SECONDS);
    assertThat(loss).isNotNull();
    assertThat(loss.sentence()).contains("did not answer and was ended");
    odd.behave();
    try (var again = login(hsm, token)) {
      assertThat(again.secretKeys("patient")).hasSize(1);
    }
  }

  @Test
  void calls_of_one_login_are_made_one_at_a_time_and_of_another_module_beside_them()
      throws Exception {
    var token = tokenWithKey("queued");
    var hsm = open(odd.library());
    var neighbour = open(SoftHsm.modulePath());
    try (var session = login(hsm, token)) {
      odd.hangIn(OddModule.FIND_OBJECTS_INIT);
      var first = inThread(session::secretKeys);
      await().atMost(LONG).until(odd::hangs);
      var order = new LinkedBlockingQueue<String>();
      var second = inThread(() -> order.add("random " + failure(() -> session.random(8)).reason()));
      assertThat(neighbour.slots()).isNotEmpty();
      assertThat(order).as("the one before was not answered yet").isEmpty();
      // The first ends at its deadline, and the helper with it; until then the second waits.
      assertThat(order.poll(60, TimeUnit.SECONDS)).isEqualTo("random DEVICE_FAILED");
      second.join();
    } finally {
      odd.behave();
    }
  }

  @Test
  void a_call_that_nobody_waits_for_still_ends_its_helper_when_it_hangs() throws Exception {
    var token = tokenWithKey("left");
    var hsm = open(odd.library());
    var losses = losses(hsm);
    var session = login(hsm, token);
    odd.hangIn(OddModule.FIND_OBJECTS_INIT);
    var left = inThread(session::secretKeys);
    await().atMost(LONG).until(odd::hangs);
    left.interrupt();
    left.join();
    var loss = losses.poll(60, TimeUnit.SECONDS);
    assertThat(loss).isNotNull();
    assertThat(loss.sentence()).contains("did not answer and was ended");
  }

  @Test
  void a_list_that_takes_longer_than_the_deadline_goes_on_while_objects_are_read() {
    var token = tokenWithKey("many");
    assertThat(SoftHsm.multiply(token, OBJECTS)).isEqualTo(OBJECTS);
    var hsm = open(odd.library());
    var signs = new AtomicInteger();
    hsm.watchedBy(() -> watch("listing", signs::incrementAndGet, _ -> {}));
    try (var session = login(hsm, token)) {
      odd.slowDown(OddModule.GET_ATTRIBUTE_VALUE, Duration.ofMillis(2));
      var began = System.nanoTime();
      signs.set(0);
      assertThat(session.secretKeys()).hasSize(OBJECTS);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(DEADLINE);
      assertThat(signs).as("one for 1,000 objects, at least").hasValueGreaterThan(OBJECTS / 1000);

      began = System.nanoTime();
      // Each is asked several times: its class, its type, then everything.
      var some = session.objects().find().subList(0, OBJECTS / 3);
      assertThat(session.objects().read(some)).hasSameSizeAs(some);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(DEADLINE);
    }
  }

  @Test
  void a_call_that_waits_for_its_turn_is_told_behind_what_and_when_it_has_it() throws Exception {
    var token = tokenWithKey("queued");
    var hsm = open(odd.library(), LONG);
    try (var session = login(hsm, token)) {
      odd.hangIn(OddModule.FIND_OBJECTS_INIT);
      hsm.watchedBy(() -> watch("the first", () -> {}, _ -> {}));
      var first = inThread(session::secretKeys);
      await().atMost(LONG).until(odd::hangs);
      var told = new LinkedBlockingQueue<String>();
      hsm.watchedBy(() -> watch("the second", () -> {}, told::add));
      var second = inThread(() -> session.random(8));
      assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("behind the first");
      hsm.watchedBy(() -> watch("the third", () -> {}, told::add));
      var third = inThread(() -> session.random(8));
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .as("the one that is with the module")
          .isEqualTo("behind the first");
      assertThat(told).isEmpty();
      odd.behave();
      first.join();
      second.join();
      third.join();
      assertThat(told).containsExactly("has its turn", "has its turn");
    }
  }

  private static CallWatch watch(String name, Runnable onSign, Consumer<String> onTurn) {
    return new CallWatch() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void signOfLife() {
        onSign.run();
      }

      @Override
      public void waitsBehind(String other) {
        onTurn.accept("behind " + other);
      }

      @Override
      public void hasTurn() {
        onTurn.accept("has its turn");
      }
    };
  }

  private static Thread inThread(Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (HsmException e) {
            // told elsewhere
          }
        });
  }

  @Test
  void a_module_that_crashes_while_it_starts_is_an_error_and_not_the_end() {
    odd.crashIn(OddModule.INITIALIZE);
    assertThat(failure(() -> open(odd.library())).reason()).isEqualTo(Reason.DEVICE_FAILED);
    odd.behave();
    assertThat(open(odd.library()).module().manufacturer()).isEqualTo("SoftHSM");
  }

  /// What no library survives: its sessions are gone while calls run in them.
  @Test
  void a_module_that_is_restarted_beside_running_calls_ends_its_helper_and_another_serves()
      throws Exception {
    var token = tokenWithKey("survivor");
    // The calls of one login run one at a time; those of several run beside each other.
    var others = Stream.generate(SoftHsm::newToken).limit(CALLERS - 1).toList();
    var hsm = open(odd.library(), SOME);
    var losses = losses(hsm);
    var session = login(hsm, token);
    var sessions =
        Stream.concat(Stream.of(session), others.stream().map(other -> login(hsm, other))).toList();
    var key = session.secretKeys("survivor").getFirst().ref();
    var sealed = session.sealGcm(key, AAD, TEXT);

    odd.ruinIn(OddModule.FIND_OBJECTS_INIT);
    HelperLoss loss;
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      var stop = new AtomicBoolean();
      for (var one : sessions) {
        threads.execute(() -> {
          while (!stop.get()) {
            // Needs no login, so that it goes on.
            var _ = failure(() -> one.objects().find());
          }
        });
      }
      loss = losses.poll(120, TimeUnit.SECONDS);
      stop.set(true);
    }
    assertThat(loss).as("SoftHSM survived it").isNotNull();
    assertThat(loss.sentence())
        // Where its locks were destroyed it waits for good, and is ended.
        .containsPattern("libodd.so (crashed inside the module|did not answer and was ended)")
        .contains("Lost: the login to ", token.token().orElseThrow().label());

    odd.behave();
    try (var again = login(hsm, token)) {
      assertThat(again.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
          .isEqualTo(TEXT);
    }
  }

  @Test
  void a_helper_in_which_a_call_hangs_when_a_login_ends_gives_itself_up() throws Exception {
    var token = tokenWithKey("survivor");
    var hsm = open(odd.library(), LONG);
    var losses = losses(hsm);
    var session = login(hsm, token);
    odd.hangIn(OddModule.FIND_OBJECTS_INIT);
    var hanging = CompletableFuture.runAsync(session::secretKeys, THREADS);
    await().atMost(LONG).until(odd::hangs);
    var closing = CompletableFuture.runAsync(session::close, THREADS);

    var loss = losses.poll(30, TimeUnit.SECONDS);
    assertThat(loss).isNotNull();
    assertThat(loss.sentence())
        .contains("was given up, because a call in the module did not return");
    assertThat(hanging).failsWithin(DEADLINE);
    assertThat(closing)
        .failsWithin(DEADLINE)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(HsmException.class);
    odd.behave();
    try (var again = login(hsm, token)) {
      assertThat(again.secretKeys("survivor")).hasSize(1);
    }
  }

  @Test
  void a_crash_of_one_module_touches_no_other() {
    var token = tokenWithKey("neighbour");
    var neighbour = open(SoftHsm.modulePath());
    try (var session = login(neighbour, token)) {
      var hsm = open(odd.library());
      odd.crashIn(OddModule.GET_SLOT_LIST);
      assertThat(failure(hsm::slots).reason()).isEqualTo(Reason.DEVICE_FAILED);
      assertThat(session.secretKeys("neighbour")).hasSize(1);
    }
  }

  @Test
  void reloading_starts_the_library_anew_and_is_no_loss() throws Exception {
    var hsm = open(odd.library());
    var losses = losses(hsm);
    var before = hsm.pid();
    hsm.reload();
    assertThat(hsm.pid()).isNotEqualTo(before);
    assertThat(losses.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void a_token_with_a_keypad_asks_for_the_pin_itself() {
    var token = tokenWithKey("typed");
    odd.order("flags " + Long.toHexString(OddModule.KEYPAD), "keypad 123456");
    var hsm = open(odd.library());
    var slot = slotOf(hsm, token);
    assertThat(hsm.details(slot).token().orElseThrow().protectedAuthenticationPath()).isTrue();
    try (var session = hsm.login(slot, Role.USER, new char[0])) {
      assertThat(session.secretKeys("typed")).hasSize(1);
    }
  }

  @Test
  void a_token_that_does_not_tell_its_mechanisms_is_not_said_to_lack_one() {
    var token = SoftHsm.newToken();
    odd.order("fail " + OddModule.GET_MECHANISM_LIST + " 5");
    var hsm = open(odd.library());
    try (var session = login(hsm, token)) {
      assertThat(session.doesAesGcm()).isEmpty();
    }
  }

  @Test
  void the_last_try_shows_in_the_flags() {
    var token = SoftHsm.newToken();
    odd.order("flags " + Long.toHexString(OddModule.FINAL_TRY));
    var hsm = open(odd.library());
    assertThat(slot(hsm, token).token().orElseThrow().userPin()).isEqualTo(PinState.FINAL_TRY);
  }

  @Test
  void a_token_that_is_pulled_out_is_seen_to_be_gone_and_then_back() {
    var token = SoftHsm.newToken();
    var hsm = open(odd.library());
    var slot = slotOf(hsm, token);
    odd.order("away");
    assertThat(hsm.slots())
        .filteredOn(one -> one.id() == slot)
        .allMatch(one -> one.token().isEmpty());
    odd.behave();
    assertThat(slot(hsm, token).token()).isPresent();
  }

  @Test
  void only_attributes_that_are_legal_for_the_class_are_asked_and_never_key_material()
      throws Exception {
    var token = SoftHsm.newToken();
    try (var _ = SoftHsm.login(token);
        var raw = new RawToken(token)) {
      raw.oneOfEach("mixed");
    }
    var trace = Files.createTempFile(folder, "asked", ".txt");
    odd.order("trace " + trace);
    try (var session = login(open(odd.library()), token)) {
      assertThat(session.objects().read(session.objects().find())).hasSize(6);
    }
    var asked =
        Files.readAllLines(trace).stream()
            .map(line -> line.split(" "))
            .collect(
                Collectors.groupingBy(
                    pair -> ObjectClass.of(Long.parseLong(pair[0], 16)),
                    Collectors.mapping(pair -> Long.parseLong(pair[1], 16), Collectors.toSet())));
    assertThat(asked)
        .containsKeys(ObjectClass.SECRET_KEY, ObjectClass.PUBLIC_KEY, ObjectClass.CERTIFICATE);
    var value = 0x11L;
    var verifyRecover = AttributeType.VERIFY_RECOVER.code();
    assertThat(asked.get(ObjectClass.SECRET_KEY))
        .doesNotContain(value, verifyRecover, AttributeType.MODULUS.code(), 0x90L)
        .contains(AttributeType.SENSITIVE.code(), AttributeType.VALUE_LEN.code());
    assertThat(asked.get(ObjectClass.DATA)).doesNotContain(value, AttributeType.ID.code());
    assertThat(asked.get(ObjectClass.PUBLIC_KEY))
        .contains(AttributeType.MODULUS.code())
        .doesNotContain(AttributeType.SENSITIVE.code(), AttributeType.EC_POINT.code());
  }

  @Test
  void a_pin_of_any_characters_goes_through_the_channel() {
    var token = SoftHsm.newToken();
    var given = SoftHsm.userPin();
    for (var text :
        List.of("Grüße, Åse", "clef 𝄞", "1\n2\r\n34", "\"}\n@agent {", "x".repeat(255))) {
      var pin = text.toCharArray();
      SoftHsm.hsm().changePin(token.id(), Role.USER, given, pin);
      var hsm = open(SoftHsm.modulePath());
      hsm.login(slotOf(hsm, token), pin).close();
      hsm.changePin(slotOf(hsm, token), Role.USER, pin, SoftHsm.soPin());
      hsm.changePin(slotOf(hsm, token), Role.USER, SoftHsm.soPin(), pin);
      assertThat(pin).as("is the caller's to wipe").isEqualTo(text.toCharArray());
      given = pin;
    }
  }

  private AgentHsm open(Path module) {
    return open(module, DEADLINE);
  }

  private AgentHsm open(Path module, Duration deadline) {
    var hsm = AgentHsm.open(AgentProcess.likeThis(odd.environment()), module, lock, deadline);
    opened.add(hsm);
    return hsm;
  }

  private static BlockingQueue<HelperLoss> losses(AgentHsm hsm) {
    var losses = new LinkedBlockingQueue<HelperLoss>();
    hsm.onLoss(losses::add);
    return losses;
  }

  private static Slot tokenWithKey(String label) {
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    }
    return token;
  }

  private static HsmSession login(Hsm hsm, Slot token) {
    return hsm.login(slotOf(hsm, token), SoftHsm.userPin());
  }

  private static long slotOf(Hsm hsm, Slot token) {
    return slot(hsm, token).id();
  }

  private static Slot slot(Hsm hsm, Slot token) {
    var label = token.token().orElseThrow().label();
    return hsm.slots().stream()
        .filter(slot -> slot.token().filter(one -> one.label().equals(label)).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static HsmException failure(Runnable call) {
    return catchThrowableOfType(HsmException.class, call::run);
  }

  /// Numbers of objects are good for one login only.
  private static List<Object> withoutNumbers(HsmSession session) {
    return session.objects().read(session.objects().find()).stream()
        .map(object -> (Object) List.of(object.spec(), object.ref().id(), object.attributes()))
        .toList();
  }
}
