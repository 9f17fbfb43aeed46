package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.xksworkbench.bridge.xks.admin.ControlClient;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Reads a running proxy by its control socket: how it is, and each of its requests once.
final class SocketReader {

  /// The proxy keeps four answers full; more come only while it is asked.
  private static final int MOST_ANSWERS = 8;

  private final Path socket;
  private final ControlClient client;
  private final RecentCalls calls;
  private String cursor = "";

  /// @param calls takes the requests
  SocketReader(Path socket, RecentCalls calls) {
    this.socket = socket;
    this.client = new ControlClient(socket);
    this.calls = calls;
  }

  Path socket() {
    return socket;
  }

  /// Takes the requests that came since the last look, and tells how the proxy is. Blocks.
  ///
  /// @throws org.xksworkbench.bridge.xks.config.ProxyConfigException if nobody answers, or this
  ///   user may not ask
  /// @throws IllegalArgumentException if what it answers is not understood
  JsonNode look() {
    var status = status();
    takeRequests();
    return status;
  }

  /// @throws org.xksworkbench.bridge.xks.config.ProxyConfigException if nobody answers, or this
  ///   user may not ask
  JsonNode status() {
    return client.ask(request("status"));
  }

  private synchronized void takeRequests() {
    for (var i = 0; i < MOST_ANSWERS; i++) {
      var answer = client.ask(request("requests").put("after", cursor));
      var requests = answer.path("requests");
      var next = answer.path("next").asText();
      if (next.isEmpty()) {
        throw new IllegalArgumentException("it does not number them, as older versions do not");
      }
      requests.forEach(one -> calls.keep(XksCall.fromJsonLine(one.toString())));
      calls.miss(answer.path("missed").asLong());
      cursor = next;
      if (requests.isEmpty()) {
        return;
      }
    }
  }

  private static ObjectNode request(String command) {
    return JsonNodeFactory.instance.objectNode().put("command", command);
  }
}
