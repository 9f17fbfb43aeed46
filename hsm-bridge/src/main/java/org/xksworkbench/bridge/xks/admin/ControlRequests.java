package org.xksworkbench.bridge.xks.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.xks.admin.ControlSocket.ControlPeer;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// What can be asked of a running proxy by its control socket. No answer holds a secret.
public final class ControlRequests {

  private static final Logger LOG = LoggerFactory.getLogger(ControlRequests.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Requests told to who does not follow them.
  private static final int SHOWN = 100;

  private final ProxyFile file;
  private final ProxyStatus status;
  private final LastCalls recent;
  private final ProxyAdministration administration;

  public ControlRequests(ProxyFile file, XksProxy proxy, ProxyStatus status, LastCalls recent) {
    this.file = file;
    this.status = status;
    this.recent = recent;
    administration = new AdministrationByFile(file, () -> uses(proxy));
  }

  private static Map<CredentialName, Instant> uses(XksProxy proxy) {
    var uses = new HashMap<CredentialName, Instant>();
    proxy.credentialUses().forEach((name, use) -> use.ifPresent(at -> uses.put(name, at)));
    return uses;
  }

  static ObjectNode refusal(String error, String message) {
    return MAPPER.createObjectNode().put("ok", false).put("error", error).put("message", message);
  }

  JsonNode answer(ControlPeer peer, JsonNode request) {
    var command = request.path("command").asText();
    try {
      return switch (command) {
        case "status" -> status.json(administration, file);
        case "requests" -> requests(text(request, "after"));
        case "block",
            "unblock",
            "block-key",
            "unblock-key",
            "add-credential",
            "remove-credential" ->
            change(peer, command, request);
        default ->
            refusal(
                "unknown-command", "This proxy knows no command " + ForeignText.printable(command));
      };
    } catch (ProxyConfigException e) {
      return refusal("failed", String.valueOf(e.getMessage()));
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.error("A defect while answering at the control socket", e);
      return refusal("failed", "The proxy failed inside; its log says where");
    }
  }

  /// @param after the cursor of the last answer, for who follows them
  private JsonNode requests(Optional<String> after) throws JsonProcessingException {
    var found = after.map(recent::since).orElseGet(() -> recent.last(SHOWN));
    var answer =
        MAPPER
            .createObjectNode()
            .put("ok", true)
            .put("next", found.next())
            .put("missed", found.missed());
    var array = answer.putArray("requests");
    for (var call : found.calls()) {
      array.add(MAPPER.readTree(call.toJsonLine()));
    }
    return answer;
  }

  private JsonNode change(ControlPeer peer, String command, JsonNode request) {
    if (!peer.owner() && !file.read().admin().allow().contains(peer.user())) {
      LOG.warn("{} may not change this proxy, and asked for: {}", peer.user(), command);
      return refusal(
          "not-allowed",
          "The user "
              + peer.user()
              + " may look at this proxy and not change it; allow under [admin] of its proxy.toml"
              + " names who may");
    }
    var path = text(request, "pathPrefix");
    var answer = MAPPER.createObjectNode().put("ok", true);
    switch (command) {
      case "block" -> administration.block(path, true);
      case "unblock" -> administration.block(path, false);
      case "block-key" -> administration.blockKey(path, xksKeyId(request), true);
      case "unblock-key" -> administration.blockKey(path, xksKeyId(request), false);
      case "remove-credential" ->
          administration.removeCredential(
              path, requireText(request, "accessKeyId"), request.path("inUse").asBoolean());
      default -> {
        var added = administration.addCredential(path);
        answer
            .put("accessKeyId", added.accessKeyId())
            .put("consoleFile", added.consoleFile().toString());
      }
    }
    LOG.info(
        "{} by the control socket: {} {}",
        peer.user(),
        command,
        ForeignText.printable(
                path.orElse("")
                    + " "
                    + request.path("xksKeyId").asText()
                    + request.path("accessKeyId").asText())
            .strip());
    return answer;
  }

  private static String xksKeyId(JsonNode request) {
    var id = requireText(request, "xksKeyId");
    if (!ExternalKeyFitness.isLegalXksKeyId(id)) {
      throw new ProxyConfigException(
          "An XKS key ID has 1 to 128 letters, digits, dots, hyphens and underscores", null);
    }
    return id;
  }

  private static String requireText(JsonNode request, String field) {
    return text(request, field)
        .orElseThrow(() -> new ProxyConfigException("The request has no " + field, null));
  }

  private static Optional<String> text(JsonNode request, String field) {
    return Optional.ofNullable(request.get(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }
}
