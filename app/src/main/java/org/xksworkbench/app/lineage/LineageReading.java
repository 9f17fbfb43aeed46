package org.xksworkbench.app.lineage;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What was found of all external keys.
///
/// @param at when AWS KMS had answered
/// @param ownStores IDs of the key stores that the XKS proxy of this workstation serves
/// @param unknown how many KMS keys of the account could not be described: an external key that
///   seems to be used by none may be used by one of them
public record LineageReading(Instant at, List<Lineage> lines, Set<String> ownStores, int unknown) {

  public LineageReading {
    lines = List.copyOf(lines);
    ownStores = Set.copyOf(ownStores);
  }
}
