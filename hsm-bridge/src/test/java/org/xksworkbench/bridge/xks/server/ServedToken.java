package org.xksworkbench.bridge.xks.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;

/// A token with one fit key, `key-1`, behind a proxy with one prefix, `/payments`.
record ServedToken(HsmSession session, TestTls tls, Credential credential, XksProxy proxy)
    implements AutoCloseable {

  /// A machine that builds and tests at the same time is no HSM's neighbour.
  static final ProxyLimits PATIENT = ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(8));

  static ServedToken start(Path folder, Consumer<XksProxyBuilder> more) {
    return start(folder, SoftHsm.newSession(), more);
  }

  static ServedToken start(Path folder, HsmSession session, Consumer<XksProxyBuilder> more) {
    if (session.secretKeys("key-1").isEmpty()) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
    }
    var tls = TestTls.issue(folder, "xks.demo.test");
    var credential = Credential.generate(new SecureRandom());
    var builder =
        XksProxy.builder()
            .session(session)
            .tls(tls.identity())
            .limits(PATIENT)
            .prefix(new XksPrefix("/payments", List.of(credential), new KeyAdmission.FitKeys()));
    more.accept(builder);
    return new ServedToken(session, tls, credential, builder.start());
  }

  XksTestClient client() {
    return new XksTestClient(tls.issued().caPem(), proxy.port(), "/payments", credential);
  }

  XksTestClient http2Client() {
    return client().overHttp2(tls.issued().caPem());
  }

  @Override
  public void close() {
    proxy.close();
    session.close();
  }
}
