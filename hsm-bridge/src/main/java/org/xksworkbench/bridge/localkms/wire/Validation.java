package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Holds a request against its shape. The wrong JSON type is a SerializationException; violated
/// constraints are all told in one ValidationException, in the form that AWS uses.
final class Validation {

  private final List<String> errors = new ArrayList<>();

  private Validation() {}

  static void check(ObjectNode body, Shape.Structure shape) {
    var validation = new Validation();
    validation.structure("", body, shape);
    var errors = validation.errors;
    if (!errors.isEmpty()) {
      throw ServiceFault.invalid(
          "%d validation error%s detected: %s"
              .formatted(errors.size(), errors.size() == 1 ? "" : "s", String.join("; ", errors)));
    }
  }

  private void structure(String path, JsonNode value, Shape.Structure shape) {
    requireType(path, value.isObject(), "an object");
    for (var member : shape.members()) {
      var memberPath = (path.isEmpty() ? "" : path + ".") + lowerCamel(member.name());
      var memberValue = value.get(member.name());
      if (memberValue != null && !memberValue.isNull()) {
        any(memberPath, memberValue, member.shape());
      } else if (member.required()) {
        errors.add(
            "Value null at '%s' failed to satisfy constraint: Member must not be null"
                .formatted(memberPath));
      }
    }
  }

  private void any(String path, JsonNode value, Shape shape) {
    switch (shape) {
      case Shape.Structure structure -> structure(path, value, structure);
      case Shape.Text text -> text(path, value, text);
      case Shape.Choice(var values) -> {
        requireType(path, value.isTextual(), "a string");
        if (!values.contains(value.textValue())) {
          violated(path, value, "satisfy enum value set: " + values);
        }
      }
      case Shape.Blob(var min, var max) -> {
        requireType(path, value.isTextual(), "Base64");
        var length = decode(path, value).length;
        if (length > max) {
          hidden(path, "have length less than or equal to " + max);
        } else if (length < min) {
          hidden(path, "have length greater than or equal to " + min);
        }
      }
      case Shape.Whole(var min, var max) -> {
        requireType(path, value.isIntegralNumber() && value.canConvertToLong(), "a whole number");
        if (value.longValue() > max) {
          violated(path, value, "have value less than or equal to " + max);
        } else if (value.longValue() < min) {
          violated(path, value, "have value greater than or equal to " + min);
        }
      }
      case Shape.Flag _ -> requireType(path, value.isBoolean(), "true or false");
      case Shape.Moment _ -> requireType(path, value.isNumber(), "a time in seconds");
      case Shape.ListOf(var member, var min, var max) -> list(path, value, member, min, max);
      case Shape.TextMap(var valueShape, var max) -> {
        requireType(path, value.isObject(), "an object");
        if (value.size() > max) {
          violated(path, value, "have length less than or equal to " + max);
        }
        value
            .properties()
            .forEach(entry -> text(path + "." + entry.getKey(), entry.getValue(), valueShape));
      }
    }
  }

  private void list(String path, JsonNode value, Shape member, int min, int max) {
    requireType(path, value.isArray(), "a list");
    if (value.size() > max) {
      violated(path, value, "have length less than or equal to " + max);
    } else if (value.size() < min) {
      violated(path, value, "have length greater than or equal to " + min);
    }
    for (var i = 0; i < value.size(); i++) {
      any(path + "." + (i + 1) + ".member", value.get(i), member);
    }
  }

  private void text(String path, JsonNode value, Shape.Text shape) {
    requireType(path, value.isTextual(), "a string");
    var text = value.textValue();
    var length = text.codePointCount(0, text.length());
    String constraint;
    if (length > shape.max()) {
      constraint = "have length less than or equal to " + shape.max();
    } else if (length < shape.min()) {
      constraint = "have length greater than or equal to " + shape.min();
    } else if (shape.pattern().filter(pattern -> !pattern.matcher(text).matches()).isPresent()) {
      constraint = "satisfy regular expression pattern: " + shape.pattern().orElseThrow().pattern();
    } else {
      return;
    }
    if (shape.sensitive()) {
      hidden(path, constraint);
    } else {
      violated(path, value, constraint);
    }
  }

  private void violated(String path, JsonNode value, String constraint) {
    errors.add(
        "Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value.isTextual() ? value.textValue() : value, path, constraint));
  }

  private void hidden(String path, String constraint) {
    errors.add(
        "Value at '%s' failed to satisfy constraint: Member must %s".formatted(path, constraint));
  }

  private static byte[] decode(String path, JsonNode value) {
    try {
      return Base64.getDecoder().decode(value.textValue());
    } catch (IllegalArgumentException e) {
      throw serialization(path + " must be Base64.");
    }
  }

  private static void requireType(String path, boolean right, String type) {
    if (!right) {
      throw serialization((path.isEmpty() ? "The body" : path) + " must be " + type + ".");
    }
  }

  static ServiceFault serialization(String message) {
    return ServiceFault.of("SerializationException", message);
  }

  static String lowerCamel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
