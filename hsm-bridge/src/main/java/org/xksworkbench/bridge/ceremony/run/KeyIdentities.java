package org.xksworkbench.bridge.ceremony.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.KeyProbe.ProbeOutcome;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;

/// The keys that a ceremony made, by their labels, and whether they are still the ones under them.
/// A label is no identity: who has the PIN can delete a key and import another under the same one.
final class KeyIdentities {

  private static final String ANOTHER =
      "Another key stands under the label %s: it does not open what the key of this ceremony sealed"
          + " when it was made. Nothing can be agreed on here; abort the ceremony.";

  private final Map<String, KeyProbe> probes = new LinkedHashMap<>();

  private KeyIdentities() {}

  /// @param entries of the ceremony so far
  static KeyIdentities of(Plan plan, List<TranscriptEntry> entries) {
    var known = new KeyIdentities();
    if (entries.isEmpty() || !(entries.getFirst().event() instanceof Event.Opened opened)) {
      return known;
    }
    for (var entry : entries) {
      if (entry.event() instanceof Event.Acted acted) {
        known.take(plan, acted, opened.nonce());
      }
    }
    return known;
  }

  private void take(Plan plan, Event.Acted acted, String nonce) {
    for (var step : plan.steps()) {
      if (!step.id().equals(acted.step())
          || !(step.action() instanceof Action.Irreversible irreversible)) {
        continue;
      }
      switch (irreversible) {
        case Action.GenerateKey generate ->
            KeyProbe.of(nonce, step.id(), acted.facts())
                .ifPresent(probe -> probes.put(generate.label(), probe));
        case Action.Destroy destroy -> probes.remove(destroy.label());
        case Action.CreateKmsKey _ -> {}
      }
    }
  }

  /// What a step that looks at a key tells of it.
  ///
  /// @return empty if this ceremony did not make it
  Optional<String> fact(HsmSession session, HsmKey key) {
    return Optional.ofNullable(probes.get(key.label()))
        .map(probe -> words(probe.open(session, key.ref())));
  }

  private static String words(ProbeOutcome outcome) {
    return switch (outcome) {
      case OPENED -> KeyProbe.OPENS;
      case ANOTHER_KEY -> "another key";
      case TOKEN_FAILED -> "the token opens nothing";
    };
  }

  /// Looks, before a step does something with keys, that they are the ones that were made.
  ///
  /// @throws CeremonyException if one is another, is gone, or is not alone under its label
  void requireSame(HsmSession session, Action action) {
    for (var label : labels(action)) {
      var probe = probes.get(label);
      if (probe != null) {
        requireSame(session, label, probe);
      }
    }
  }

  /// @throws CeremonyException if another key stands under the label of one that was made
  void requireNoOther(HsmSession session) {
    probes.forEach((label, probe) -> {
      var found = session.secretKeys(label);
      if (found.size() == 1
          && probe.open(session, found.getFirst().ref()) == ProbeOutcome.ANOTHER_KEY) {
        throw new CeremonyException(ANOTHER.formatted(label));
      }
    });
  }

  private void requireSame(HsmSession session, String label, KeyProbe probe) {
    var found = session.secretKeys(label);
    if (found.size() != 1) {
      throw new CeremonyException(
          found.size()
              + " keys on the token have the label "
              + label
              + "; the one that this ceremony made must be there, and be alone.");
    }
    switch (probe.open(session, found.getFirst().ref())) {
      case OPENED -> {}
      case ANOTHER_KEY -> throw new CeremonyException(ANOTHER.formatted(label));
      case TOKEN_FAILED ->
          throw new CeremonyException(
              "The token neither opens what the key "
                  + label
                  + " sealed when it was made, nor anything else with it. See that the token works,"
                  + " then try again.");
    }
  }

  private List<String> labels(Action action) {
    return switch (action) {
      case Action.CheckValue check -> List.of(check.label());
      case Action.CreateKmsKey create -> List.of(create.label());
      case Action.Prove prove -> List.of(prove.label());
      case Action.Destroy destroy -> List.of(destroy.label());
      // Whatever was left out or done meanwhile: what is sealed is the key that was made.
      case Action.Export _ -> List.copyOf(probes.keySet());
      // Its difference is a fact, which people see.
      case Action.CheckKey _ -> List.of();
      case Action.Say _,
          Action.Confirm _,
          Action.Beacon _,
          Action.CheckEnvironment _,
          Action.CheckClock _,
          Action.CheckNoKey _,
          Action.CheckKeyStore _,
          Action.CheckKmsKey _,
          Action.Enter _,
          Action.BackUp _,
          Action.Compare _,
          Action.GenerateKey _,
          Action.MoveCustody _,
          Action.AttachFile _,
          Action.KeepElsewhere _ ->
          List.of();
    };
  }

  /// What is told of each of them when a ceremony is resumed, as fields of that line.
  SortedMap<String, String> fields(HsmSession session) {
    var told = new TreeMap<String, String>();
    probes.forEach(
        (label, probe) -> told.put("key." + fieldName(label), state(session, label, probe)));
    return told;
  }

  /// A name of a field begins with a letter or a digit, a label may not.
  private static String fieldName(String label) {
    return Character.isLetterOrDigit(label.charAt(0)) ? label : "x" + label;
  }

  private static String state(HsmSession session, String label, KeyProbe probe) {
    try {
      var found = session.secretKeys(label);
      return found.size() == 1
          ? "probe: " + words(probe.open(session, found.getFirst().ref()))
          : found.size() + " keys have the label";
    } catch (HsmException e) {
      return "not known: " + e.getMessage();
    }
  }
}
