package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the services over HTTP on a loopback address. It refuses what a web page in a browser
/// could send: a Host other than its own (a name that was rebound to loopback), and any Origin.
public final class WireServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

  private static final String JSON = "application/x-amz-json-1.1";
  private static final String XML = "text/xml";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int BODY_LIMIT = 1024 * 1024;
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("Credential=([A-Za-z0-9_]{1,128})/");

  private final HttpServer http;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Api> apis;
  private final Dispatcher dispatcher;
  private final Set<String> hosts;
  private final ObjectMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private record Response(int status, String type, String body) {}

  /// Listens, and answers nothing before [#start].
  ///
  /// @param address of loopback; port 0 picks a free one
  /// @throws IOException if the address cannot be bound
  public WireServer(InetSocketAddress address, List<Api> apis, Dispatcher dispatcher)
      throws IOException {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(address + " is not a loopback address");
    }
    this.apis = List.copyOf(apis);
    this.dispatcher = dispatcher;
    this.http = HttpServer.create(address, 0);
    this.hosts = Set.of(host() + ":" + port(), "localhost:" + port());
    http.createContext("/", this::handle);
    http.setExecutor(workers);
  }

  public void start() {
    http.start();
  }

  /// The address as it stands in a URL.
  public String host() {
    var text = http.getAddress().getAddress().getHostAddress();
    return text.contains(":") ? "[" + text.replace("0:0:0:0:0:0:0:1", "::1") + "]" : text;
  }

  public int port() {
    return http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var requestId = UUID.randomUUID().toString();
      Response answer;
      try {
        answer = answer(exchange, requestId);
      } catch (RuntimeException e) {
        LOG.error("A defect while answering {}", requestId, e);
        answer = new Response(500, TEXT, "The local KMS failed; see its log.\n");
      }
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", answer.type());
      headers.set("x-amzn-RequestId", requestId);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Response answer(HttpExchange exchange, String requestId) throws IOException {
    var headers = exchange.getRequestHeaders();
    var host = header(headers, "Host").toLowerCase(Locale.ROOT);
    if (headers.containsKey("Origin") || !hosts.contains(host)) {
      LOG.warn("Refused a request with Host {} and Origin {}", host, header(headers, "Origin"));
      return new Response(
          403, TEXT, "The local KMS answers programs on this machine only, and no web page.\n");
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Response(
          405, TEXT, "This is the local KMS, not AWS. Point an AWS SDK or the AWS CLI at it.\n");
    }
    var body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      return json(
          ServiceFault.of("RequestEntityTooLargeException", "A request has at most 1 MiB."));
    }
    var caller = caller(exchange);
    var target = header(headers, "X-Amz-Target");
    return target.isEmpty()
        ? query(new String(body, StandardCharsets.UTF_8), requestId, caller)
        : json(target, body, requestId, caller);
  }

  private Response json(String target, byte[] body, String requestId, Call.Caller caller) {
    var dot = target.lastIndexOf('.');
    var service = target.substring(0, Math.max(dot, 0));
    var name = target.substring(dot + 1);
    try {
      for (var api : apis) {
        if (api.protocol() instanceof Api.Protocol.Json(var known) && known.equals(service)) {
          var operation = api.operation(name).orElseThrow(() -> unknown(name));
          var answer = dispatcher.perform(api, operation, object(body), requestId, caller);
          return new Response(200, JSON, answer.toString());
        }
      }
      throw unknown(target);
    } catch (ServiceFault fault) {
      return json(fault);
    }
  }

  private Response query(String body, String requestId, Call.Caller caller) {
    var namespace = "";
    try {
      var form = QueryProtocol.form(body);
      var action = form.getOrDefault("Action", "");
      for (var api : apis) {
        if (api.protocol() instanceof Api.Protocol.Query(var version, var known)
            && version.equals(form.get("Version"))) {
          namespace = known;
          var operation = api.operation(action).orElseThrow(() -> invalidAction(action));
          var parameters = QueryProtocol.parameters(form, operation.input());
          var answer = dispatcher.perform(api, operation, parameters, requestId, caller);
          return new Response(200, XML, QueryProtocol.answer(known, action, answer, requestId));
        }
      }
      throw invalidAction(action);
    } catch (ServiceFault fault) {
      return new Response(fault.status(), XML, QueryProtocol.fault(namespace, fault, requestId));
    } catch (IllegalArgumentException e) {
      var fault = ServiceFault.of("MalformedQueryString", "The form is not encoded properly.");
      return new Response(400, XML, QueryProtocol.fault(namespace, fault, requestId));
    }
  }

  private ObjectNode object(byte[] body) {
    try {
      if (body.length == 0) {
        return mapper.createObjectNode();
      }
      if (mapper.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw Validation.serialization("The body must be a JSON object.");
    } catch (JsonProcessingException e) {
      throw Validation.serialization("The body is not valid JSON.");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Response json(ServiceFault fault) {
    var body =
        mapper.createObjectNode().put("__type", fault.code()).put("message", fault.message());
    return new Response(fault.status(), JSON, body.toString());
  }

  private static Call.Caller caller(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var credential = ACCESS_KEY_ID.matcher(header(headers, "Authorization"));
    return new Call.Caller(
        credential.find() ? credential.group(1) : "",
        header(headers, "User-Agent"),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static String header(Headers headers, String name) {
    return Objects.requireNonNullElse(headers.getFirst(name), "");
  }

  private static ServiceFault unknown(String name) {
    LOG.info("Asked for the unknown operation {}", name);
    return ServiceFault.of(
        "UnknownOperationException",
        "The local KMS does not know " + name + ". It is a stand-in, not AWS KMS.");
  }

  private static ServiceFault invalidAction(String action) {
    LOG.info("Asked for the unknown action {}", action);
    return ServiceFault.of(
        "InvalidAction",
        "The local KMS does not know "
            + (action.isEmpty() ? "a request without X-Amz-Target or Action" : action)
            + ". It is a stand-in, not AWS.");
  }
}
