package org.xksworkbench.bridge.ceremony.plan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.hsm.TokenName;

/// What differs between machines and is in no plan: which module, which token. A file of its own,
/// never part of the evidence.
///
/// @param module path of the PKCS#11 library
/// @param token label of the token, or its PKCS#11 URI
/// @param pinFile file with the PIN, readable by its owner alone; empty to ask for it
public record Binding(Path module, TokenName token, Optional<Path> pinFile) {

  /// @throws PlanException naming the line and the reason
  public static Binding parse(String text) {
    var map = YamlMap.parse(text);
    map.allow(Set.of("module", "token", "pin-file"), "a binding");
    return new Binding(
        Path.of(map.require("module", "A binding")),
        token(map, map.require("token", "A binding")),
        map.optional("pin-file").map(Path::of));
  }

  static TokenName token(YamlMap map, String text) {
    try {
      return TokenName.of(text);
    } catch (IllegalArgumentException e) {
      throw new PlanException(map.line("token"), "The token cannot be used. " + e.getMessage());
    }
  }

  /// @throws PlanException naming the file, the line and the reason
  public static Binding read(Path file) {
    try {
      return parse(Plan.textOf(file));
    } catch (PlanException e) {
      throw e.in(file);
    }
  }
}
