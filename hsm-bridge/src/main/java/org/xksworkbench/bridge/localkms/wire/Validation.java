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

  static void check(ObjectNode body, Shape.StructureShape shape) {
    var validation = new Validation();
    validation.structure("", body, shape);
    var errors = validation.errors;
    if (!errors.isEmpty()) {
      throw ServiceFault.invalid(
          "%d validation error%s detected: %s"
              .formatted(errors.size(), errors.size() == 1 ? "" : "s", String.join("; ", errors)));
    }
  }

  private void structure(String path, JsonNode value, Shape.StructureShape shape) {
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
      case Shape.StructureShape structure -> structure(path, value, structure);
      case Shape.StringShape text -> text(path, value, text);
      case Shape.EnumShape(var values) -> {
        requireType(path, value.isTextual(), "a string");
        if (!values.contains(value.textValue())) {
          add(path, value, "satisfy enum value set: " + values);
        }
      }
      case Shape.BlobShape(var min, var max) -> {
        requireType(path, value.isTextual(), "Base64");
        var length = decode(path, value).length;
        if (length > max) {
          addHidden(path, "have length less than or equal to " + max);
        } else if (length < min) {
          addHidden(path, "have length greater than or equal to " + min);
        }
      }
      case Shape.IntegerShape(var min, var max) -> {
        requireType(path, value.isIntegralNumber() && value.canConvertToLong(), "a whole number");
        if (value.longValue() > max) {
          add(path, value, "have value less than or equal to " + max);
        } else if (value.longValue() < min) {
          add(path, value, "have value greater than or equal to " + min);
        }
      }
      case Shape.BooleanShape _ -> requireType(path, value.isBoolean(), "true or false");
      case Shape.TimestampShape _ -> requireType(path, value.isNumber(), "a time in seconds");
      case Shape.ListShape(var member, var min, var max) -> list(path, value, member, min, max);
      case Shape.MapShape(var valueShape, var max) -> {
        requireType(path, value.isObject(), "an object");
        if (value.size() > max) {
          add(path, value, "have length less than or equal to " + max);
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
      add(path, value, "have length less than or equal to " + max);
    } else if (value.size() < min) {
      add(path, value, "have length greater than or equal to " + min);
    }
    for (var i = 0; i < value.size(); i++) {
      any(path + "." + (i + 1) + ".member", value.get(i), member);
    }
  }

  private void text(String path, JsonNode value, Shape.StringShape shape) {
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
      addHidden(path, constraint);
    } else {
      add(path, value, constraint);
    }
  }

  private void add(String path, JsonNode value, String constraint) {
    errors.add(
        "Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value.isTextual() ? value.textValue() : value, path, constraint));
  }

  private void addHidden(String path, String constraint) {
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
