package org.xksworkbench.app.overview;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.overview.LoopReading.SeenHealth;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Asks AWS KMS for its key stores, our proxy for its health, and what is remembered here. One
/// DescribeCustomKeyStores a page, so that it can be asked again and again. Blocks.
public final class OverviewReader {

  private static final Duration LOOKED_BACK = Duration.ofHours(1);

  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final AttachedHsm hsm;
  private final KeyCreation creation;
  private final InstantSource clock;

  public OverviewReader(
      KeyManagement kms,
      OwnProxy proxy,
      AttachedHsm hsm,
      KeyCreation creation,
      InstantSource clock) {
    this.kms = kms;
    this.proxy = proxy;
    this.hsm = hsm;
    this.creation = creation;
    this.clock = clock;
  }

  /// @throws org.xksworkbench.app.kms.KmsException if AWS KMS cannot be asked
  public LoopReading read() {
    var stores = kms.keyStores();
    var now = clock.instant();
    var since = now.minus(LOOKED_BACK);
    var calls = new HashMap<String, List<XksCall>>();
    for (var store : stores) {
      if (proxy.serves(store.proxy())) {
        calls.put(
            store.id(),
            proxy.calls(store.proxy()).stream().filter(call -> call.at().isAfter(since)).toList());
      }
    }
    var own = proxy.control();
    var state = own.map(ProxyControl::state);
    return new LoopReading(
        now,
        kms.endpoint().region(),
        stores,
        calls,
        state,
        own.flatMap(control -> health(control, state.orElseThrow())),
        hsm.status().token(),
        creation.unfinishedCreations().size());
  }

  private static Optional<SeenHealth> health(ProxyControl control, ProxyState state) {
    if (!state.running() || state.paths().isEmpty()) {
      return Optional.empty();
    }
    try {
      var told = control.health(state.paths().getFirst().path());
      return Optional.of(new SeenHealth(told.available(), told.millis(), ""));
    } catch (ProxyException e) {
      return Optional.of(new SeenHealth(false, 0, String.valueOf(e.getMessage())));
    }
  }
}
