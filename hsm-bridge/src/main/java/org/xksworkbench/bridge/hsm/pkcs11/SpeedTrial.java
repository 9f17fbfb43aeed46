package org.xksworkbench.bridge.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.SignOfLife;
import org.xksworkbench.bridge.hsm.TokenCapabilities.TokenSpeed;

/// How long an encryption takes, and which lengths the token takes.
final class SpeedTrial {

  private static final byte[] TEXT = new byte[32];
  private static final byte[] AAD = "ten bytes.".getBytes(StandardCharsets.US_ASCII);

  /// What XKS asks for at most, and its framing.
  private static final int LONGEST_TEXT = 4300;

  private static final int LONGEST_AAD = 8250;

  private static final int TIMED = 50;
  private static final int AT_ONCE = 4;
  private static final long TIMED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final GcmLane lane;
  private final long key;

  /// @param lane that was found to work
  SpeedTrial(GcmLane lane, long key) {
    this.lane = lane;
    this.key = key;
  }

  /// @param sessions that the token has
  TokenSpeed measure(int sessions) throws PKCS11Exception {
    var trouble = lengths();
    var alone = measure();
    var threads = Math.min(AT_ONCE, Math.max(1, sessions));
    return new TokenSpeed(
        trouble, alone.nanos() / alone.calls() / 1000, together(threads), threads);
  }

  private String lengths() throws PKCS11Exception {
    for (var length : new int[] {1, LONGEST_TEXT}) {
      var aad = new byte[length == 1 ? AAD.length : LONGEST_AAD];
      try {
        var sealed = lane.seal(key, aad, new byte[length]);
        var _ = lane.decrypt(key, sealed.iv(), aad, sealed.ciphertextAndTag());
      } catch (PKCS11Exception e) {
        GcmTrials.requireOfThis(e);
        return "It refuses "
            + length
            + " bytes with "
            + aad.length
            + " bytes of AAD, which XKS allows ("
            + ReturnCodes.nameOf(e)
            + ").";
      }
      SignOfLife.tell();
    }
    return "";
  }

  private record Timed(int calls, long nanos) {}

  private Timed measure() throws PKCS11Exception {
    var began = System.nanoTime();
    var calls = 0;
    long took;
    do {
      var _ = lane.seal(key, AAD, TEXT);
      calls++;
      took = System.nanoTime() - began;
    } while (calls < TIMED && took < TIMED_NANOS);
    SignOfLife.tell();
    return new Timed(calls, Math.max(1, took));
  }

  private long together(int threads) throws PKCS11Exception {
    try (var executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("probe-", 0).daemon().factory())) {
      var runs = new ArrayList<Future<Timed>>();
      for (var i = 0; i < threads; i++) {
        runs.add(executor.submit((Callable<Timed>) () -> measure()));
      }
      var perSecond = 0L;
      for (var run : runs) {
        var done = run.get();
        perSecond += done.calls() * 1_000_000_000L / done.nanos();
      }
      return perSecond;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PKCS11Exception failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(
          HsmException.Reason.TIMEOUT, "The measurement was ended before it was done.");
    }
  }
}
