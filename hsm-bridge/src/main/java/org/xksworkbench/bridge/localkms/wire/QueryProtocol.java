package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The query protocol: a form goes in, XML comes out. Lists are `member` elements.
final class QueryProtocol {

  private QueryProtocol() {}

  /// @throws IllegalArgumentException if the form is not encoded properly
  static Map<String, String> form(String body) {
    var form = new HashMap<String, String>();
    for (var field : body.split("&", -1)) {
      var equals = field.indexOf('=');
      if (equals > 0) {
        form.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return form;
  }

  /// Numbers are text in a form; the shape tells them apart.
  static ObjectNode parameters(Map<String, String> form, Shape.StructureShape shape) {
    var parameters = JsonNodeFactory.instance.objectNode();
    for (var member : shape.members()) {
      var value = form.get(member.name());
      if (value == null) {
        continue;
      }
      if (member.shape() instanceof Shape.IntegerShape) {
        try {
          parameters.put(member.name(), Long.parseLong(value));
        } catch (NumberFormatException e) {
          throw ServiceFault.of("MalformedInput", member.name() + " must be a whole number.");
        }
      } else {
        parameters.put(member.name(), value);
      }
    }
    return parameters;
  }

  static String answer(String namespace, String operation, ObjectNode answer, String requestId) {
    var xml = new StringBuilder();
    xml.append("<%sResponse xmlns=\"%s\"><%sResult>".formatted(operation, namespace, operation));
    members(xml, answer);
    return xml.append("</%sResult>".formatted(operation))
        .append(
            "<ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>".formatted(requestId))
        .append("</%sResponse>".formatted(operation))
        .toString();
  }

  static String fault(String namespace, ServiceFault fault, String requestId) {
    return """
    <ErrorResponse xmlns="%s"><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>\
    <RequestId>%s</RequestId></ErrorResponse>\
    """
        .formatted(
            namespace,
            fault.status() < 500 ? "Sender" : "Receiver",
            escape(fault.code()),
            escape(fault.message()),
            requestId);
  }

  private static void members(StringBuilder xml, JsonNode object) {
    object.properties().forEach(entry -> element(xml, entry.getKey(), entry.getValue()));
  }

  private static void element(StringBuilder xml, String name, JsonNode value) {
    xml.append('<').append(name).append('>');
    if (value.isArray()) {
      value.forEach(member -> element(xml, "member", member));
    } else if (value.isObject()) {
      members(xml, value);
    } else {
      xml.append(escape(value.asText()));
    }
    xml.append("</").append(name).append('>');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
