package org.xksworkbench.bridge.ceremony.run;

/// A person who says who it is, and the secret that shows it.
///
/// @param person the name
/// @param secret closed by the caller after the call
public record Identification(String person, PersonSecret secret) {}
