package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Optional;
import org.xksworkbench.bridge.check.RuleResult.Fail;

/// An answer of the proxy as it came.
///
/// @param body what was parsed; missing where it is no JSON
/// @param micros from before the request was sent
record ProxyAnswer(int status, String contentType, JsonNode body, long micros) {

  boolean ok() {
    return status == 200;
  }

  /// Passes if the request was served.
  RuleResult expectSuccess() {
    return RuleResult.passIf(ok(), "HTTP 200", describe());
  }

  /// Empty if there is none.
  String errorName() {
    return body.path("errorName").asText();
  }

  /// Such as "HTTP 404 KeyNotFoundException".
  String describe() {
    return errorName().isEmpty()
        ? "HTTP " + status + (body.isMissingNode() ? " without JSON" : "")
        : "HTTP " + status + " " + errorName();
  }

  /// Empty if the field is missing or not Base64.
  Optional<byte[]> bytes(String field) {
    return bytes(body, field);
  }

  static Optional<byte[]> bytes(JsonNode body, String field) {
    var text = body.path(field);
    if (!text.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text.asText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Fail missing(String field) {
    return new Fail("Base64", field + " is missing or not Base64");
  }
}
