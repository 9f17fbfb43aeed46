package org.xksworkbench.app.demo;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyException;

/// AWS KMS takes no key store whose proxy does not reach its HSM. On a machine that has other work
/// a proxy that listens may need a while longer until its first look at the token is over.
final class ReachedHsm {

  /// After it the local KMS asks anyway, and says what is wrong.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private ReachedHsm() {}

  /// Waits until the proxy reaches its HSM, or says for another reason why not; an interrupt ends
  /// it.
  ///
  /// @param between two questions
  static void await(
      ProxyControl proxy, String path, Opening.OpeningProgress progress, Duration between) {
    var latest = System.nanoTime() + LONGEST.toNanos();
    while (!reaches(proxy, path) && System.nanoTime() < latest) {
      progress.doing("Waiting until the XKS proxy reaches its HSM", Demo.PROXY);
      try {
        Thread.sleep(between);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("The start of the demo was ended.");
      }
    }
  }

  private static boolean reaches(ProxyControl proxy, String path) {
    try {
      return proxy.health(path).available();
    } catch (ProxyException e) {
      // A refusal is an answer, such as that of a path that is blocked.
      return !e.errorName().isEmpty();
    }
  }
}
