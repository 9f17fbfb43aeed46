package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.store.StoreException;

/// The proxy that is checked.
///
/// @param url such as `https://xks.example.com` or, for a test, with a port
/// @param uriPath such as `/example/kms/xks/v1`
/// @param trusted authorities, and no others; empty trusts those that this Java trusts
/// @param connectTo where the host is really reached; empty asks the name service
/// @param keyId an external key to use; empty leaves rules on keys untried
public record CheckTarget(
    URI url,
    String uriPath,
    String accessKeyId,
    String secretAccessKey,
    List<X509Certificate> trusted,
    Optional<InetSocketAddress> connectTo,
    Optional<String> keyId) {

  public CheckTarget {
    trusted = List.copyOf(trusted);
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      throw new CheckException("The URL must begin with https:// and name a host: " + url);
    }
  }

  /// Reads the configuration file that the AWS console takes (specification, Other considerations,
  /// XKS proxy configuration in AWS KMS console).
  ///
  /// @param authority PEM file of the authority that issued the proxy's certificate
  /// @throws CheckException if a file cannot be read
  public static CheckTarget read(
      URI url,
      Path consoleFile,
      Optional<Path> authority,
      Optional<InetSocketAddress> connectTo,
      Optional<String> keyId) {
    try {
      var root = new ObjectMapper().readTree(Files.readString(consoleFile));
      var credential = root.path("XksProxyAuthenticationCredential");
      var path = root.path("XksProxyUriPath").asText();
      var id = credential.path("AccessKeyId").asText();
      var secret = credential.path("RawSecretAccessKey").asText();
      if (path.isEmpty() || id.isEmpty() || secret.isEmpty()) {
        throw new CheckException(
            consoleFile
                + " is not the file that the AWS console takes: it needs XksProxyUriPath and"
                + " XksProxyAuthenticationCredential.");
      }
      return new CheckTarget(
          url,
          path,
          id,
          secret,
          authority.isPresent() ? certificates(authority.get()) : List.of(),
          connectTo,
          keyId);
    } catch (JsonProcessingException e) {
      // Never the source in the message: it holds a secret.
      throw new CheckException(consoleFile + " is not valid JSON.");
    } catch (IOException e) {
      throw new CheckException(consoleFile + " cannot be read: " + StoreException.words(e) + ".");
    }
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      throw new CheckException(file + " holds no certificate: " + e.getMessage());
    }
  }

  /// Never shows the secret.
  @Override
  public String toString() {
    return "CheckTarget[" + url + uriPath + ", " + accessKeyId + "]";
  }
}
