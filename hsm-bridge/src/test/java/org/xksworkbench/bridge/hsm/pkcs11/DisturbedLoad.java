package org.xksworkbench.bridge.hsm.pkcs11;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A program of its own, because what it does to a library can end a process: a lasting login under
/// eight threads, disturbed five times a second for so many seconds. Ends with 0 and what it
/// counted, or with 1 and what went wrong.
final class DisturbedLoad {

  private static final int THREADS = 8;
  private static final Duration BETWEEN = Duration.ofMillis(200);
  private static final Duration AWAY = Duration.ofMillis(60);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
  private static final int ANSWERS = 100;
  private static final Duration LONGER_WHERE_BUSY = Duration.ofSeconds(60);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);

  /// What may be said of a token that comes and goes.
  private static final Set<Reason> HONEST =
      EnumSet.of(
          Reason.TOKEN_ABSENT,
          Reason.DEVICE_FAILED,
          Reason.NOT_LOGGED_IN,
          Reason.MODULE_UNUSABLE,
          Reason.GENERAL);

  private final Slot token;
  private final FaultyModule module;
  private final HsmSession session;
  private final ObjectRef key;
  private final AtomicLong good = new AtomicLong();
  private final AtomicReference<String> wrong = new AtomicReference<>();
  private final Set<Reason> told = ConcurrentHashMap.newKeySet();
  private volatile boolean stop;

  private DisturbedLoad() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
    session = module.lastingLogin(token);
  }

  public static void main(String[] arguments) throws Exception {
    var load = new DisturbedLoad();
    var failure = load.run(Duration.ofSeconds(Long.parseLong(arguments[0])));
    System.out.println(failure);
    System.exit(failure.startsWith("good") ? 0 : 1);
  }

  private String run(Duration time) throws InterruptedException {
    var threads =
        IntStream.range(0, THREADS).mapToObj(_ -> Thread.ofPlatform().start(this::work)).toList();
    var deadline = System.nanoTime() + time.toNanos();
    var latest = deadline + LONGER_WHERE_BUSY.toNanos();
    var disturbances = 0;
    while (wrong.get() == null
        && (System.nanoTime() < deadline || (good.get() < ANSWERS && System.nanoTime() < latest))) {
      Thread.sleep(BETWEEN);
      disturb(disturbances++ % 4);
    }
    var before = good.get();
    Thread.sleep(1);
    var served = isServedAgain();
    stop = true;
    for (var thread : threads) {
      thread.join();
    }
    session.close();
    module.close();
    if (wrong.get() != null) {
      return wrong.get();
    }
    if (!served) {
      return "not served within " + BACK_WITHIN + " after the last disturbance; told " + told;
    }
    if (module.intrusions() > 0) {
      return module.intrusions() + " times a login was made or ended beside a running call";
    }
    if (before < ANSWERS) {
      return "only " + before + " answers in all that time";
    }
    return "good: " + before + " answers beside " + disturbances + " disturbances; told " + told;
  }

  private void disturb(int kind) throws InterruptedException {
    switch (kind) {
      case 0 -> module.logOutBehindOurBack(token);
      case 1 -> module.closeAllSessionsBehindOurBack(token);
      case 2 -> removeAndPutBack();
      default -> module.restartBehindOurBack();
    }
  }

  private void removeAndPutBack() throws InterruptedException {
    var home = SoftHsm.folderOf(token);
    var elsewhere = home.getParent().resolveSibling("away");
    module.whileNothingRuns(() -> move(home, elsewhere));
    Thread.sleep(AWAY);
    module.whileNothingRuns(() -> move(elsewhere, home));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work() {
    while (!stop) {
      try {
        var sealed = session.sealGcm(key, AAD, TEXT);
        if (!Arrays.equals(
            session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()), TEXT)) {
          wrong.set("a wrong answer");
        }
        good.incrementAndGet();
      } catch (HsmException e) {
        told.add(e.reason());
        if (!HONEST.contains(e.reason())) {
          wrong.set("not true: " + e.getMessage());
        }
        // As a caller would; else they only fill the log.
        Thread.onSpinWait();
      }
    }
  }

  private boolean isServedAgain() throws InterruptedException {
    var deadline = System.nanoTime() + BACK_WITHIN.toNanos();
    var before = good.get();
    while (good.get() < before + 20) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(5);
    }
    return true;
  }
}
