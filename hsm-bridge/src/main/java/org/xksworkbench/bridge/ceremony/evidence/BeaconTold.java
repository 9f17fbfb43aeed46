package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.plan.Action;

/// A value of a public source that a step told. When it was published is looked up there; what
/// follows its line was not made before.
///
/// @param line its number
/// @param at time of the workstation
/// @param source empty if it is withheld, as are the others
/// @param beforeKeys whether nothing that cannot be undone had begun by then
public record BeaconTold(
    int line,
    Instant at,
    Optional<String> source,
    Optional<String> round,
    Optional<String> value,
    boolean beforeKeys) {

  static List<BeaconTold> of(List<EvidenceLine> lines) {
    var told = new ArrayList<BeaconTold>();
    var actions = new HashMap<String, String>();
    var before = true;
    for (var line : lines) {
      switch (line.content()) {
        case Content.Begun begun -> {
          actions.put(begun.step(), begun.action());
          before &= !begun.irreversible();
        }
        case Content.Acted acted when Action.BEACON.equals(actions.get(acted.step())) ->
            told.add(
                new BeaconTold(
                    line.number(),
                    line.at(),
                    text(line, "source"),
                    text(line, "round"),
                    text(line, "value"),
                    before));
        default -> {}
      }
    }
    return List.copyOf(told);
  }

  private static Optional<String> text(EvidenceLine line, String fact) {
    return line.disclosedText("fact." + fact).map(Printable::of);
  }

  /// Whether what came is a value of the source that the plan names, in the form that one has.
  static boolean isOf(Action.Beacon beacon, Map<String, String> came) {
    return came.keySet().equals(beacon.facts())
        && (beacon.source().isEmpty() || beacon.source().equals(came.get("source")))
        && beacon.fields().stream()
            .allMatch(field -> came.getOrDefault(field.name(), "").matches(field.pattern()));
  }
}
