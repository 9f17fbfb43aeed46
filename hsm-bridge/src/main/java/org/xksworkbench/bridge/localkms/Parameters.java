package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parameters of a request. What is missing or has the wrong form is a ValidationException.
record Parameters(JsonNode body) {

  Optional<String> text(String name) {
    var value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new KmsFault("SerializationException", name + " must be a string.");
    }
    return Optional.of(value.textValue());
  }

  Optional<String> text(String name, Pattern form) {
    var value = text(name);
    value.ifPresent(text -> {
      if (!form.matcher(text).matches()) {
        throw invalid("Value at '%s' does not have the form %s.".formatted(name, form.pattern()));
      }
    });
    return value;
  }

  String required(String name, Pattern form) {
    return text(name, form)
        .orElseThrow(() -> invalid("Value at '%s' is required.".formatted(name)));
  }

  byte[] bytes(String name, int limit) {
    var text = text(name).orElseThrow(() -> invalid("Value at '%s' is required.".formatted(name)));
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new KmsFault("SerializationException", name + " is not Base64.");
    }
    if (bytes.length == 0 || bytes.length > limit) {
      throw invalid("Value at '%s' must have 1 to %d bytes.".formatted(name, limit));
    }
    return bytes;
  }

  boolean flag(String name) {
    return body.path(name).asBoolean(false);
  }

  /// @param highest largest legal value
  int limit(int usual, int highest) {
    var value = body.path("Limit").asInt(usual);
    if (value < 1 || value > highest) {
      throw invalid("Value at 'limit' must be 1 to %d.".formatted(highest));
    }
    return value;
  }

  static KmsFault invalid(String message) {
    return new KmsFault("ValidationException", "1 validation error detected: " + message);
  }
}
