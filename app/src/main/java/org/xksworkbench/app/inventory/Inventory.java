package org.xksworkbench.app.inventory;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.lineage.LineageReading;

/// Every external key with all that hangs on it, at one moment.
///
/// @param token label of the token that was looked into; empty if none was
public record Inventory(SurveyedPlace place, Optional<String> token, LineageReading read) {

  /// What could not be seen, a sentence each.
  public List<String> limits() {
    return Blindness.of(token, read);
  }

  /// How many KMS keys use an external key.
  public long inUse() {
    return read.lines().stream().filter(line -> line.kmsKey().isPresent()).count();
  }
}
