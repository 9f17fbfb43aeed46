package org.xksworkbench.bridge.check;

/// What came of a rule.
///
/// @param detail what was seen, a sentence; empty where there is nothing to say
public record Verdict(Rule rule, Outcome outcome, String detail) {

  /// Whether the rule is kept.
  public enum Outcome {
    PASS,
    FAIL,
    /// Something that it needs was missing, such as a key ID or a load.
    NOT_TRIED
  }
}
