package org.xksworkbench.bridge.xks.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.xksworkbench.bridge.xks.auth.Credential;

/// Makes the folder of a proxy.
public final class ProxyFolder {

  public static final String CONFIGURATION = "proxy.toml";
  public static final String CA = "ca.pem";

  private static final String CONSOLE_FILE = "xks-proxy-configuration";
  private static final String API_PATH = "/kms/xks/v1";

  /// What the new folder is for.
  ///
  /// @param host name in the certificate; AWS KMS will call the proxy by it
  /// @param pathPrefixes such as `/payments`
  /// @param keys `fit`, `all`, or a label pattern
  public record Request(
      Path module, String tokenLabel, String host, List<String> pathPrefixes, String keys) {

    public Request {
      pathPrefixes = List.copyOf(pathPrefixes);
    }
  }

  private ProxyFolder() {}

  /// Writes the configuration with fresh credentials and a fresh certificate.
  ///
  /// @return the configuration file
  /// @throws ProxyConfigException if the folder holds a configuration already
  public static Path init(Path folder, Request request) {
    var configuration = folder.resolve(CONFIGURATION);
    if (Files.exists(configuration)) {
      throw new ProxyConfigException(
          folder + " holds the configuration of a proxy already; choose another folder", null);
    }
    try {
      OwnerOnly.createFolder(folder);
      var issued = Certificates.issue(request.host());
      OwnerOnly.write(folder.resolve("tls-key.pem"), issued.privateKeyPem());
      OwnerOnly.write(folder.resolve("tls-certificate.pem"), issued.certificateChainPem());
      OwnerOnly.write(folder.resolve(CA), issued.caPem());
      var prefixes = new StringBuilder();
      var random = new SecureRandom();
      for (var i = 0; i < request.pathPrefixes().size(); i++) {
        var path = request.pathPrefixes().get(i);
        var credential = Credential.generate(random);
        prefixes.append(prefix(path, request.keys(), credential));
        var suffix = i == 0 ? "" : path.replace('/', '-');
        OwnerOnly.write(
            folder.resolve(CONSOLE_FILE + suffix + ".json"), consoleFile(path, credential));
      }
      OwnerOnly.write(configuration, toml(request) + prefixes);
      return configuration;
    } catch (IOException e) {
      throw new ProxyConfigException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String toml(Request request) {
    return """
    # Configuration of an XKS proxy for testing, rehearsal and demonstration.
    # AWS KMS itself accepts only certificates of the public authorities on its list.
    # This file holds secrets: it must stay readable by its owner alone.

    [listen]
    # The name that callers use, and that the certificate is for.
    host = %s
    # Address and port to listen on. Port 0 picks a free one.
    bind = "127.0.0.1"
    port = 0

    [tls]
    # PEM files beside this one. The certificate file holds the whole chain.
    certificate = "tls-certificate.pem"
    key = "tls-key.pem"

    [hsm]
    # The PKCS#11 library of the HSM, and the label of the token in it.
    module = %s
    token = %s
    # The label of the key that the health check uses; it is made if it is not there.
    health-key = "xks-health"
    """
        .formatted(
            quoted(request.host()),
            quoted(request.module().toString()),
            quoted(request.tokenLabel()));
  }

  private static String prefix(String path, String keys, Credential credential) {
    return """

    # One key store of AWS KMS. Its proxy URI path is %s.
    [[prefix]]
    path = %s
    # Which keys it serves: "fit" (those that AWS KMS would accept), "all", a pattern of labels
    # such as "payments-*", or a list of labels. The XKS key ID is the key's label.
    keys = %s

    # At least one; two while a credential is being rotated.
    [[prefix.credential]]
    access-key-id = %s
    secret-access-key = %s
    """
        .formatted(
            path + API_PATH,
            quoted(path),
            quoted(keys),
            quoted(credential.accessKeyId()),
            quoted(credential.secretAccessKey()));
  }

  /// The file that the AWS console takes (specification, Other considerations, XKS proxy
  /// configuration file).
  private static String consoleFile(String path, Credential credential) throws IOException {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode().put("XksProxyUriPath", path + API_PATH);
    root.putObject("XksProxyAuthenticationCredential")
        .put("AccessKeyId", credential.accessKeyId())
        .put("RawSecretAccessKey", credential.secretAccessKey());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
