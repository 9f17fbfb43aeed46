package org.xksworkbench.bridge.ceremony.plan;

/// A part that one named person plays.
///
/// @param id by which steps name it, such as `witness`
/// @param title as it is shown, such as `Internal witness`
/// @param duty what the person does, in a sentence; may be empty
public record CeremonyRole(String id, String title, String duty) {}
