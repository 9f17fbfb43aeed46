package org.xksworkbench.bridge.ceremony.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// Where a running ceremony keeps what it needs to be resumed.
///
/// @param path a folder of the ceremony's own
public record CeremonyFolder(Path path) {

  public Path transcript() {
    return path.resolve("transcript.jsonl");
  }

  /// The plan, byte for byte.
  public Path plan() {
    return path.resolve("plan.yaml");
  }

  /// The plan that the ceremony began with.
  ///
  /// @throws CeremonyException naming the file, the reason and what to do
  public Plan readPlan() {
    try {
      return Plan.read(plan());
    } catch (CeremonyException e) {
      throw new CeremonyException(
          e.getMessage()
              + " A ceremony goes on with the very plan that it began with: put a copy of it there,"
              + " byte for byte, then resume. The transcript was left as it is.",
          e.getCause());
    }
  }

  /// Whether a ceremony began here and is not over: its transcript is not signed yet.
  public boolean unfinished() {
    return Files.exists(transcript()) && Files.exists(people());
  }

  /// What people's secrets are checked against. It is in no bundle.
  Path people() {
    return path.resolve("people.json");
  }
}
