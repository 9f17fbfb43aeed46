package org.xksworkbench.bridge.ceremony.plan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What differs between machines and is in no plan: which module, which token. A file of its own,
/// never part of the evidence.
///
/// @param module path of the PKCS#11 library
/// @param token label of the token
/// @param pinFile file with the PIN, readable by its owner alone; empty to ask for it
public record Binding(Path module, String token, Optional<Path> pinFile) {

  /// @throws PlanException naming the line and the reason
  public static Binding parse(String text) {
    var map = YamlMap.parse(text);
    map.allow(Set.of("module", "token", "pin-file"), "a binding");
    return new Binding(
        Path.of(map.require("module", "A binding")),
        map.require("token", "A binding"),
        map.optional("pin-file").map(Path::of));
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
