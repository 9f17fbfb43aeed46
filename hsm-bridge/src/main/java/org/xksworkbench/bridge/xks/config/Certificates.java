package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority for one certificate: its private key is forgotten as soon as it signed,
/// so nothing else is ever trusted because of it.
public final class Certificates {

  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;
  private static final int LONGEST_NAME = 64;

  /// @param privateKeyPem PKCS#8; a secret
  public record Issued(String caPem, String certificateChainPem, String privateKeyPem) {

    /// Never shows the key.
    @Override
    public String toString() {
      return "Issued[]";
    }
  }

  private Certificates() {}

  /// @param host name in the certificate, beside `localhost` and 127.0.0.1
  public static Issued issue(String host) {
    try {
      var authority = newKeyPair();
      var server = newKeyPair();
      var authorityName = distinguishedName("XKS Workbench test authority for " + host);
      var signer = new JcaContentSignerBuilder(SIGNATURE).build(authority.getPrivate());
      var authorityCertificate =
          builder(authorityName, authorityName, authority)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .build(signer);
      var names =
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, host),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
              });
      var certificate =
          builder(authorityName, distinguishedName(host), server)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, names)
              .build(signer);
      return new Issued(
          pem(authorityCertificate),
          pem(certificate) + pem(authorityCertificate),
          pem(new JcaPKCS8Generator(server.getPrivate(), null)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("The certificate for " + host + " could not be made", e);
    }
  }

  /// A common name has 64 characters at most (RFC 5280, appendix A.1); a host may have more, and
  /// stands whole among the alternative names.
  private static X500Name distinguishedName(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(
            BCStyle.CN,
            name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…")
        .build();
  }

  private static KeyPair newKeyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keyPair) {
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
        Date.from(now.minus(CLOCK_TOLERANCE)),
        Date.from(now.plus(VALIDITY)),
        subject,
        keyPair.getPublic());
  }

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
