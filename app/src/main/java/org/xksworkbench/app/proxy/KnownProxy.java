package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.server.KeyAdmission;

/// What is known of our proxy from its configuration, as it was read or told last. Holds no secret.
///
/// @param url as AWS KMS calls it, without a port
/// @param configuration the file
/// @param healthKey the key of the HSM that the proxy keeps for its health check and serves to
///   nobody
/// @param fault why the file cannot be read now, with its line, a sentence; the rest is then what
///   was valid last, as the running proxy has it too
public record KnownProxy(
    String url,
    String certificateSubject,
    Instant certificateExpires,
    String healthKey,
    List<KnownPath> paths,
    Path configuration,
    Optional<String> fault) {

  static final String API_PATH = "/kms/xks/v1";

  /// One key store that it serves.
  ///
  /// @param path such as `/payments`
  /// @param accessKeyIds two while a credential is being rotated
  record KnownPath(
      String path,
      List<String> accessKeyIds,
      KeyAdmission keys,
      boolean blocked,
      Set<String> blockedKeys) {

    KnownPath {
      accessKeyIds = List.copyOf(accessKeyIds);
      blockedKeys = Set.copyOf(blockedKeys);
    }

    String uriPath() {
      return path + API_PATH;
    }
  }

  public KnownProxy {
    paths = List.copyOf(paths);
  }

  static KnownProxy of(Path configuration, ProxyConfig config) {
    return new KnownProxy(
        "https://" + config.host(),
        config.host(),
        config.tls().identity().expires(),
        config.healthKey(),
        config.prefixes().stream()
            .map(prefix ->
                new KnownPath(
                    prefix.path(),
                    prefix.credentials().stream().map(Credential::accessKeyId).toList(),
                    prefix.keys(),
                    prefix.blocked(),
                    prefix.blockedKeys()))
            .toList(),
        configuration,
        Optional.empty());
  }

  /// As a running proxy tells it by its control socket.
  ///
  /// @throws IllegalArgumentException if it does not tell it
  static KnownProxy ofStatus(JsonNode status) {
    var configuration = status.path("configuration").asText();
    if (configuration.isEmpty()) {
      throw new IllegalArgumentException(
          "it does not tell its configuration, as older versions do not");
    }
    var host = status.path("host").asText();
    return new KnownProxy(
        "https://" + host,
        host,
        instant(status.path("certificateExpires")),
        status.path("healthKey").asText(),
        status.path("keyStores").valueStream().map(KnownProxy::toldPath).toList(),
        Path.of(configuration),
        Optional.empty());
  }

  private static Instant instant(JsonNode node) {
    try {
      return Instant.parse(node.asText());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("this is no time: " + node.asText(), e);
    }
  }

  private static KnownPath toldPath(JsonNode store) {
    var keys = store.path("keys");
    return new KnownPath(
        store.path("pathPrefix").asText(),
        store
            .path("credentials")
            .valueStream()
            .map(one -> one.path("accessKeyId").asText())
            .toList(),
        keys.isArray()
            ? new KeyAdmission.AdmittedLabels(texts(keys))
            : KeyAdmission.of(keys.asText()),
        store.path("blocked").asBoolean(),
        texts(store.path("blockedKeys")));
  }

  private static Set<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
  }

  KnownProxy withDamage(String why) {
    return new KnownProxy(
        url,
        certificateSubject,
        certificateExpires,
        healthKey,
        paths,
        configuration,
        Optional.of(why));
  }

  /// Whether an external key store is served by this proxy.
  public boolean serves(XksProxyConfiguration store) {
    return store.uriEndpoint().equals(url)
        && paths.stream()
            .anyMatch(path ->
                store.uriPath().equals(path.uriPath())
                    && path.accessKeyIds().contains(store.accessKeyId()));
  }

  /// Tells of a key at which URI paths it is served; blocked ones are left out.
  public Function<HsmKey, List<String>> servedPaths() {
    return key ->
        paths.stream()
            .filter(path -> path.keys().admits(key))
            .filter(path -> !path.blocked() && !path.blockedKeys().contains(key.label()))
            .map(KnownPath::uriPath)
            .toList();
  }
}
