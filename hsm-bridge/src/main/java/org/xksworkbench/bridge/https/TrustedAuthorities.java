package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Who may have issued the certificate of a server.
public final class TrustedAuthorities {

  private final SSLSocketFactory sockets;

  /// @param store null for the authorities that this Java trusts
  private TrustedAuthorities(@Nullable KeyStore store) throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    sockets = context.getSocketFactory();
  }

  /// The given ones, and no others.
  public static TrustedAuthorities only(List<X509Certificate> trusted) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      return new TrustedAuthorities(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The trusted certificates cannot be used", e);
    }
  }

  /// Those that this Java trusts.
  public static TrustedAuthorities ofThisJava() {
    try {
      return new TrustedAuthorities(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The certificates of this Java cannot be used", e);
    }
  }

  SSLSocketFactory sockets() {
    return sockets;
  }
}
