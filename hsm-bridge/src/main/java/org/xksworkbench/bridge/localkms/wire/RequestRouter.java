package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the operation that a request means, has it performed, and puts its answer into the
/// protocol of the service. It refuses what a web page in a browser could send: a Host other than
/// its own (a name that was rebound to loopback), and any Origin.
final class RequestRouter {

  private static final Logger LOG = LoggerFactory.getLogger(RequestRouter.class);

  private static final Pattern SCOPE =
      Pattern.compile("Credential=([A-Za-z0-9_]{1,128})/\\d{8}/([a-z0-9-]{1,32})/");

  private static final String CONTROL = "/_xks-workbench/";

  private final EndpointOfCaller endpoints;
  private final Controls controls;
  private final ObjectMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  RequestRouter(EndpointOfCaller endpoints, Controls controls) {
    this.controls = controls;
    this.endpoints = endpoints;
  }

  WireResponse answer(WireRequest request, String requestId) {
    try {
      return route(request, requestId);
    } catch (RuntimeException e) {
      LOG.error("A defect while answering {}", requestId, e);
      return WireResponse.text(500, "The local KMS failed; see its log.");
    }
  }

  private WireResponse route(WireRequest request, String requestId) {
    var host = request.header("host").toLowerCase(Locale.ROOT);
    var origin = request.optionalHeader("origin");
    if (origin.isPresent() || !request.isForHost(host)) {
      LOG.warn("Refused a request with Host {} and Origin {}", host, origin.orElse(""));
      return WireResponse.text(
          403,
          "The local KMS answers programs on this machine only, and no web page. Its endpoint is"
              + " http://%s; this request was for %s.".formatted(request.endpoint(), host));
    }
    if (!request.method().equals("POST")) {
      return WireResponse.text(
          405, "This is the local KMS, not AWS. Point an AWS SDK or the AWS CLI at it.");
    }
    if (request.path().startsWith(CONTROL)) {
      return control(request);
    }
    var caller = caller(request);
    var target = request.header("x-amz-target");
    return target.isEmpty()
        ? query(new String(request.body(), StandardCharsets.UTF_8), requestId, caller)
        : json(target, request.body(), requestId, caller);
  }

  private WireResponse control(WireRequest request) {
    try {
      var answer =
          controls.perform(
              request.path().substring(CONTROL.length()),
              new String(request.body(), StandardCharsets.UTF_8));
      return new WireResponse(200, "application/json", answer.toString());
    } catch (IllegalArgumentException e) {
      return WireResponse.text(400, String.valueOf(e.getMessage()));
    } catch (ServiceFault e) {
      return WireResponse.text(409, e.code() + ": " + e.message());
    }
  }

  private WireResponse json(String target, byte[] body, String requestId, Call.Caller caller) {
    var dot = target.lastIndexOf('.');
    var service = target.substring(0, Math.max(dot, 0));
    var name = target.substring(dot + 1);
    try {
      var endpoint = endpoints.of(caller);
      for (var api : endpoint.apis()) {
        if (api.protocol() instanceof Api.ApiProtocol.JsonApi(var known) && known.equals(service)) {
          var operation = api.operation(name).orElseThrow(() -> unknown(name));
          var answer =
              endpoint.dispatcher().perform(api, operation, object(body), requestId, caller);
          return new WireResponse(200, WireResponse.JSON, answer.toString());
        }
      }
      throw unknown(target);
    } catch (ServiceFault fault) {
      return json(fault);
    }
  }

  private WireResponse query(String body, String requestId, Call.Caller caller) {
    var namespace = "";
    try {
      var form = QueryProtocol.form(body);
      var action = form.getOrDefault("Action", "");
      var endpoint = endpoints.of(caller);
      for (var api : endpoint.apis()) {
        if (api.protocol() instanceof Api.ApiProtocol.QueryApi(var version, var known)
            && version.equals(form.get("Version"))) {
          namespace = known;
          var operation = api.operation(action).orElseThrow(() -> invalidAction(action));
          var parameters = QueryProtocol.parameters(form, operation.input());
          var answer = endpoint.dispatcher().perform(api, operation, parameters, requestId, caller);
          return new WireResponse(
              200, WireResponse.XML, QueryProtocol.answer(known, action, answer, requestId));
        }
      }
      throw invalidAction(action);
    } catch (ServiceFault fault) {
      return new WireResponse(
          fault.status(), WireResponse.XML, QueryProtocol.fault(namespace, fault, requestId));
    } catch (IllegalArgumentException e) {
      var fault = ServiceFault.of("MalformedQueryString", "The form is not encoded properly.");
      return new WireResponse(
          400, WireResponse.XML, QueryProtocol.fault(namespace, fault, requestId));
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

  WireResponse json(ServiceFault fault) {
    var body =
        mapper.createObjectNode().put("__type", fault.code()).put("message", fault.message());
    return new WireResponse(fault.status(), WireResponse.JSON, body.toString());
  }

  private static Call.Caller caller(WireRequest request) {
    var scope = SCOPE.matcher(request.header("authorization"));
    return scope.find()
        ? new Call.Caller(
            scope.group(1), scope.group(2), request.header("user-agent"), request.sourceAddress())
        : new Call.Caller("", "", request.header("user-agent"), request.sourceAddress());
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
