package org.xksworkbench.app.kms;

import org.jspecify.annotations.Nullable;

/// Tells whoever waits for the present thread that AWS has answered one request. Work of many
/// requests, such as listing 10,000 keys, is alive as long as its requests are answered.
public final class SignsOfLife {

  private static final ScopedValue<Runnable> LISTENER = ScopedValue.newInstance();

  /// Work that throws.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws Exception;
  }

  private SignsOfLife() {}

  /// @param onAnswer called on this thread for each answer while the work runs
  public static <T extends @Nullable Object> T listening(Runnable onAnswer, Work<T> work)
      throws Exception {
    return ScopedValue.where(LISTENER, onAnswer).<T, Exception>call(work::run);
  }

  /// Called by an adapter to AWS when an answer came, good or bad.
  public static void tell() {
    if (LISTENER.isBound()) {
      LISTENER.get().run();
    }
  }
}
