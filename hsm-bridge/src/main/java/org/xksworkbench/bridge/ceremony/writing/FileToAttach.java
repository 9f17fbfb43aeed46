package org.xksworkbench.bridge.ceremony.writing;

import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A file that somebody attaches, as its line tells it.
///
/// @param name such as `bag.jpg`; letters, digits, `.`, `_` and `-`
/// @param mime its type, such as `image/jpeg`
/// @param caption what it shows
public record FileToAttach(
    String name, Fingerprint sha256, long bytes, String mime, String caption) {}
