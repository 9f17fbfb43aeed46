package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.xks.admin.ControlClient;
import org.xksworkbench.bridge.xks.admin.ControlSocket;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `proxy status`
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Tells how a running proxy is, by its control socket.")
final class ProxyStatusCommand implements Callable<Integer> {

  @Option(
      names = "--socket",
      description = "The control socket; without it, that of the service xks-proxy.")
  private @Nullable Path socket;

  @Option(names = "--config", description = "proxy.toml that names the socket.")
  private @Nullable Path config;

  @Option(names = "--requests", description = "The last hundred requests instead.")
  private boolean requests;

  @Option(names = "--json", description = "Prints one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var request =
        new ObjectMapper().createObjectNode().put("command", requests ? "requests" : "status");
    var answer = (ObjectNode) new ControlClient(socket()).ask(request);
    answer.remove("ok");
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else if (requests) {
      answer.path("requests").forEach(out::println);
    } else {
      print(answer, out);
    }
    return 0;
  }

  private Path socket() {
    if (socket != null && config != null) {
      throw new ParameterException(spec.commandLine(), "--socket and --config exclude each other.");
    }
    if (config == null) {
      return socket == null ? ControlSocket.OF_THE_SERVICE : socket;
    }
    return ProxyConfig.read(config)
        .admin()
        .socket()
        .orElseThrow(() ->
            new CommandFailure(
                config + " names no control socket: set socket under [admin], and restart."));
  }

  private static void print(JsonNode status, PrintWriter out) {
    line(out, "address", "https://" + status.path("host").asText() + ":" + status.path("port"));
    line(out, "version", status.path("version").asText());
    line(out, "started", status.path("started").asText());
    line(out, "health", status.path("health").asText());
    line(out, "certificate", "expires in " + status.path("certificateDays") + " days");
    var connections = status.path("connections");
    line(
        out,
        "connections",
        "%s open, %s broken off, %s displaced, refused: %s"
            .formatted(
                connections.path("open"),
                connections.path("broken"),
                connections.path("displaced"),
                connections.path("refused")));
    line(
        out,
        "requests",
        "%s waiting, %s in calls that hang"
            .formatted(
                status.path("requests").path("waiting"),
                status.path("requests").path("stuckWorkers")));
    var log = status.path("log");
    if (log.isObject()) {
      line(
          out,
          "log",
          "%s, %s lines waiting, %s lost"
              .formatted(
                  log.path("alive").asBoolean() ? "written" : "CANNOT BE WRITTEN",
                  log.path("waiting"),
                  log.path("lost")));
    }
    for (var store : status.path("keyStores")) {
      line(
          out,
          "key store",
          store.path("pathPrefix").asText()
              + (store.path("blocked").asBoolean() ? "\tblocked" : "")
              + (store.path("blockedKeys").isEmpty()
                  ? ""
                  : "\tblocked keys: " + store.path("blockedKeys")));
      for (var credential : store.path("credentials")) {
        line(
            out,
            "credential",
            credential.path("accessKeyId").asText()
                + "\t"
                + (credential.path("lastUsed").isNull()
                    ? "not seen"
                    : "last used " + credential.path("lastUsed").asText()));
      }
    }
    status.path("warnings").forEach(warning -> line(out, "warning", warning.asText()));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%s\t%s%n", name, ForeignText.printable(value));
  }
}
