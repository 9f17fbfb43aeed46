package org.xksworkbench.bridge.ceremony.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// What a line says with its public members: one kind of line each. What may be withheld is in
/// [FieldRules], who signs in [SignersNeeded].
public sealed interface Content {

  /// The header.
  ///
  /// @param nonce by which this ceremony is no other
  /// @param plan SHA-256 of its file
  /// @param run the key of the running program
  /// @param renderer what made the report
  /// @param unicode version of the data by which names were compared
  /// @param texts SHA-256 of the texts, where they are not the English ones
  record Opened(
      Counts counts,
      String nonce,
      Fingerprint plan,
      List<Participant> people,
      VerifyingKey run,
      Kms kms,
      String renderer,
      String unicode,
      Optional<Fingerprint> texts)
      implements Content {
    public Opened {
      people = List.copyOf(people);
    }
  }

  /// Whether it is meant to count. Everybody signs it, and nobody can withhold it.
  enum Counts {
    CEREMONY,
    REHEARSAL
  }

  enum Kms {
    AWS,
    LOCAL,
    NONE
  }

  /// The program had ended and was started again.
  ///
  /// @param after number of the last line before
  /// @param gapMillis between the two lines
  /// @param torn bytes of a line that was not whole
  record Resumed(VerifyingKey run, long after, long gapMillis, long torn, Head head)
      implements Content {}

  /// Whether the last link was compared with what people had written down.
  enum Head {
    SAME,
    NOT_COMPARED
  }

  record Authorised(String step) implements Content {}

  record ConsentRefused(String step, SoughtConsent of) implements Content {
    /// What the person was asked for.
    public enum SoughtConsent {
      AUTHORISE,
      CONFIRM
    }
  }

  /// The intent, written before the act.
  record Begun(String step, String action, long attempt, boolean irreversible) implements Content {}

  record Noted(String step) implements Content {}

  /// @param recovered whether the act had been interrupted and was found done
  /// @param differs how much is not as expected
  record Acted(String step, boolean recovered, long differs) implements Content {}

  record ActFailed(String step) implements Content {}

  /// Whether an act that was interrupted was done.
  record Asked(String step, ActAnswer answer) implements Content {
    public enum ActAnswer {
      DONE,
      NOT_DONE,
      UNCLEAR
    }
  }

  record Confirmed(String step) implements Content {}

  /// @param absent IDs of those who left for good
  record Deviated(String step, Concern concern, boolean skips, List<String> absent)
      implements Content {
    /// The member `class`.
    public enum Concern {
      SCRIPT,
      EQUIPMENT,
      PEOPLE,
      SECURITY
    }

    public Deviated {
      absent = List.copyOf(absent);
    }
  }

  record Custody(String step, Move move, boolean intact) implements Content {
    public enum Move {
      TAKE,
      OPEN,
      INSPECT,
      SEAL,
      RETURN,
      HAND_OVER,
      DESTROY
    }
  }

  /// @param file its name in the bundle
  record Attached(String step, String file) implements Content {}

  /// Something that is no part of the bundle: a video, a paper.
  record Elsewhere(String step) implements Content {}

  record Remark(String step) implements Content {}

  record Paused() implements Content {}

  record BreakTaken() implements Content {}

  record Continued() implements Content {}

  record WrongSecret(String person, SecretKind secret, long inRow) implements Content {
    /// The member `what`.
    public enum SecretKind {
      PASSPHRASE,
      PIN,
      TOUCH,
      TOKEN_LOGIN
    }
  }

  /// The clock was set.
  record Clock(long jumpMillis) implements Content {}

  record Aborted() implements Content {}

  /// The end; the link of this line is the fingerprint.
  ///
  /// @param steps so many different steps were begun
  /// @param tally how many lines each person signed, this one counted
  record Closed(
      CeremonyEnd outcome,
      long steps,
      long deviations,
      long resumptions,
      long wrongSecrets,
      Map<String, Long> tally)
      implements Content {
    public enum CeremonyEnd {
      COMPLETED,
      ABORTED
    }

    public Closed {
      tally = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tally));
    }
  }
}
