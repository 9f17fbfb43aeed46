package org.xksworkbench.bridge.check;

import java.io.IOException;

/// One row of the lab's table: a rule, what must be there for it to be tried, and how it is tried.
record RuleRow(Rule rule, Needs needs, RuleTrial trial) {

  /// What must be there.
  enum Needs {
    /// It is a rule on the connection itself.
    NOTHING,
    /// A proxy that answers.
    PROXY,
    /// A proxy that answers, and a key to use.
    KEY
  }

  /// How a rule is tried.
  @FunctionalInterface
  interface RuleTrial {
    /// @throws IOException if no answer came
    RuleResult on(LabRun run) throws IOException;
  }

  /// A rule that the specification demands.
  static RuleRow must(String id, String section, String text, RuleTrial trial) {
    return new RuleRow(new Rule(id, section, true, text), Needs.PROXY, trial);
  }

  /// A rule that the specification recommends.
  static RuleRow should(String id, String section, String text, RuleTrial trial) {
    return new RuleRow(new Rule(id, section, false, text), Needs.PROXY, trial);
  }

  RuleRow withKey() {
    return new RuleRow(rule, Needs.KEY, trial);
  }

  RuleRow withoutProxy() {
    return new RuleRow(rule, Needs.NOTHING, trial);
  }
}
