package org.xksworkbench.bridge.ceremony.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.run.LineEvents;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptCheck;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;

/// What came on the day against what came in the rehearsal of the same plan.
public final class RehearsalComparison {

  /// What the same plan must bring about each time. Identifiers, times and what people enter differ
  /// by their nature.
  private static final Set<String> COMPARED =
      Set.of(
          "label",
          "type",
          "usages",
          "sensitive",
          "extractable",
          "madeOnToken",
          "keysWithLabel",
          "method",
          "signing",
          "keyStore",
          "connection",
          "state",
          "externalKey",
          "alias",
          "roundTrip",
          "same",
          "within");

  private RehearsalComparison() {}

  /// @return the differences in words; empty if there is none
  /// @throws CeremonyException if one of the two does not hold, or the first is no rehearsal
  public static List<String> of(Path rehearsal, Path ceremony) {
    var before = evidence(rehearsal);
    var now = evidence(ceremony);
    if (!before.header().rehearsal()) {
      throw new CeremonyException(rehearsal + " is not the evidence of a rehearsal.");
    }
    if (before.fingerprint().equals(now.fingerprint())) {
      throw new CeremonyException(
          "Both are the evidence of one ceremony. Compare a rehearsal with another ceremony.");
    }
    var differences = new ArrayList<String>();
    if (!before.header().plan().equals(now.header().plan())) {
      differences.add("The plan is not the one that was rehearsed.");
    }
    var rehearsed = facts(before);
    var came = facts(now);
    var steps = new TreeSet<>(rehearsed.keySet());
    steps.addAll(came.keySet());
    for (var step : steps) {
      if (!came.containsKey(step)) {
        differences.add(step + ": done in the rehearsal, not done now.");
      } else if (!rehearsed.containsKey(step)) {
        differences.add(step + ": not done in the rehearsal.");
      } else {
        compare(step, rehearsed.get(step), came.get(step), differences);
      }
    }
    return List.copyOf(differences);
  }

  private static void compare(
      String step, Map<String, String> rehearsed, Map<String, String> came, List<String> found) {
    for (var name : COMPARED.stream().sorted().toList()) {
      var before = rehearsed.getOrDefault(name, "nothing");
      var now = came.getOrDefault(name, "nothing");
      if (!before.equals(now)) {
        found.add(
            step
                + ", "
                + FactNames.words(name)
                + ": \""
                + before
                + "\" in the rehearsal, \""
                + now
                + "\" now.");
      }
    }
  }

  /// What either version tells.
  private record ToldCourse(List<TranscriptEntry> entries) {

    Event.Opened header() {
      return (Event.Opened) entries.getFirst().event();
    }

    Fingerprint fingerprint() {
      return entries.getLast().hash();
    }
  }

  private static ToldCourse evidence(Path path) {
    return switch (EvidenceVersion.of(path)) {
      case ONE -> ofVersionOne(path);
      case TWO -> {
        var result = EvidenceCheck.of(path, new Pins());
        if (!result.findings().isEmpty()) {
          throw new CeremonyException(path + " does not hold. " + result.findings().getFirst());
        }
        yield new ToldCourse(LineEvents.of(result.summary().orElseThrow().transcript()));
      }
    };
  }

  private static ToldCourse ofVersionOne(Path path) {
    var bundle = BundleCheck.of(path);
    if (!bundle.consistent()) {
      throw new CeremonyException(path + " does not hold. " + bundle.findings().getFirst());
    }
    return new ToldCourse(TranscriptCheck.of(Bundle.read(path).file(Bundle.TRANSCRIPT)).entries());
  }

  private static Map<String, Map<String, String>> facts(ToldCourse told) {
    var facts = new LinkedHashMap<String, Map<String, String>>();
    for (var entry : told.entries()) {
      if (entry.event() instanceof Event.Acted acted) {
        facts.put(acted.step(), acted.facts());
      }
    }
    return facts;
  }
}
