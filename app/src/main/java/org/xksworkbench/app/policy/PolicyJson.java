package org.xksworkbench.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes policy documents as text.
public final class PolicyJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private PolicyJson() {}

  /// Over several lines, two spaces a level; what is no JSON stays as it is.
  public static String pretty(String text) {
    try {
      return pretty(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  /// On one line; what is no JSON stays as it is.
  public static String compact(String text) {
    try {
      return MAPPER.readTree(text).toString();
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  /// A text as a JSON string, with its quotation marks.
  public static String quote(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  /// As a tree; empty for what is no JSON.
  public static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static JsonNode read(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  static String pretty(JsonNode node) {
    var spacing =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    var indenter = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter(spacing);
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree in memory can always be written", e);
    }
  }

  /// A policy has one value or an array of them in many places.
  static List<JsonNode> asList(JsonNode node) {
    var list = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(list::add);
    } else if (!node.isMissingNode() && !node.isNull()) {
      list.add(node);
    }
    return list;
  }

  /// The AWS principals of a statement: ARNs, account IDs, unique IDs or `*`.
  static List<String> awsPrincipals(JsonNode statement) {
    var principal = statement.path("Principal");
    var aws = principal.isTextual() ? principal : principal.path("AWS");
    return asList(aws).stream().map(JsonNode::asText).toList();
  }

  static List<String> actions(JsonNode statement) {
    return asList(statement.path("Action")).stream().map(JsonNode::asText).toList();
  }
}
