package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.Members;

/// What an auditor may demand of a ceremony beside that its evidence holds.
public enum PinnedRequirement {
  NO_DEVIATIONS("Somebody deviated from the plan."),
  NO_RECOVERED("An act was interrupted and found done."),
  NO_RESUMPTIONS("The ceremony was interrupted and resumed."),
  SMART_CARDS("Not everybody signed with a smart card or another token."),
  BEACON(
      "No step told a value of a public source before the first act that cannot be undone, so that"
          + " nothing shows that the keys were not made earlier."),
  COUNTER_SIGNATURE(
      "Nobody counter-signed whose key is known, or somebody did to say that they reject it. Name"
          + " the key of somebody who did not take part by --counter-signer."),
  ANCHOR(
      "No time stamp stands beside the seal that was given within 7 days of the end by an authority"
          + " whose certificate was named by --tsa-ca.");

  private static final Duration TO_ANCHOR = Duration.ofDays(7);

  private final String finding;

  PinnedRequirement(String finding) {
    this.finding = finding;
  }

  /// What is said where it is not met.
  String finding() {
    return finding;
  }

  boolean met(SignedTranscript transcript, List<Addition> additions) {
    var totals = transcript.totals();
    return switch (this) {
      case NO_DEVIATIONS -> totals.deviations() == 0;
      case NO_RECOVERED -> totals.recoveries() == 0;
      case NO_RESUMPTIONS -> totals.resumptions() == 0;
      case SMART_CARDS ->
          transcript.people().everybody().stream()
              .allMatch(person -> person.store() == Participant.KeyPlace.CARD);
      case BEACON -> BeaconTold.of(transcript.lines()).stream().anyMatch(BeaconTold::beforeKeys);
      case COUNTER_SIGNATURE -> acceptedElsewhere(additions);
      case ANCHOR -> {
        var end = transcript.lines().getLast().at();
        yield additions.stream()
            .anyMatch(one ->
                one instanceof Addition.TimeStamped stamp
                    && stamp.trusted()
                    && Duration.between(end, stamp.at()).abs().compareTo(TO_ANCHOR) <= 0);
      }
    };
  }

  private static boolean acceptedElsewhere(List<Addition> additions) {
    var known =
        additions.stream()
            .filter(Addition.CounterSigned.class::isInstance)
            .map(Addition.CounterSigned.class::cast)
            .filter(Addition.CounterSigned::known)
            .map(Addition.CounterSigned::verdict)
            .toList();
    return !known.isEmpty() && !known.contains(CounterSignature.Opinion.REJECTED);
  }

  /// @throws CeremonyException if nothing is called so
  static PinnedRequirement of(String word) {
    return Arrays.stream(values())
        .filter(one -> Members.word(one).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new CeremonyException(
                "\""
                    + word
                    + "\" cannot be required. What can be is "
                    + Arrays.stream(values()).map(Members::word).collect(Collectors.joining(", "))
                    + "."));
  }
}
