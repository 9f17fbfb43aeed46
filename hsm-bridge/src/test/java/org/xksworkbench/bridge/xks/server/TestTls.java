package org.xksworkbench.bridge.xks.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.xksworkbench.bridge.xks.config.Certificates;

/// A certificate authority of a test and a server certificate by it.
public record TestTls(Certificates.Issued issued, TlsIdentity identity) {

  /// @param folder where the PEM files go
  public static TestTls issue(Path folder, String host) {
    try {
      var issued = Certificates.issue(host);
      var chain = folder.resolve(host + ".crt");
      var key = folder.resolve(host + ".key");
      Files.writeString(chain, issued.certificateChainPem());
      Files.writeString(key, issued.privateKeyPem());
      return new TestTls(issued, new TlsIdentity(chain, key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The authority that issued the server's certificate.
  public X509Certificate authority() throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(issued.caPem().getBytes(StandardCharsets.US_ASCII)));
  }

  /// For a server that is not ours.
  public SSLContext serverContext() throws GeneralSecurityException, IOException {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(Files.readAllBytes(identity.certificateChain())))
            .toArray(Certificate[]::new);
    var pem = Files.readString(identity.privateKey()).replaceAll("-----[^-]+-----|\\s", "");
    var key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
