package org.xksworkbench.bridge.ceremony.run;

import java.nio.file.Files;
import java.nio.file.Path;

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

  /// Whether a ceremony began here and is not over: its transcript is not signed yet.
  public boolean unfinished() {
    return Files.exists(transcript()) && Files.exists(people());
  }

  /// What people's secrets are checked against. It is in no bundle.
  Path people() {
    return path.resolve("people.json");
  }
}
