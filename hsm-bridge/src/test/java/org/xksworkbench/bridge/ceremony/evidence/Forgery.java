package org.xksworkbench.bridge.ceremony.evidence;

import java.nio.file.Path;

/// Evidence that somebody changed.
///
/// @param kind of the change; docs/ceremony-format.md names those that the reference verifier does
///   not see
/// @param by whose keys were there
/// @param file that must be named
/// @param line that must be named; 0 where it is not told beforehand
/// @param seenByReference whether the reference verifier must see it, too
record Forgery(
    String kind,
    String by,
    String what,
    Path path,
    String file,
    int line,
    boolean seenByReference) {

  @Override
  public String toString() {
    return kind + ", " + by + ": " + what + " (" + path.getFileName() + ")";
  }
}
