package org.xksworkbench.bridge.ceremony.evidence;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.Members;

/// What an auditor may demand of a ceremony beside that its evidence holds.
public enum PinnedRequirement {
  NO_DEVIATIONS("Somebody deviated from the plan."),
  NO_RECOVERED("An act was interrupted and found done."),
  NO_RESUMPTIONS("The ceremony was interrupted and resumed."),
  SMART_CARDS("Not everybody signed with a smart card or another token.");

  private final String finding;

  PinnedRequirement(String finding) {
    this.finding = finding;
  }

  /// What is said where it is not met.
  String finding() {
    return finding;
  }

  boolean met(SignedTranscript transcript) {
    var totals = transcript.totals();
    return switch (this) {
      case NO_DEVIATIONS -> totals.deviations() == 0;
      case NO_RECOVERED -> totals.recoveries() == 0;
      case NO_RESUMPTIONS -> totals.resumptions() == 0;
      case SMART_CARDS ->
          transcript.people().everybody().stream()
              .allMatch(person -> person.store() == Participant.KeyPlace.CARD);
    };
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
