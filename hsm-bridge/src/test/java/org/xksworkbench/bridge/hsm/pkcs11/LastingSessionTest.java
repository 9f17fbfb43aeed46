package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// The token goes away and comes back, under load, with AES-GCM through either lane.
@ParameterizedClass
@EnumSource(
    value = GcmRoute.class,
    names = {"FOREIGN", "WRAPPER"})
class LastingSessionTest {

  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

  /// For what has no bound of its own, on a machine that has other things to do.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// One for each task: calls that hang must not keep others from a common pool.
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  /// What may be said while the token is away. That a key is not there, or a ciphertext wrong,
  /// would be a lie.
  private static final Set<Reason> HONEST =
      EnumSet.of(
          Reason.TOKEN_ABSENT,
          Reason.DEVICE_FAILED,
          Reason.NOT_LOGGED_IN,
          Reason.MODULE_UNUSABLE,
          Reason.GENERAL);

  @Parameter private GcmRoute lane;

  private final List<String> givenUp = new CopyOnWriteArrayList<>();

  private Slot token;
  private FaultyModule module;
  private HsmSession session;
  private ObjectRef key;
  private SealedText sealed;
  private long intrusions;

  @BeforeEach
  void logIn() {
    givenUp.clear();
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
    module = FaultyModule.start(Pkcs11Settings.defaults().with(lane), givenUp::add);
    intrusions = module.intrusions();
    session = module.lastingLogin(token);
    sealed = session.sealGcm(key, AAD, TEXT);
  }

  @AfterEach
  void logOut() {
    module.end();
    session.close();
    module.close();
    assertThat(module.intrusions())
        .as("logins made or ended beside a running call")
        .isEqualTo(intrusions);
  }

  @Test
  void a_token_that_is_removed_and_put_back_serves_again_by_itself() throws Exception {
    var folder = SoftHsm.folderOf(token);
    var elsewhere = folder.getParent().resolveSibling(folder.getFileName() + "-away");
    try (var load = new SteadyLoad(4)) {
      load.runsWell();
      Files.move(folder, elsewhere);
      assertReasonIsHonest(() -> session.sealGcm(key, AAD, TEXT));
      assertReasonIsHonest(this::unseal);
      load.failsFor(Duration.ofMillis(1500));
      Files.move(elsewhere, folder);
      load.isServedWithin(BACK_WITHIN);
      load.told(HONEST);
    }
    assertThat(unseal()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(longs = {FaultyModule.DEVICE_REMOVED, FaultyModule.GENERAL_ERROR})
  void a_device_that_fails_in_every_call_serves_again_when_it_works_again(long code)
      throws Exception {
    try (var load = new SteadyLoad(4)) {
      load.runsWell();
      module.failAll(code);
      assertReasonIsHonest(() -> session.sealGcm(key, AAD, TEXT));
      assertReasonIsHonest(this::unseal);
      load.failsFor(Duration.ofMillis(700));
      module.end();
      load.isServedWithin(BACK_WITHIN);
      load.told(HONEST);
    }
  }

  @Test
  void a_call_while_the_module_restarts_is_told_at_once_that_the_token_is_away() throws Exception {
    var starts = module.calls(Function.INITIALIZE);
    module.hang(Function.INITIALIZE);
    module.failAll(FaultyModule.DEVICE_REMOVED);
    assertReasonIsHonest(this::unseal);
    await().atMost(PATIENCE).until(() -> module.calls(Function.INITIALIZE) > starts);
    var began = System.nanoTime();
    assertReasonIsHonest(this::unseal);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(200));
    module.end();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> Arrays.equals(unseal(), TEXT));
  }

  @Test
  void a_logout_by_somebody_else_is_made_good() throws Exception {
    try (var load = new SteadyLoad(4)) {
      load.runsWell();
      module.logOutBehindOurBack(token);
      load.isServedWithin(BACK_WITHIN);
      load.told(HONEST);
    }
    module.logOutBehindOurBack(token);
    assertThat(unseal()).as("the first call after a logout").isEqualTo(TEXT);
    module.logOutBehindOurBack(token);
    assertThat(session.secretKeys("payments")).as("the first search after a logout").hasSize(1);
  }

  @Test
  void sessions_that_somebody_else_closed_are_made_good() throws Exception {
    try (var load = new SteadyLoad(4)) {
      load.runsWell();
      module.closeAllSessionsBehindOurBack(token);
      load.isServedWithin(BACK_WITHIN);
      load.told(HONEST);
    }
    module.closeAllSessionsBehindOurBack(token);
    assertThat(unseal()).as("the first call afterwards").isEqualTo(TEXT);
  }

  @Test
  void a_good_ciphertext_is_never_called_wrong_because_the_device_fails() {
    for (var failing : List.of(Function.DECRYPT, Function.DECRYPT_INIT)) {
      module.fail(failing, FaultyModule.GENERAL_ERROR);
      assertReasonIsHonest(this::unseal);
      module.end();
      assertThat(unseal()).isEqualTo(TEXT);
    }
  }

  @Test
  void a_good_ciphertext_opens_although_the_device_fails_once() {
    module.fail(Function.DECRYPT, FaultyModule.GENERAL_ERROR, 1);
    assertThat(unseal()).isEqualTo(TEXT);
  }

  @Test
  void a_wrong_tag_is_still_told_as_one() {
    var wrong = sealed.ciphertextAndTag().clone();
    wrong[wrong.length - 1] ^= 1;
    assertThatThrownBy(() -> session.decryptGcm(key, sealed.iv(), AAD, wrong))
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(Reason.CIPHERTEXT_INVALID);
  }

  @Test
  void a_key_that_is_not_there_is_not_found_as_long_as_the_token_is_there() {
    assertThatThrownBy(() -> session.sealGcm(ObjectRef.secretKey("none", ""), AAD, TEXT))
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(Reason.KEY_NOT_FOUND);
  }

  /// SoftHSM shows no key of a token whose folder is gone, and gives no error.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_token_that_is_gone_is_not_said_to_have_no_keys(boolean byLabel) throws Exception {
    var folder = SoftHsm.folderOf(token);
    var elsewhere = folder.getParent().resolveSibling(folder.getFileName() + "-gone");
    Files.move(folder, elsewhere);
    assertReasonIsHonest(() -> {
      var _ = byLabel ? session.secretKeys("payments") : session.secretKeys();
    });
    Files.move(elsewhere, folder);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> session.secretKeys().size() == 1);
    assertThat(session.secretKeys("none")).as("while it is there").isEmpty();
  }

  @Test
  void a_pin_that_the_token_refuses_is_not_tried_again() throws Exception {
    module.fail(Function.LOGIN, 0xA0 /* CKR_PIN_INCORRECT */);
    module.logOutBehindOurBack(token);
    assertThatThrownBy(this::unseal)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(Reason.PIN_INCORRECT);
    var logins = module.calls(Function.LOGIN);
    Thread.sleep(Duration.ofMillis(1500)); // three tries of a keeper that would try
    assertThat(module.calls(Function.LOGIN)).isEqualTo(logins);
    assertThatThrownBy(this::unseal).isInstanceOf(HsmException.class);
    assertThat(module.calls(Function.LOGIN)).isEqualTo(logins);
  }

  /// The process would be replaced here; in this one the call comes back after all.
  @Test
  @Timeout(60)
  void while_a_call_hangs_no_login_is_made_and_the_process_is_given_up_and_calls_fail_in_time()
      throws Exception {
    module.hang(Function.ENCRYPT);
    var encryptions = module.calls(Function.ENCRYPT);
    var hanging = CompletableFuture.supplyAsync(() -> session.sealGcm(key, AAD, TEXT), THREADS);
    await().atMost(PATIENCE).until(() -> module.calls(Function.ENCRYPT) > encryptions);
    var logins = module.calls(Function.LOGIN);
    module.fail(Function.GET_SESSION_INFO, FaultyModule.DEVICE_REMOVED);
    module.fail(Function.DECRYPT_INIT, FaultyModule.DEVICE_REMOVED);
    var renewing = CompletableFuture.runAsync(() -> assertReasonIsHonest(this::unseal), THREADS);
    while (givenUp.isEmpty()) {
      assertReasonIsHonest(this::unseal);
    }
    assertThat(givenUp.getFirst()).contains("has not returned for 2 seconds");
    assertThat(module.calls(Function.LOGIN)).isEqualTo(logins);
    renewing.get();
    module.end();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> Arrays.equals(unseal(), TEXT));
    assertThat(hanging).succeedsWithin(BACK_WITHIN);
  }

  @Test
  @Timeout(60)
  void closing_does_not_log_out_beside_a_call_that_hangs() throws Exception {
    module.hang(Function.ENCRYPT);
    var encryptions = module.calls(Function.ENCRYPT);
    var hanging = CompletableFuture.supplyAsync(() -> session.sealGcm(key, AAD, TEXT), THREADS);
    await().atMost(PATIENCE).until(() -> module.calls(Function.ENCRYPT) > encryptions);
    var logouts = module.calls(Function.LOGOUT);
    session.close();
    assertThat(module.calls(Function.LOGOUT)).isEqualTo(logouts);
    assertThat(givenUp).isNotEmpty();
    assertThatThrownBy(this::unseal)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(Reason.NOT_LOGGED_IN);
    module.end();
    assertThat(hanging).succeedsWithin(BACK_WITHIN);
  }

  @Test
  void a_closed_session_stays_closed() {
    session.close();
    assertThatThrownBy(this::unseal)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(Reason.NOT_LOGGED_IN);
  }

  private byte[] unseal() {
    return session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag());
  }

  private static void assertReasonIsHonest(ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isIn(HONEST);
  }

  /// Threads that encrypt and decrypt without a pause, and look at what comes back.
  private final class SteadyLoad implements AutoCloseable {

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong good = new AtomicLong();
    private final Set<Reason> told = ConcurrentHashMap.newKeySet();
    private final java.util.concurrent.ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();

    SteadyLoad(int number) {
      for (var i = 0; i < number; i++) {
        running.add(threads.submit(this::work));
      }
    }

    private void work() {
      while (!stop.get()) {
        try {
          var fresh = session.sealGcm(key, AAD, TEXT);
          var back = session.decryptGcm(key, fresh.iv(), AAD, fresh.ciphertextAndTag());
          if (!Arrays.equals(back, TEXT) || !Arrays.equals(unseal(), TEXT)) {
            throw new AssertionError("a wrong answer");
          }
          good.incrementAndGet();
        } catch (HsmException e) {
          told.add(e.reason());
        }
      }
    }

    void runsWell() throws InterruptedException {
      isServedWithin(BACK_WITHIN);
      assertThat(told).isEmpty();
    }

    void isServedWithin(Duration time) throws InterruptedException {
      var deadline = System.nanoTime() + time.toNanos();
      var before = good.get();
      while (good.get() < before + 20) {
        assertThat(System.nanoTime() - deadline).as("served within " + time).isNegative();
        Thread.sleep(5);
      }
    }

    void failsFor(Duration time) throws InterruptedException {
      Thread.sleep(50);
      var before = good.get();
      Thread.sleep(time);
      assertThat(good.get()).as("served while the token is away").isEqualTo(before);
    }

    void told(Set<Reason> allowed) {
      assertThat(allowed).containsAll(told);
    }

    @Override
    public void close() throws Exception {
      stop.set(true);
      threads.shutdown();
      for (var thread : running) {
        thread.get();
      }
    }
  }
}
