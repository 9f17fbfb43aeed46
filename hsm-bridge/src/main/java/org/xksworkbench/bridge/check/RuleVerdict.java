package org.xksworkbench.bridge.check;

/// A rule, and what came of trying it.
public record RuleVerdict(Rule rule, RuleResult result) {}
