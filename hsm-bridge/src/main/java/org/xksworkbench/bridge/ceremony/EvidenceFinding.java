package org.xksworkbench.bridge.ceremony;

/// What is wrong with evidence.
///
/// @param file name in the bundle, such as `transcript.jsonl`
/// @param line counted from 1; 0 where the file has no lines
/// @param what in a sentence
public record EvidenceFinding(String file, int line, String what) {
  @Override
  public String toString() {
    return line == 0 ? file + ": " + what : file + ", line " + line + ": " + what;
  }
}
