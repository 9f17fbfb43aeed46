package org.xksworkbench.app.proxy;

import java.time.Duration;

/// Looks at a proxy each second, on a thread of its own, until it is closed.
final class EachSecond implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Thread thread;

  private EachSecond(Thread thread) {
    this.thread = thread;
  }

  static EachSecond start(String name, Runnable look) {
    return new EachSecond(Thread.ofPlatform().daemon().name(name).start(() -> follow(look)));
  }

  private static void follow(Runnable look) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
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
