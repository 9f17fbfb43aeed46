package org.xksworkbench.app.proxy;

import java.time.Duration;

/// Looks at a proxy again and again, on a thread of its own, until it is closed.
final class RepeatedLook implements AutoCloseable {

  /// As often as a running proxy looks at its own file.
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Thread thread;

  private RepeatedLook(Thread thread) {
    this.thread = thread;
  }

  static RepeatedLook start(String name, Duration interval, Runnable look) {
    return new RepeatedLook(
        Thread.ofPlatform().daemon().name(name).start(() -> follow(interval, look)));
  }

  private static void follow(Duration interval, Runnable look) {
    try {
      while (true) {
        Thread.sleep(interval);
        look.run();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /// A look may be under way still.
  @Override
  public void close() {
    thread.interrupt();
  }
}
