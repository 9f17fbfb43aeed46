package org.xksworkbench.bridge.ceremony.transcript;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happens in a ceremony. In version 1 each event is a record of the transcript, its
/// components are the fields; in version 2 it is what a signed line tells. No event has a place for
/// a PIN, a passphrase or key material.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = Event.Authorised.class, name = "authorised"),
  @JsonSubTypes.Type(value = Event.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = Event.Noted.class, name = "noted"),
  @JsonSubTypes.Type(value = Event.Acted.class, name = "acted"),
  @JsonSubTypes.Type(value = Event.ActFailed.class, name = "failed"),
  @JsonSubTypes.Type(value = Event.Asked.class, name = "asked"),
  @JsonSubTypes.Type(value = Event.Confirmed.class, name = "confirmed"),
  @JsonSubTypes.Type(value = Event.Deviated.class, name = "deviated"),
  @JsonSubTypes.Type(value = Event.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = Event.BreakTaken.class, name = "break"),
  @JsonSubTypes.Type(value = Event.Continued.class, name = "continued"),
  @JsonSubTypes.Type(value = Event.Interrupted.class, name = "interrupted"),
  @JsonSubTypes.Type(value = Event.Aborted.class, name = "aborted"),
  @JsonSubTypes.Type(value = Event.Closed.class, name = "closed")
})
public sealed interface Event {

  /// An event of one step.
  sealed interface OfStep extends Event {
    String step();
  }

  /// The header.
  ///
  /// @param format version of the transcript's format
  /// @param plan SHA-256 of the plan's file
  /// @param rehearsal true where nothing of it counts
  /// @param nonce shown to everybody, so that all take part in the same ceremony
  /// @param people who plays which role
  /// @param signer SHA-256 of the public key that will sign (SubjectPublicKeyInfo, DER)
  /// @param zone the local time zone
  record Opened(
      int format,
      String title,
      String plan,
      boolean rehearsal,
      String nonce,
      List<Cast> people,
      String signer,
      String zone,
      Map<String, String> environment)
      implements Event {
    public Opened {
      people = List.copyOf(people);
      environment = inOrder(environment);
    }
  }

  /// One person's part.
  ///
  /// @param credential SHA-256 of what the person's passphrase or key file is checked against; the
  ///   checked value itself is in no transcript
  record Cast(String role, String name, String credential) {}

  /// Agreed before the act.
  record Authorised(String step, String role, String person) implements OfStep {}

  /// The act begins. For an act that cannot be undone this is the intent, written ahead of it.
  ///
  /// @param expected what the plan expects, values put in
  record Begun(
      String step,
      String role,
      String person,
      String action,
      boolean irreversible,
      Map<String, String> expected)
      implements OfStep {
    public Begun {
      expected = inOrder(expected);
    }
  }

  /// Found out in the middle of an act, and needed if the act is interrupted.
  record Noted(String step, Map<String, String> facts) implements OfStep {
    public Noted {
      facts = inOrder(facts);
    }
  }

  /// The act is done.
  ///
  /// @param differences what is not as expected, in words
  /// @param recovered true if the act had been interrupted and was found done
  record Acted(String step, Map<String, String> facts, List<String> differences, boolean recovered)
      implements OfStep {
    public Acted {
      facts = inOrder(facts);
      differences = List.copyOf(differences);
    }
  }

  /// The act failed.
  record ActFailed(String step, String reason) implements OfStep {}

  /// After an interruption or a failure, the token or AWS KMS was asked whether the act was done.
  record Asked(String step, ActStatus answer, String found) implements OfStep {}

  /// What came of asking.
  enum ActStatus {
    DONE,
    NOT_DONE,
    UNCLEAR
  }

  record Confirmed(String step, String role, String person) implements OfStep {}

  /// Somebody did not authorise, or did not confirm, and says why. Only version 2 has it.
  record ConsentDenied(String step, String role, String person, String reason) implements OfStep {}

  /// Something is not as planned, and people agreed how to go on.
  ///
  /// @param agreed names
  /// @param skips true if the step is left as it is and the next one follows
  record Deviated(String step, String reason, List<String> agreed, boolean skips)
      implements OfStep {
    public Deviated {
      agreed = List.copyOf(agreed);
    }
  }

  record Paused(String reason, String person) implements Event {}

  /// @param staying names of those who stay with the equipment
  record BreakTaken(String reason, String person, List<String> staying) implements Event {
    public BreakTaken {
      staying = List.copyOf(staying);
    }
  }

  record Continued(String person) implements Event {}

  /// The program ended without the ceremony's end, and was started again.
  ///
  /// @param lastAt time of the record before
  /// @param gapSeconds from then to now
  /// @param tornBytes length of a line that was not whole, 0 if there was none
  /// @param tornHash SHA-256 of that line; empty if there was none
  /// @param changes what is different in the environment, in words
  record Interrupted(
      String lastAt, long gapSeconds, long tornBytes, String tornHash, List<String> changes)
      implements Event {
    public Interrupted {
      changes = List.copyOf(changes);
    }
  }

  record Aborted(String reason, List<String> agreed) implements Event {
    public Aborted {
      agreed = List.copyOf(agreed);
    }
  }

  /// The end; the hash of this record is the transcript's fingerprint.
  ///
  /// @param outcome `completed` or `aborted`
  record Closed(String outcome, int steps, int deviations, int interruptions) implements Event {}

  /// Nothing of the plan, but to be told: a wrong passphrase, a clock that was set, a paper. Only
  /// version 2 has it.
  ///
  /// @param what in a word or two
  /// @param words who and why
  record SideNote(String what, String words) implements Event {}

  private static Map<String, String> inOrder(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
