package org.xksworkbench.bridge.xks.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// A certificate authority of a test, a root or one below it.
public record TestAuthority(X509Certificate certificate, KeyPair keys) {

  /// How a certificate is issued.
  ///
  /// @param names DNS names among its alternative names
  /// @param validFor negative for one that expired
  public record IssuedAs(
      List<String> names, Duration validFor, KeyPurposeId purpose, String signature) {

    public static IssuedAs server(String name) {
      return new IssuedAs(
          List.of(name), Duration.ofDays(90), KeyPurposeId.id_kp_serverAuth, "SHA256withECDSA");
    }

    public IssuedAs validFor(Duration time) {
      return new IssuedAs(names, time, purpose, signature);
    }

    public IssuedAs purpose(KeyPurposeId other) {
      return new IssuedAs(names, validFor, other, signature);
    }

    public IssuedAs signature(String algorithm) {
      return new IssuedAs(names, validFor, purpose, algorithm);
    }
  }

  public static TestAuthority root(String name) {
    try {
      var keys = CertificateKeyType.EC_P256.generate();
      var own = new X500Principal(name);
      return new TestAuthority(authority(own, keys, own, keys), keys);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public TestAuthority below(String name) {
    try {
      var own = CertificateKeyType.EC_P256.generate();
      return new TestAuthority(
          authority(new X500Principal(name), own, certificate.getSubjectX500Principal(), keys),
          own);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String name() {
    return certificate.getSubjectX500Principal().getName();
  }

  private static X509Certificate authority(
      X500Principal name, KeyPair keys, X500Principal issuer, KeyPair issuerKeys) {
    try {
      var now = Instant.now();
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      issuer,
                      BigInteger.valueOf(System.nanoTime()),
                      Date.from(now.minus(Duration.ofDays(400))),
                      Date.from(now.plus(Duration.ofDays(3650))),
                      name,
                      keys.getPublic())
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                  .build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .build(issuerKeys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509Certificate issue(PublicKey key, IssuedAs as) {
    try {
      var names =
          as.names().stream()
              .map(name -> new GeneralName(GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      var expires = Instant.now().plus(as.validFor());
      var builder =
          new JcaX509v3CertificateBuilder(
                  certificate.getSubjectX500Principal(),
                  BigInteger.valueOf(System.nanoTime()),
                  Date.from(expires.minus(Duration.ofDays(95))),
                  Date.from(expires),
                  new X500Principal("CN=" + as.names().stream().findFirst().orElse("none")),
                  key)
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(as.purpose()));
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(as.signature()).build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What an authority sends for a request: for the names that stand in it.
  ///
  /// @param more names that the authority adds
  public X509Certificate answer(String requestPem, String... more) {
    try (var parser = new PEMParser(new StringReader(requestPem))) {
      var request =
          new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
      var names =
          GeneralNames.fromExtensions(
              request.getRequestedExtensions(), Extension.subjectAlternativeName);
      if (request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest).length != 1) {
        throw new IllegalStateException("a request has one list of extensions");
      }
      var well = IssuedAs.server(names.getNames()[0].getName().toString());
      var all = new ArrayList<>(well.names());
      all.addAll(List.of(more));
      return issue(
          request.getPublicKey(),
          new IssuedAs(all, well.validFor(), well.purpose(), well.signature()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A list as AWS has one, with this authority alone on it.
  public String asListOfAws() {
    try {
      var fingerprint =
          HexFormat.ofDelimiter(":")
              .withUpperCase()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
      return "Alias name: test\nOwner: %s\nCertificate fingerprints:\n\t SHA1: 00\n\t SHA256: %s\n"
          .formatted(name(), fingerprint);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(Object... objects) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      for (var object : objects) {
        writer.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
