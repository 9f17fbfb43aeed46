package org.xksworkbench.bridge.xks.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.xks.admin.ProxyAdministration.ListedCredential;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// How a running proxy is, as its control socket tells it.
public final class ProxyStatus {

  private static final int WARN_DAYS = 30;

  private final XksProxy proxy;
  private final Optional<RequestLog> log;
  private final Instant started;

  /// @param log empty if no lines are written
  public ProxyStatus(XksProxy proxy, Optional<RequestLog> log, Instant started) {
    this.proxy = proxy;
    this.log = log;
    this.started = started;
  }

  JsonNode json(ProxyAdministration administration, ProxyFile file) {
    var config = file.read();
    var health = proxy.health();
    var answer =
        new ObjectMapper()
            .createObjectNode()
            .put("ok", true)
            .put("product", Product.NAME)
            .put("version", Product.VERSION)
            .put("host", config.host())
            .put("port", proxy.port())
            .put("started", started.toString())
            .put("configuration", file.path().toString())
            .put("health", health(health));
    answer
        .put("healthKey", config.healthKey())
        .put("certificateExpires", config.tls().identity().expires().toString())
        .put("certificateDays", proxy.certificateDays());
    warn(answer.putArray("warnings"));
    var connections =
        answer
            .putObject("connections")
            .put("open", proxy.openConnections())
            .put("broken", proxy.brokenConnections())
            .put("displaced", proxy.displacedConnections());
    var refused = connections.putObject("refused");
    proxy.refusedConnections().forEach(refused::put);
    answer
        .putObject("requests")
        .put("waiting", proxy.queuedRequests())
        .put("stuckWorkers", proxy.stuckWorkers());
    log.ifPresent(kept ->
        answer
            .putObject("log")
            .put("alive", kept.alive())
            .put("waiting", kept.waiting())
            .put("lost", kept.lostLines()));
    var listed = administration.credentials();
    var stores = answer.putArray("keyStores");
    for (var prefix : config.prefixes()) {
      var store =
          stores.addObject().put("pathPrefix", prefix.path()).put("blocked", prefix.blocked());
      addKeys(store, prefix.keys());
      prefix.blockedKeys().stream().sorted().forEach(store.putArray("blockedKeys")::add);
      var credentials = store.putArray("credentials");
      listed.stream()
          .filter(credential -> credential.path().equals(prefix.path()))
          .forEach(credential -> add(credentials.addObject(), credential));
    }
    return answer;
  }

  private static void add(ObjectNode node, ListedCredential credential) {
    node.put("accessKeyId", credential.accessKeyId())
        .put("lastUsed", credential.lastUsed().map(Instant::toString).orElse(null));
  }

  /// As `keys` of the configuration says it.
  private static void addKeys(ObjectNode store, KeyAdmission keys) {
    switch (keys) {
      case KeyAdmission.FitKeys _ -> store.put("keys", "fit");
      case KeyAdmission.AllSecretKeys _ -> store.put("keys", "all");
      case KeyAdmission.LabelPattern(var pattern) -> store.put("keys", pattern);
      case KeyAdmission.AdmittedLabels(var labels) ->
          labels.stream().sorted().forEach(store.putArray("keys")::add);
    }
  }

  private static String health(HealthStatus health) {
    return health.ekmFleetDetails().getFirst().healthStatus().name();
  }

  private void warn(ArrayNode warnings) {
    var days = proxy.certificateDays();
    if (days < WARN_DAYS) {
      warnings.add(
          days < 0
              ? "The certificate has expired: request a new one"
              : "The certificate expires in " + days + " days: request a new one");
    }
    if (log.filter(kept -> !kept.alive()).isPresent()) {
      warnings.add("The request log cannot be written: the proxy's own log says why");
    }
    if (proxy.stuckWorkers() > 0) {
      warnings.add(proxy.stuckWorkers() + " calls hang in the HSM");
    }
  }
}
