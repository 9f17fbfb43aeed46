package org.xksworkbench.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.app.proxy.ProxyProcess;
import org.xksworkbench.bridge.localkms.ConnectionErrorCode;
import org.xksworkbench.bridge.localkms.Fault;
import org.xksworkbench.bridge.localkms.Faults;

/// The switches of the running demo: some make the local KMS see what is not there, some really
/// stop the proxy or take the token away.
final class SwitchedFaults implements DemoFaults, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchedFaults.class);

  private static final String PATH = "/payments";
  private static final String KEY = "payments-2025";

  private final Faults faults;
  private final ProxyProcess proxy;
  private final DemoToken token;
  private final Set<DemoFault> on = EnumSet.noneOf(DemoFault.class);

  SwitchedFaults(Faults faults, ProxyProcess proxy, DemoToken token) {
    this.faults = faults;
    this.proxy = proxy;
    this.token = token;
  }

  @Override
  public synchronized Set<DemoFault> on() {
    return Set.copyOf(on);
  }

  @Override
  public synchronized void set(DemoFault fault, boolean switchedOn) {
    if (on.contains(fault) == switchedOn) {
      return;
    }
    switch (fault) {
      case BLOCKED_AT_PROXY -> proxy.block(PATH, switchedOn);
      case PROXY_STOPPED -> stop(switchedOn);
      case TOKEN_REMOVED -> remove(switchedOn);
      default -> {
        // Told to the local KMS below.
      }
    }
    if (switchedOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
    faults.set(on.stream().flatMap(one -> seen(one).stream()).toList());
  }

  /// Leaves the token and the proxy's file as they were.
  @Override
  public synchronized void close() {
    for (var fault : new ArrayList<>(on)) {
      if (fault != DemoFault.PROXY_STOPPED) {
        try {
          set(fault, false);
        } catch (RuntimeException e) {
          LOG.warn("{} could not be switched off: {}", fault, e.getMessage());
        }
      }
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
      } else {
        token.putBack();
      }
    } catch (IOException e) {
      throw new ProxyException("", "The demo's token cannot be moved: " + e.getMessage(), e);
    }
  }

  /// What the local KMS is told.
  private static List<Fault> seen(DemoFault fault) {
    Optional<String> everyStore = Optional.empty();
    return switch (fault) {
      case SLOW_PROXY -> List.of(new Fault.SlowProxy(everyStore));
      case THROTTLING_PROXY -> List.of(new Fault.ThrottlingProxy(everyStore));
      case EXPIRED_CERTIFICATE -> List.of(new Fault.ExpiredCertificate(everyStore));
      case WRONG_NAME -> List.of(new Fault.WrongName(everyStore));
      case WRONG_CREDENTIAL ->
          List.of(new Fault.ConnectFails(everyStore, ConnectionErrorCode.INVALID_CREDENTIALS));
      case ENDPOINT_SERVICE_GONE ->
          List.of(
              new Fault.ConnectFails(
                  everyStore, ConnectionErrorCode.XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND));
      case EXTERNAL_KEY_DISABLED -> List.of(new Fault.DisabledExternalKey(everyStore, KEY));
      case KMS_THROTTLING ->
          List.of(new Fault.Answer(Optional.of("Encrypt"), "ThrottlingException"));
      case BLOCKED_AT_PROXY, PROXY_STOPPED, TOKEN_REMOVED -> List.of();
    };
  }
}
