package org.xksworkbench.app.proxy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.server.KeyAdmission;

/// A proxy of this computer whose state and requests are followed, whoever runs it.
abstract sealed class FollowedProxy implements OwnProxy, ProxyControl, AutoCloseable
    permits ConfiguredProxy, SocketProxy {

  private final RecentCalls calls = new RecentCalls();

  final RecentCalls recent() {
    return calls;
  }

  @Override
  public final Optional<ProxyControl> control() {
    return Optional.of(this);
  }

  @Override
  public final List<XksCall> callsOf(String kmsRequestId) {
    return calls.that(call -> call.kmsRequestId().equals(kmsRequestId));
  }

  @Override
  public final List<XksCall> calls(XksProxyConfiguration store) {
    return calls.that(call -> store.uriPath().equals(call.pathPrefix() + KnownProxy.API_PATH));
  }

  @Override
  public final List<XksCall> recentCalls() {
    return calls.that(_ -> true);
  }

  @Override
  public final long refusals() {
    return calls.refusals();
  }

  @Override
  public final long missedCalls() {
    return calls.misses();
  }

  @Override
  public final void onCall(Consumer<XksCall> listener) {
    calls.onCall(listener);
  }

  @Override
  public final void forget(Consumer<XksCall> listener) {
    calls.forget(listener);
  }

  /// @param address where it is on this computer; empty if it does not run
  /// @param ended why it does not run, where that is known
  static ProxyState state(KnownProxy known, Optional<String> address, Optional<String> ended) {
    return new ProxyState(
        address.isPresent(),
        known.url(),
        address.orElse(""),
        known.configuration(),
        known.certificateExpires(),
        known.certificateSubject(),
        known.paths().stream()
            .map(path ->
                new ServedPath(
                    path.path(),
                    path.uriPath(),
                    path.accessKeyIds(),
                    words(path.keys()),
                    path.blocked(),
                    path.blockedKeys()))
            .toList(),
        known.healthKey(),
        known.fault(),
        ended);
  }

  private static String words(KeyAdmission keys) {
    return switch (keys) {
      case KeyAdmission.AllSecretKeys() -> "every secret key";
      case KeyAdmission.FitKeys() -> "every AES-256 key";
      case KeyAdmission.AdmittedLabels(var labels) -> String.join(", ", labels);
      case KeyAdmission.LabelPattern(var pattern) -> "labels like " + pattern;
    };
  }

  /// Somebody else's, unless it says otherwise.
  @Override
  public boolean runsHere() {
    return false;
  }

  @Override
  public void start(char[] pin) {
    throw notOurs();
  }

  @Override
  public void stop() {
    throw notOurs();
  }

  private static ProxyException notOurs() {
    return new ProxyException("", "This XKS proxy is started and stopped by who runs it.", null);
  }

  @Override
  public abstract void close();
}
