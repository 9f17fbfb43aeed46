package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;

/// What a check finds, in the order in which it is found.
final class Findings {

  /// Who made the evidence decides how many there are.
  private static final int MOST = 1_000;

  private final List<EvidenceFinding> found = new ArrayList<>();

  /// @param line counted from 1; 0 where the file has no lines
  void add(String file, int line, String what) {
    if (found.size() == MOST) {
      return;
    }
    found.add(new EvidenceFinding(Printable.of(file), line, Printable.of(what)));
  }

  void add(String file, String what) {
    add(file, 0, what);
  }

  boolean none() {
    return found.isEmpty();
  }

  List<EvidenceFinding> list() {
    return List.copyOf(found);
  }
}
