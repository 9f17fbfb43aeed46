package org.xksworkbench.bridge.xks.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// The public authorities of which AWS KMS accepts the certificate of a proxy (specification,
/// Authentication, `TrustedCertificateAuthorities`).
///
/// @param fingerprints SHA-256 of each root certificate, in lower case
/// @param names of the authorities
/// @param given whether somebody named the list, so that it counts as the present one
public record AwsAuthorities(Set<String> fingerprints, Set<X500Principal> names, boolean given)
    implements AcceptedAuthorities {

  private static final String RESOURCE = "aws-authorities.txt";
  private static final int HEX_OF_SHA_256 = 64;

  /// As `keytool` prints certificates, which is the form of AWS's file. It has a line with
  /// something behind the fingerprint.
  private static final Pattern FINGERPRINT =
      Pattern.compile("SHA256:\\s*((?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})");

  private static final Pattern OWNER = Pattern.compile("(?m)^Owner:\\s*(.+)$");

  public AwsAuthorities {
    fingerprints = Set.copyOf(fingerprints);
    names = Set.copyOf(names);
  }

  /// The list that comes with the program.
  public static AwsAuthorities ofThisProgram() {
    var fingerprints = new HashSet<String>();
    var names = new HashSet<X500Principal>();
    try (var in = AwsAuthorities.class.getResourceAsStream(RESOURCE)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> {
            fingerprints.add(line.substring(0, HEX_OF_SHA_256));
            names.add(new X500Principal(line.substring(HEX_OF_SHA_256 + 1)));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AwsAuthorities(fingerprints, names, false);
  }

  /// AWS's own file, as somebody fetched it.
  ///
  /// @throws ProxyConfigException if it cannot be read or names no authority
  public static AwsAuthorities read(Path file) {
    try {
      var text = Files.readString(file);
      var fingerprints = new HashSet<String>();
      FINGERPRINT
          .matcher(text)
          .results()
          .forEach(
              found -> fingerprints.add(found.group(1).replace(":", "").toLowerCase(Locale.ROOT)));
      if (fingerprints.isEmpty()) {
        throw new ProxyConfigException(
            file
                + " names no authority: it must have lines with SHA256: and a fingerprint, as the"
                + " file TrustedCertificateAuthorities of AWS has",
            null);
      }
      var names = new HashSet<X500Principal>();
      OWNER.matcher(text).results().forEach(found -> addName(names, found.group(1)));
      return new AwsAuthorities(fingerprints, names, true);
    } catch (IOException e) {
      var why = StoreException.of(StoreException.FileAct.READ, file, e);
      throw new ProxyConfigException(why.clause(), why);
    }
  }

  private static void addName(Set<X500Principal> names, String text) {
    try {
      names.add(new X500Principal(text.strip()));
    } catch (IllegalArgumentException e) {
      // A name in another form than RFC 2253: its fingerprint is what counts.
    }
  }

  boolean has(X509Certificate root) {
    return fingerprints.contains(fingerprint(root));
  }

  boolean hasNamed(X500Principal name) {
    return names.contains(name);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate that was read has no encoding", e);
    }
  }
}
