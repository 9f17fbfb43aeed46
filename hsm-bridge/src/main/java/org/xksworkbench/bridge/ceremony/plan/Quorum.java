package org.xksworkbench.bridge.ceremony.plan;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// So many of some roles agree before an act, whoever of them is there. The person who acts never
/// counts.
///
/// @param of roles, in the plan's order
/// @param need how many of them
public record Quorum(List<String> of, int need) {

  public Quorum {
    of = List.copyOf(of);
  }

  /// Whether enough agreed.
  ///
  /// @param agreed roles of those who agreed, of the quorum or not
  public boolean met(Collection<String> agreed) {
    return of.stream().filter(agreed::contains).count() >= need;
  }

  /// Such as "2 of Custodian A, Custodian B, Custodian C".
  public String words(Plan plan) {
    return need
        + " of "
        + of.stream().map(role -> plan.role(role).title()).collect(Collectors.joining(", "));
  }
}
