package org.xksworkbench.app.creation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The syntax of HCL, version 2, in which Terraform's files are written.
final class Hcl {

  private static final Pattern NOT_OF_NAMES = Pattern.compile("[^A-Za-z0-9_]");

  private Hcl() {}

  /// A quoted template that stands for this text, whatever is in it: `${` and `%{` would begin an
  /// expression.
  static String string(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '$', '%' -> {
          quoted.append(c);
          if (i + 1 < text.length() && text.charAt(i + 1) == '{') {
            quoted.append(c);
          }
        }
        default -> {
          if (Character.isISOControl(c)) {
            quoted.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /// JSON as an expression.
  ///
  /// @param indent of the line where it begins
  static String expression(JsonNode json, String indent) {
    var deeper = indent + "  ";
    if (json.isObject()) {
      var entries = new ArrayList<String>();
      for (var entry : json.properties()) {
        entries.add(
            deeper + string(entry.getKey()) + " = " + expression(entry.getValue(), deeper) + "\n");
      }
      return entries.isEmpty() ? "{}" : "{\n" + String.join("", entries) + indent + "}";
    }
    if (json.isArray()) {
      var elements = new ArrayList<String>();
      for (var element : json) {
        elements.add(deeper + expression(element, deeper) + ",\n");
      }
      return elements.isEmpty() ? "[]" : "[\n" + String.join("", elements) + indent + "]";
    }
    return json.isTextual() ? string(json.textValue()) : json.toString();
  }

  /// Attributes of one block, with their equals signs below each other, as `terraform fmt` has
  /// them.
  static String attributes(String indent, List<Map.Entry<String, String>> attributes) {
    var width = attributes.stream().mapToInt(entry -> entry.getKey().length()).max().orElse(0);
    var text = new StringBuilder();
    for (var attribute : attributes) {
      text.append(indent)
          .append(attribute.getKey())
          .append(" ".repeat(width - attribute.getKey().length()))
          .append(" = ")
          .append(attribute.getValue())
          .append('\n');
    }
    return text.toString();
  }

  /// A name of a resource, made of a name that people gave.
  static String name(String text) {
    var name = NOT_OF_NAMES.matcher(text).replaceAll("_");
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "key_" + name : name;
  }
}
