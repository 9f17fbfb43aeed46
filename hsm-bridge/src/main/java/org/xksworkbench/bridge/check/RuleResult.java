package org.xksworkbench.bridge.check;

/// What came of trying a rule.
public sealed interface RuleResult {

  /// The rule is kept.
  record Pass() implements RuleResult {}

  /// The rule is not kept.
  ///
  /// @param expected what the specification demands, a noun and what belongs to it
  /// @param came what the proxy did, a sentence without its full stop
  record Fail(String expected, String came) implements RuleResult {}

  /// Something that it needs was missing, such as a key ID or a load.
  ///
  /// @param why a sentence
  record NotTried(String why) implements RuleResult {}

  static RuleResult passIf(boolean kept, String expected, String came) {
    return kept ? new Pass() : new Fail(expected, came);
  }

  /// Such as "not tried".
  default String word() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case NotTried _ -> "not tried";
    };
  }

  /// What was seen, a sentence; empty where there is nothing to say.
  default String words() {
    return switch (this) {
      case Pass _ -> "";
      case Fail(var expected, var came) -> came + "; " + expected + " was expected.";
      case NotTried(var why) -> why;
    };
  }
}
