package org.xksworkbench.bridge.xks.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.server.TlsIdentity;

/// Keys, requests and certificates in the folder of a proxy. Each has a name with a date of its
/// own, so what is served stays as it is until `proxy.toml` names another: that is one file, which
/// changes whole or not at all, and the way back is to name the old ones again.
public final class CertificateFolder {

  private static final String KEYS = "tls-key*.pem";

  /// A common name has 64 characters at most (RFC 5280, appendix A.1).
  private static final int LONGEST_COMMON_NAME = 64;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final ProxyFile file;
  private final Path folder;
  private final InstantSource clock;

  /// @param configuration `proxy.toml`
  public CertificateFolder(Path configuration, ProxyFile file, InstantSource clock) {
    this.file = file;
    this.folder = configuration.toAbsolutePath().normalize().resolveSibling("");
    this.clock = clock;
  }

  /// A request for a certificate (PKCS#10), and the key that it is for.
  public record CertificateRequest(Path request, Path key) {}

  /// Makes a key, which its owner alone can read, and a request for the host of the proxy.
  public CertificateRequest request(CertificateKeyType type) {
    var host = file.read().host();
    var date = DATE.format(clock.instant());
    var key = folder.resolve("tls-key-" + date + ".pem");
    var request = folder.resolve("tls-request-" + date + ".csr");
    try {
      var pair = type.generate();
      var signed = sign(host, pair, type);
      OwnerOnly.write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
      OwnerOnly.write(request, signed);
      return new CertificateRequest(request, key);
    } catch (IOException e) {
      throw failure(key, e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The request for " + host + " could not be made", e);
    }
  }

  private static String sign(String host, KeyPair pair, CertificateKeyType type)
      throws OperatorCreationException, IOException {
    var subject = new X500NameBuilder(BCStyle.INSTANCE);
    if (host.length() <= LONGEST_COMMON_NAME) {
      subject.addRDN(BCStyle.CN, host);
    }
    var extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    return pem(
        new JcaPKCS10CertificationRequestBuilder(subject.build(), pair.getPublic())
            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
            .build(new JcaContentSignerBuilder(type.signature()).build(pair.getPrivate())));
  }

  /// The certificates that came back.
  ///
  /// @param files in their order
  /// @throws IllegalArgumentException if one cannot be read
  public static List<X509Certificate> read(List<Path> files) {
    return files.stream().flatMap(one -> TlsIdentity.readCertificates(one).stream()).toList();
  }

  /// The key of a certificate: the one that is served with, or that of a request.
  public Optional<Path> keyOf(Path chain) {
    var candidates = new ArrayList<Path>();
    candidates.add(file.read().tls().identity().privateKey());
    try (var keys = Files.newDirectoryStream(folder, KEYS)) {
      keys.forEach(candidates::add);
    } catch (IOException e) {
      throw failure(folder, e);
    }
    return candidates.stream().filter(key -> fits(new TlsIdentity(chain, key))).findFirst();
  }

  private static boolean fits(TlsIdentity identity) {
    try {
      identity.requireUsable();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Puts certificates beside the old ones, has the proxy serve with them, and leaves the old ones.
  ///
  /// @param key its owner's alone
  /// @throws StoreException if others may read the key; then nothing changes
  /// @return the file of the certificates
  public Path install(List<X509Certificate> chain, Path key) {
    // A proxy refuses to serve with one that others may read.
    OwnerOnly.requireFile(key);
    var made = folder.resolve("tls-certificate-" + DATE.format(clock.instant()) + ".pem");
    try {
      var text = new StringBuilder();
      for (var certificate : chain) {
        text.append(pem(certificate));
      }
      OwnerOnly.write(made, text.toString());
      OwnerOnly.forceFolder(made);
    } catch (IOException e) {
      throw failure(made, e);
    }
    try {
      file.serveWith(name(made), name(key));
    } catch (RuntimeException e) {
      forget(made, e);
      throw e;
    }
    return made;
  }

  /// As `proxy.toml` has files of its folder.
  private String name(Path path) {
    var whole = path.toAbsolutePath().normalize();
    return whole.startsWith(folder) ? folder.relativize(whole).toString() : whole.toString();
  }

  private static void forget(Path made, RuntimeException why) {
    try {
      Deletion.file(made);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private static ProxyConfigException failure(Path path, IOException e) {
    var why = StoreException.of(StoreException.FileAct.WRITE, path, e);
    return new ProxyConfigException(why.clause(), why);
  }

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
