package org.xksworkbench.bridge.localkms;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of a test that also issues what no authority should: certificates that
/// have expired.
final class TestCertificates {

  private final KeyPair keyPair = newKeyPair();
  private final X500Name name = new X500Name("CN=Test authority " + System.nanoTime());
  private final X509Certificate authority =
      issue(name, keyPair, Instant.now().plusSeconds(3600), new GeneralName[0]);

  X509Certificate authority() {
    return authority;
  }

  /// A server context with a certificate for the host.
  SSLContext server(String host, Instant expires) {
    try {
      var server = newKeyPair();
      var certificate =
          issue(
              new X500Name("CN=" + host),
              server,
              expires,
              new GeneralName[] {new GeneralName(GeneralName.dNSName, host)});
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "server",
          server.getPrivate(),
          new char[0],
          new X509Certificate[] {certificate, authority});
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate issue(
      X500Name subject, KeyPair subjectKeys, Instant expires, GeneralName[] names) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(100, new SecureRandom()),
              Date.from(Instant.now().minusSeconds(7200)),
              Date.from(expires),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(names.length == 0));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keyPair.getPrivate())));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKeyPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
