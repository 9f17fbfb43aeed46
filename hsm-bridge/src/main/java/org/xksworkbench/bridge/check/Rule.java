package org.xksworkbench.bridge.check;

/// One rule of the specification.
///
/// @param id short and stable, such as `encrypt-cdiv`
/// @param section of the XKS proxy API specification, version 1
/// @param must whether the specification demands it; else it recommends it
/// @param text what is demanded, a sentence
public record Rule(String id, String section, boolean must, String text) {}
