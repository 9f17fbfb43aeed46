package org.xksworkbench.app.doctor;

import java.time.Duration;

/// What one step found.
///
/// @param words what was found, a sentence
/// @param took how long the step took; zero where it looked at what an earlier one brought
public record ProbeFinding(Probe probe, ProbeVerdict verdict, String words, Duration took) {

  /// How it went.
  public enum ProbeVerdict {
    PASSED,
    /// AWS KMS would accept it, but not for long or not always.
    WARNING,
    FAILED,
    /// Could not be tried.
    SKIPPED
  }
}
