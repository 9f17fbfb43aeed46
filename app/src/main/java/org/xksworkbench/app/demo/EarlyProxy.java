package org.xksworkbench.app.demo;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.app.proxy.ProxyProcess;

/// A proxy that starts on a thread of its own while something else is done.
final class EarlyProxy implements AutoCloseable {

  private final CompletableFuture<ProxyProcess> started = new CompletableFuture<>();
  private final Thread thread;
  private boolean taken;

  private EarlyProxy(Callable<ProxyProcess> start) {
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("proxy-start")
            .start(() -> {
              try {
                started.complete(start.call());
              } catch (Exception | Error e) {
                started.completeExceptionally(e);
              }
            });
  }

  static EarlyProxy start(Callable<ProxyProcess> start) {
    return new EarlyProxy(start);
  }

  /// As long as it takes. The proxy belongs to the caller then.
  ProxyProcess await() throws IOException {
    try {
      var proxy = started.get();
      taken = true;
      return proxy;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyException("", "The start of the XKS proxy was ended.", e);
    }
  }

  /// What nobody has taken ends, now or as soon as it has started.
  @Override
  public void close() {
    if (!taken) {
      thread.interrupt();
      var _ = started.thenAccept(ProxyProcess::close);
    }
  }
}
