package org.xksworkbench.bridge.xks.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Accepts client certificates of one authority with one common name and no other, and ends the
/// handshake with all others (specification, Authentication).
final class ClientCertificates extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager chain;
  private final String subject;

  private ClientCertificates(X509ExtendedTrustManager chain, String subject) {
    this.chain = chain;
    this.subject = subject;
  }

  /// @throws IllegalArgumentException if the authority's certificate cannot be read
  static ClientCertificates trust(TlsSettings.ClientAuthentication clients) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : TlsIdentity.readCertificates(clients.authority())) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (var manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager pkix) {
          return new ClientCertificates(pkix, clients.subject());
        }
      }
      throw new IllegalStateException("every JDK has PKIX");
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalArgumentException(
          "The authority of clients cannot be read: " + clients.authority(), e);
    }
  }

  /// A certificate with more common names than one is for nobody in particular.
  private void checkSubject(X509Certificate certificate) throws CertificateException {
    var names = new ArrayList<Object>();
    try {
      var subjectName = new LdapName(certificate.getSubjectX500Principal().getName());
      for (var part : subjectName.getRdns()) {
        var commonNames = part.toAttributes().get("CN");
        if (commonNames != null) {
          names.addAll(Collections.list(commonNames.getAll()));
        }
      }
    } catch (NamingException e) {
      throw new CertificateException("The client's subject cannot be read", e);
    }
    if (!names.equals(List.of(subject))) {
      throw new CertificateException("The client's certificate is for another subject");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    chain.checkClientTrusted(certificates, authType);
    checkSubject(certificates[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    chain.checkClientTrusted(certificates, authType, socket);
    checkSubject(certificates[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    chain.checkClientTrusted(certificates, authType, engine);
    checkSubject(certificates[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw new CertificateException("This is a server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("This is a server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("This is a server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }
}
