package org.xksworkbench.app.externalkey;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The external keys with which a proxy of this workstation can be tested, as far as they are
/// known.
public final class TestableKeys {

  private final AttachedHsm hsm;
  private final OwnProxy proxy;

  public TestableKeys(AttachedHsm hsm, OwnProxy proxy) {
    this.hsm = hsm;
    this.proxy = proxy;
  }

  /// XKS key IDs: those with which it encrypted or decrypted lately, the last first; then keys of
  /// the token that it serves. Blocks.
  ///
  /// @param path such as `/payments`
  /// @throws org.xksworkbench.bridge.hsm.HsmException if the token cannot be read
  public List<String> at(String path) {
    return Stream.concat(usedAt(path), servedAt(path)).distinct().toList();
  }

  private Stream<String> usedAt(String path) {
    return proxy.control().map(ProxyControl::recentCalls).orElse(List.of()).reversed().stream()
        .filter(call -> call.pathPrefix().equals(path) && call.httpStatus() == 200)
        .map(XksCall::xksKeyId)
        .filter(id -> !id.isEmpty());
  }

  private Stream<String> servedAt(String path) {
    var served = proxy.servedPaths();
    var healthKey = proxy.healthKey();
    return hsm.session().map(HsmSession::secretKeys).orElse(List.of()).stream()
        .filter(key -> key.may(KeyUsage.ENCRYPT) && key.may(KeyUsage.DECRYPT))
        .filter(key -> served.apply(key).stream().anyMatch(uri -> uri.startsWith(path + "/")))
        .map(HsmKey::label)
        .filter(label -> !healthKey.equals(Optional.of(label)))
        .sorted(Comparator.naturalOrder());
  }
}
