package org.xksworkbench.app.waiting;

import org.jspecify.annotations.Nullable;

/// Tells whoever waits for the present thread that AWS or an HSM has answered. Work of many
/// requests, such as listing 10,000 keys, is alive as long as its requests are answered.
public final class SignsOfLife {

  private static final ScopedValue<Waiter> WAITER = ScopedValue.newInstance();

  private static final Waiter NOBODY =
      new Waiter() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public void signOfLife() {
          // nobody waits
        }

        @Override
        public void waitsBehind(String other) {
          // nobody waits
        }

        @Override
        public void hasTurn() {
          // nobody waits
        }
      };

  /// Who waits. Called on several threads.
  public interface Waiter {

    /// What is being done, such as "Reading the HSM"; empty if that has no name.
    String name();

    /// Something was answered.
    void signOfLife();

    /// The work waits for its turn.
    ///
    /// @param other name of what it waits behind; empty if that has none
    void waitsBehind(String other);

    /// The work waits for its turn no longer.
    void hasTurn();
  }

  /// Work that throws.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws Exception;
  }

  private SignsOfLife() {}

  /// @param waiter for this thread while the work runs
  public static <T extends @Nullable Object> T listening(Waiter waiter, Work<T> work)
      throws Exception {
    return ScopedValue.where(WAITER, waiter).<T, Exception>call(work::run);
  }

  /// Called by an adapter when an answer came, good or bad.
  public static void tell() {
    waiter().signOfLife();
  }

  /// Who waits for this thread, for what goes on in others.
  public static Waiter waiter() {
    return WAITER.orElse(NOBODY);
  }
}
