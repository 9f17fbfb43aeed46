package org.xksworkbench.bridge.xks.server;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

/// Where a request goes. All URIs of the specification are here:
///
/// ```
/// POST [/<path-prefix>]/kms/xks/v1/keys/<externalKeyId>/metadata
/// POST [/<path-prefix>]/kms/xks/v1/keys/<externalKeyId>/encrypt
/// POST [/<path-prefix>]/kms/xks/v1/keys/<externalKeyId>/decrypt
/// POST [/<path-prefix>]/kms/xks/v1/health
/// ```
///
/// @param xksKeyId empty for GetHealthStatus
record Route(XksPrefix prefix, XksOperation operation, String xksKeyId) {

  static final String PING = "/ping";

  private static final Pattern URI =
      Pattern.compile(
          "(?<prefix>.*)/kms/xks/v1/"
              + "(?:health|keys/(?<key>[a-zA-Z0-9_.-]{1,128})/(?<operation>metadata|encrypt|decrypt))");

  static Optional<Route> of(String path, Collection<XksPrefix> prefixes) {
    var match = URI.matcher(path);
    if (!match.matches()) {
      return Optional.empty();
    }
    return prefixes.stream()
        .filter(prefix -> prefix.path().equals(match.group("prefix")))
        .findFirst()
        .map(prefix ->
            match.group("key") == null
                ? new Route(prefix, XksOperation.GET_HEALTH_STATUS, "")
                : new Route(prefix, operation(match.group("operation")), match.group("key")));
  }

  private static XksOperation operation(String name) {
    return switch (name) {
      case "metadata" -> XksOperation.GET_KEY_METADATA;
      case "encrypt" -> XksOperation.ENCRYPT;
      case "decrypt" -> XksOperation.DECRYPT;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
