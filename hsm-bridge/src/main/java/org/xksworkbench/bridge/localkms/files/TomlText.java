package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.tomlj.Toml;

/// TOML as a tree that is read like the JSON of the wire.
final class TomlText {

  private TomlText() {}

  /// @throws IllegalArgumentException with the line of the first mistake
  static JsonNode parse(String text) {
    var parsed = Toml.parse(text);
    if (parsed.hasErrors()) {
      var first = parsed.errors().getFirst();
      throw new IllegalArgumentException(
          "line " + first.position().line() + ": " + first.getMessage());
    }
    try {
      return new ObjectMapper().readTree(parsed.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the TOML library writes JSON", e);
    }
  }
}
