package org.xksworkbench.app.lineage;

import java.util.List;

/// What was found of all external keys.
///
/// @param unknown how many KMS keys of the account could not be described: an external key that
///   seems to be used by none may be used by one of them
public record LineageReading(List<Lineage> lines, int unknown) {

  public LineageReading {
    lines = List.copyOf(lines);
  }
}
