package org.xksworkbench.bridge.ceremony.plan;

import java.nio.file.Path;
import java.util.Set;
import org.xksworkbench.bridge.hsm.TokenName;

/// Where a person's key on a smart card or another token is. They bring it in the place of a key's
/// file; it holds no secret.
///
/// @param module PKCS#11 library
/// @param key label of the key pair
public record CardBinding(Path module, TokenName token, String key) {

  /// @throws PlanException naming the line and the reason
  static CardBinding parse(String text) {
    var map = YamlMap.parse(text);
    map.allow(Set.of("module", "token", "key"), "a card");
    return new CardBinding(
        Path.of(map.require("module", "A card")),
        Binding.token(map, map.require("token", "A card")),
        map.require("key", "A card"));
  }

  /// @throws PlanException naming the file, the line and the reason
  public static CardBinding read(Path file) {
    try {
      return parse(Plan.textOf(file));
    } catch (PlanException e) {
      throw e.in(file);
    }
  }
}
