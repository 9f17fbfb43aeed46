package org.xksworkbench.app.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.app.proxy.ProxyProcess;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;
import org.xksworkbench.bridge.xks.protocol.XksError;

/// The switches of the running demo: some make the local KMS see what is not there, some really
/// stop the proxy or take the token away.
final class SwitchedFaults implements DemoFaults, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchedFaults.class);

  private static final String PATH = "/payments";
  private static final String KEY = "payments-2025";

  /// Much longer than the proxy takes to see that its file has changed.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration POLL = Duration.ofMillis(50);

  private final Faults faults;
  private final ProxyProcess proxy;
  private final AttachedHsm hsm;
  private final DemoToken token;

  /// Read without waiting for a switch that is at work: the window asks on its own thread.
  private volatile Set<DemoFault> on = Set.of();

  private final Set<DemoFault> tried = ConcurrentHashMap.newKeySet();

  SwitchedFaults(Faults faults, ProxyProcess proxy, AttachedHsm hsm, DemoToken token) {
    this.faults = faults;
    this.proxy = proxy;
    this.hsm = hsm;
    this.token = token;
  }

  @Override
  public Set<DemoFault> on() {
    return on;
  }

  @Override
  public Set<DemoFault> triedFaults() {
    return Set.copyOf(tried);
  }

  @Override
  public synchronized void set(DemoFault fault, boolean switchedOn) {
    if (on.contains(fault) == switchedOn) {
      return;
    }
    switch (fault) {
      case BLOCKED_AT_PROXY -> block(switchedOn);
      case PROXY_STOPPED -> stop(switchedOn);
      case TOKEN_REMOVED -> remove(switchedOn);
      default -> {
        // Told to the local KMS below.
      }
    }
    var next = EnumSet.noneOf(DemoFault.class);
    next.addAll(on);
    if (switchedOn) {
      next.add(fault);
    } else {
      next.remove(fault);
    }
    faults.set(next.stream().flatMap(one -> faultsOf(one).stream()).toList());
    on = Set.copyOf(next);
    if (switchedOn) {
      tried.add(fault);
    }
  }

  /// Leaves the token and the proxy's file as they were.
  @Override
  public synchronized void close() {
    for (var fault : on) {
      if (fault != DemoFault.PROXY_STOPPED) {
        try {
          set(fault, false);
        } catch (RuntimeException e) {
          LOG.warn("{} could not be switched off: {}", fault, e.getMessage());
        }
      }
    }
  }

  /// A running proxy looks at its file now and then; the next request shall meet the change
  /// already.
  private void block(boolean blocked) {
    proxy.block(PATH, blocked);
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (proxy.alive() && refuses() != blocked && System.nanoTime() < end) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean refuses() {
    try {
      var _ = proxy.health(PATH);
      return false;
    } catch (ProxyException e) {
      return e.errorName().equals(XksError.INVALID_STATE.errorName());
    }
  }

  private void stop(boolean stopped) {
    if (stopped) {
      proxy.stop();
      return;
    }
    var pin = DemoToken.pin();
    try {
      proxy.start(pin);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private void remove(boolean removed) {
    try {
      if (removed) {
        token.takeAway();
        // The window notices at once, and not only when somebody looks at the token.
        var _ = hsm.modules();
      } else {
        token.putBack();
        reload();
      }
    } catch (IOException e) {
      throw new ProxyException("", "The demo's token cannot be moved: " + e.getMessage(), e);
    }
  }

  /// SoftHSM sees a token that came back only when it starts.
  private void reload() {
    try {
      hsm.reload(DemoToken.module());
    } catch (HsmException e) {
      LOG.warn("The module in the window was not reloaded: {}", e.getMessage());
    }
  }

  /// What the local KMS is told.
  private static List<Fault> faultsOf(DemoFault fault) {
    Optional<String> everyStore = Optional.empty();
    return switch (fault) {
      case SLOW_PROXY -> List.of(new Fault.SlowProxy(everyStore));
      case THROTTLING_PROXY -> List.of(new Fault.ThrottlingProxy(everyStore));
      case EXPIRED_CERTIFICATE -> List.of(new Fault.ExpiredCertificate(everyStore));
      case WRONG_NAME -> List.of(new Fault.WrongName(everyStore));
      case WRONG_CREDENTIAL ->
          List.of(new Fault.ConnectFails(everyStore, ConnectFailure.INVALID_CREDENTIALS));
      case ENDPOINT_SERVICE_GONE ->
          List.of(
              new Fault.ConnectFails(
                  everyStore, ConnectFailure.XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND));
      case EXTERNAL_KEY_DISABLED -> List.of(new Fault.DisabledExternalKey(everyStore, KEY));
      case KMS_THROTTLING ->
          List.of(new Fault.ErrorResponse(Optional.of("Encrypt"), "ThrottlingException"));
      case BLOCKED_AT_PROXY, PROXY_STOPPED, TOKEN_REMOVED -> List.of();
    };
  }
}
