package org.xksworkbench.bridge.ceremony.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Counts what the last line says of the others.
final class Totals {

  private final Participants people;
  private final Set<String> steps = new HashSet<>();
  private final Map<String, Long> signed = new HashMap<>();
  private long deviations;
  private long resumptions;
  private long wrongSecrets;
  private long recovered;

  Totals(Participants people) {
    this.people = people;
  }

  void check(EvidenceLine line, Consumer<String> findings) {
    line.persons().forEach(id -> signed.merge(id, 1L, Long::sum));
    switch (line.content()) {
      case Content.Begun begun -> steps.add(begun.step());
      case Content.Deviated _ -> deviations++;
      case Content.Resumed _ -> resumptions++;
      case Content.WrongSecret _ -> wrongSecrets++;
      case Content.Acted acted when acted.recovered() -> recovered++;
      case Content.Closed closed -> checkEnd(closed, findings);
      default -> {}
    }
  }

  private void checkEnd(Content.Closed closed, Consumer<String> findings) {
    compare("steps", closed.steps(), steps.size(), findings);
    compare("deviations", closed.deviations(), deviations, findings);
    compare("resumptions", closed.resumptions(), resumptions, findings);
    compare("wrong secrets", closed.wrongSecrets(), wrongSecrets, findings);
    var tally = new HashMap<String, Long>();
    people
        .everybody()
        .forEach(person -> tally.put(person.id(), signed.getOrDefault(person.id(), 0L)));
    if (!tally.equals(closed.tally())) {
      findings.accept("Its tally is not how many lines each person signed.");
    }
  }

  private static void compare(String what, long said, long counted, Consumer<String> findings) {
    if (said != counted) {
      findings.accept("It says " + said + " " + what + ", and there are " + counted + ".");
    }
  }

  long deviations() {
    return deviations;
  }

  long resumptions() {
    return resumptions;
  }

  long recoveries() {
    return recovered;
  }

  long wrongSecrets() {
    return wrongSecrets;
  }
}
