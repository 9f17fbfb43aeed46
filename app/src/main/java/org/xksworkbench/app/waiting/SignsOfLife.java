package org.xksworkbench.app.waiting;

import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.CallWatch;

/// Tells whoever waits for the present thread that AWS or an HSM has answered. Work of many
/// requests, such as listing 10,000 keys, is alive as long as its requests are answered.
public final class SignsOfLife {

  private static final ScopedValue<CallWatch> WAITER = ScopedValue.newInstance();

  /// Work that throws.
  @FunctionalInterface
  public interface ThrowingWork<T extends @Nullable Object> {
    T run() throws Exception;
  }

  private SignsOfLife() {}

  /// @param waiter for this thread while the work runs
  public static <T extends @Nullable Object> T listening(CallWatch waiter, ThrowingWork<T> work)
      throws Exception {
    return ScopedValue.where(WAITER, waiter).<T, Exception>call(work::run);
  }

  /// Called by an adapter when an answer came, good or bad.
  public static void tell() {
    waiter().signOfLife();
  }

  /// Who waits for this thread, for what goes on in others.
  public static CallWatch waiter() {
    return WAITER.orElse(CallWatch.NOBODY);
  }
}
