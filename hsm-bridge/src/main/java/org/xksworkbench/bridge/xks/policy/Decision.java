package org.xksworkbench.bridge.xks.policy;

/// What a policy says of a request.
///
/// @param statement name of the statement that decided, empty if none did
/// @param reason a sentence for the operator
public record Decision(boolean allowed, String statement, String reason) {}
