package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;

/// JSON in its one canonical form (RFC 8785). Numbers are integers below 2^53 here; fractions, for
/// which the RFC takes over the rules of ECMAScript, do not occur and are refused.
public final class CanonicalJson {

  private static final long MAX_INTEGER = (1L << 53) - 1;

  /// No evidence is deeper; a text that is made to exhaust a reader's stack is.
  private static final int MAX_DEPTH = 16;

  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  /// @throws IllegalArgumentException if the text is not JSON, or has a name twice
  public static JsonNode parse(String text) {
    try {
      var node = STRICT.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new IllegalArgumentException("empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  /// Reads what must be the canonical text already: one that is written otherwise is refused, so
  /// that the same content has one form of bytes.
  ///
  /// @throws Malformed if it is not
  public static JsonNode read(byte[] bytes) throws MalformedEvidence {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var node = parse(text);
      if (write(node).equals(text)) {
        return node;
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new MalformedEvidence("It is not canonical JSON.", e);
    }
    throw new MalformedEvidence("It is not canonical JSON.");
  }

  /// The same as bytes.
  public static byte[] bytes(JsonNode node) {
    return write(node).getBytes(StandardCharsets.UTF_8);
  }

  /// @throws IllegalArgumentException for what has no canonical form here
  public static String write(JsonNode node) {
    var out = new StringBuilder();
    write(node, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        // Section 3.2.3: by UTF-16 code units, which is the order of String.
        Collections.sort(names);
        var separator = "{";
        for (var name : names) {
          out.append(separator);
          string(name, out);
          out.append(':');
          write(node.get(name), out);
          separator = ",";
        }
        out.append(names.isEmpty() ? "{}" : "}");
      }
      case ARRAY -> {
        out.append('[');
        for (var at = 0; at < node.size(); at++) {
          if (at > 0) {
            out.append(',');
          }
          write(node.get(at), out);
        }
        out.append(']');
      }
      case STRING -> string(node.textValue(), out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case NUMBER -> {
        if (!node.isIntegralNumber()
            || !node.canConvertToLong()
            || Math.abs(node.longValue()) > MAX_INTEGER) {
          throw new IllegalArgumentException("a number that is no integer below 2^53");
        }
        out.append(node.longValue());
      }
      case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON value");
    }
  }

  /// Section 3.2.2.2.
  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (var at = 0; at < text.length(); at++) {
      var c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else if (Character.isSurrogate(c)) {
            if (!Character.isHighSurrogate(c)
                || at + 1 >= text.length()
                || !Character.isLowSurrogate(text.charAt(at + 1))) {
              throw new IllegalArgumentException("half of a surrogate pair");
            }
            out.append(c).append(text.charAt(++at));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
