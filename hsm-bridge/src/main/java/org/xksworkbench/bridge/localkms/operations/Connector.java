package org.xksworkbench.bridge.localkms.operations;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.proxy.ProxyCallException;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.state.CustomKeyStore;
import org.xksworkbench.bridge.localkms.state.StoreConnection;
import org.xksworkbench.bridge.localkms.state.Vault;

/// What goes on behind ConnectCustomKeyStore and DisconnectCustomKeyStore after they were answered,
/// and the health checks of connected key stores.
public final class Connector {

  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final Vault vault;
  private final ProxyCalls proxies;
  private final Faults faults;
  private final ScheduledExecutorService scheduler;
  private final Duration delay;

  /// @param delay how long connecting and disconnecting take, at least
  public Connector(
      Vault vault,
      ProxyCalls proxies,
      Faults faults,
      ScheduledExecutorService scheduler,
      Duration delay) {
    this.vault = vault;
    this.proxies = proxies;
    this.faults = faults;
    this.scheduler = scheduler;
    this.delay = delay;
  }

  /// Begins to connect. The outcome is told by DescribeCustomKeyStores alone.
  void connect(String id, String requestId) {
    if (beginConnect(id)) {
      later(() -> finishConnect(id, requestId));
    }
  }

  /// Connects and waits for the outcome.
  void connectNow(String id) {
    if (beginConnect(id)) {
      finishConnect(id, newRequestId());
    }
  }

  void disconnect(String id) {
    vault.change(state -> {
      var store = state.store(id);
      return state.with(store.with(store.connection().disconnect()));
    });
    later(() ->
        settle(
            id, new StoreConnection.StoreDisconnecting(), new StoreConnection.StoreDisconnected()));
  }

  /// Disconnects at once.
  void disconnectNow(String id) {
    vault.change(
        state -> state.with(state.store(id).with(new StoreConnection.StoreDisconnected())));
  }

  /// Goes on with what was under way when the state was kept.
  public void resume() {
    vault
        .now()
        .stores()
        .values()
        .forEach(store -> {
          switch (store.connection()) {
            case StoreConnection.StoreConnecting _ ->
                later(() -> finishConnect(store.id(), newRequestId()));
            case StoreConnection.StoreDisconnecting here ->
                later(() -> settle(store.id(), here, new StoreConnection.StoreDisconnected()));
            case StoreConnection.StoreConnected _,
                StoreConnection.StoreDisconnected _,
                StoreConnection.StoreConnectFailed _ -> {}
          }
        });
  }

  /// AWS KMS checks the health of connected key stores every few minutes, whether they are used or
  /// not. The outcome changes nothing: CONNECTED says nothing about the proxy's health now.
  public void checkHealthEvery(Duration interval) {
    var _ =
        scheduler.scheduleWithFixedDelay(
            guard(this::checkHealth),
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void checkHealth() {
    for (var store : vault.now().stores().values()) {
      if (store.connected()) {
        try {
          proxies.health(store, "KmsHealthCheck", newRequestId(), LOG::debug);
        } catch (ProxyCallException e) {
          LOG.warn("KmsHealthCheck of {}: {}", store.name(), e.getMessage());
        }
      }
    }
  }

  /// @return whether there is something to finish
  private boolean beginConnect(String id) {
    var begun = new AtomicBoolean();
    vault.change(state -> {
      var store = state.store(id);
      var next = store.connection().connect();
      begun.set(!next.equals(store.connection()));
      return begun.get() ? state.with(store.with(next)) : state;
    });
    return begun.get();
  }

  private void finishConnect(String id, String requestId) {
    var store = vault.now().stores().get(id);
    if (store == null) {
      return;
    }
    var outcome = tryConnect(store, requestId);
    settle(id, new StoreConnection.StoreConnecting(), outcome);
    LOG.info("ConnectCustomKeyStore {} ({}): {}", id, store.name(), outcome.wireName());
  }

  private StoreConnection tryConnect(CustomKeyStore store, String requestId) {
    var fault = faults.ofConnect(store.id(), store.name());
    if (fault.isPresent()) {
      return new StoreConnection.StoreConnectFailed(fault.get());
    }
    try {
      proxies.health(store, "ConnectCustomKeyStore", requestId, LOG::debug);
      proxies.warm(store);
      return new StoreConnection.StoreConnected();
    } catch (ProxyCallException e) {
      LOG.warn("ConnectCustomKeyStore {}: {}", store.name(), e.getMessage());
      return new StoreConnection.StoreConnectFailed(e.kind().onConnect());
    }
  }

  /// Ends a transition, unless something else happened to the key store meanwhile.
  private void settle(String id, StoreConnection from, StoreConnection to) {
    vault.change(state -> {
      var store = state.stores().get(id);
      return store != null && store.connection().equals(from) ? state.with(store.with(to)) : state;
    });
  }

  private void later(Runnable work) {
    var _ = scheduler.schedule(guard(work), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Runnable guard(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.error("Work behind the custom key stores failed", e);
      }
    };
  }

  private static String newRequestId() {
    return UUID.randomUUID().toString();
  }
}
