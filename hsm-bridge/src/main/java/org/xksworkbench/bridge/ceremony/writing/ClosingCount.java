package org.xksworkbench.bridge.ceremony.writing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.Participant;

/// What the last line says of all others. It is counted here and, by other code, where it is
/// verified.
final class ClosingCount {

  private final List<EvidenceLine> lines;

  private ClosingCount(List<EvidenceLine> lines) {
    this.lines = lines;
  }

  /// @param lines of the whole ceremony but the last
  /// @param everybody of the first line
  /// @param present who signs the last line
  static Content.Closed of(
      List<EvidenceLine> lines, List<Participant> everybody, List<String> present) {
    return new ClosingCount(lines).closing(everybody, present);
  }

  private Content.Closed closing(List<Participant> everybody, List<String> present) {
    var tally = new LinkedHashMap<String, Long>();
    for (var person : everybody) {
      var id = person.id();
      var signed = lines.stream().filter(line -> line.persons().contains(id)).count();
      tally.put(id, signed + (present.contains(id) ? 1 : 0));
    }
    return new Content.Closed(
        count(Content.Aborted.class::isInstance) == 0
            ? Content.Closed.CeremonyEnd.COMPLETED
            : Content.Closed.CeremonyEnd.ABORTED,
        lines.stream()
            .map(EvidenceLine::content)
            .filter(Content.Begun.class::isInstance)
            .map(content -> ((Content.Begun) content).step())
            .distinct()
            .count(),
        count(Content.Deviated.class::isInstance),
        count(Content.Resumed.class::isInstance),
        count(Content.WrongSecret.class::isInstance),
        tally);
  }

  private long count(Predicate<Content> kind) {
    return lines.stream().map(EvidenceLine::content).filter(kind).count();
  }
}
