package org.xksworkbench.bridge.xks.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.xks.config.ProxyFile;

/// By the control socket of a proxy that another user may run.
public final class AdministrationBySocket implements ProxyAdministration {

  private final ControlClient client;

  public AdministrationBySocket(ControlClient client) {
    this.client = client;
  }

  @Override
  public List<ListedCredential> credentials() {
    var listed = new ArrayList<ListedCredential>();
    for (var store : client.ask(request("status")).path("keyStores")) {
      for (var credential : store.path("credentials")) {
        var last = credential.path("lastUsed").asText("");
        listed.add(
            new ListedCredential(
                store.path("pathPrefix").asText(),
                credential.path("accessKeyId").asText(),
                last.isEmpty() || credential.path("lastUsed").isNull()
                    ? Optional.empty()
                    : Optional.of(Instant.parse(last))));
      }
    }
    return listed;
  }

  @Override
  public ProxyFile.Added addCredential(Optional<String> path) {
    var answer = client.ask(request("add-credential", path));
    return new ProxyFile.Added(
        answer.path("accessKeyId").asText(), Path.of(answer.path("consoleFile").asText()));
  }

  @Override
  public void removeCredential(Optional<String> path, String accessKeyId, boolean inUse) {
    change(request("remove-credential", path).put("accessKeyId", accessKeyId).put("inUse", inUse));
  }

  @Override
  public void block(Optional<String> path, boolean blocked) {
    change(request(blocked ? "block" : "unblock", path));
  }

  @Override
  public void blockKey(Optional<String> path, String xksKeyId, boolean blocked) {
    change(request(blocked ? "block-key" : "unblock-key", path).put("xksKeyId", xksKeyId));
  }

  private void change(JsonNode request) {
    var _ = client.ask(request);
  }

  private static ObjectNode request(String command, Optional<String> path) {
    var request = request(command);
    path.ifPresent(prefix -> request.put("pathPrefix", prefix));
    return request;
  }

  private static ObjectNode request(String command) {
    return new ObjectMapper().createObjectNode().put("command", command);
  }
}
