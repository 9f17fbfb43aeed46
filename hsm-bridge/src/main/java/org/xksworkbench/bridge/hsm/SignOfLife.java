package org.xksworkbench.bridge.hsm;

import org.jspecify.annotations.Nullable;

/// Tells whoever waits for the present thread that a token has answered: one call of the port may
/// be thousands of calls to a token, and is alive as long as they are answered.
public final class SignOfLife {

  private static final ScopedValue<Runnable> LISTENER = ScopedValue.newInstance();

  private SignOfLife() {}

  /// @param onSign called on this thread, often, while the work runs
  public static <T extends @Nullable Object, X extends Throwable> T listening(
      Runnable onSign, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(LISTENER, onSign).call(work);
  }

  /// Called for each object of a list, at least.
  public static void tell() {
    if (LISTENER.isBound()) {
      LISTENER.get().run();
    }
  }
}
