package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// Where a running ceremony keeps what it needs to be resumed.
///
/// @param path a folder of the ceremony's own
public record CeremonyFolder(Path path) {

  private static final String VERSION_ONE = "{\"fields\":{\"at\":";

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

  /// Whether a ceremony began here and is not over: its evidence is not sealed yet.
  public boolean unfinished() {
    return Files.exists(transcript()) && !Files.exists(bundle());
  }

  /// The evidence, once everybody has sealed it.
  public Path bundle() {
    return path.resolve("bundle");
  }

  /// Keys that were made at the table, each under its person's passphrase. They are in no bundle,
  /// and are wiped when it is sealed.
  Path keys() {
    return path.resolve("keys");
  }

  /// The first field of each of its lines is the time, which no line of version 2 has as a field. A
  /// transcript that cannot be read is told by who reads it.
  private boolean isOfVersionOne() {
    try (var in = Files.newInputStream(transcript())) {
      var beginning = new String(in.readNBytes(VERSION_ONE.length()), StandardCharsets.US_ASCII);
      return beginning.equals(VERSION_ONE);
    } catch (IOException e) {
      return false;
    }
  }

  /// @throws CeremonyException if an earlier release began the ceremony
  public void requireSignedLines() {
    if (isOfVersionOne()) {
      throw new CeremonyException(
          "The ceremony in "
              + path
              + " was begun by an earlier release, whose transcript nobody signs but the operator."
              + " Finish it with that release.");
    }
  }
}
