package org.xksworkbench.bridge.ceremony.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.CeremonyRole;
import org.xksworkbench.bridge.ceremony.plan.PlanField;
import org.xksworkbench.bridge.ceremony.writing.HeadWords;

/// All that a screen shows of a ceremony at one moment.
///
/// @param nonce shown to everybody
/// @param mode whether the ceremony goes on
/// @param stopReason why it is paused or aborted; empty if it is not
/// @param abort what is done and said after an abort; empty if the plan does not tell
/// @param current empty when all steps are done
/// @param environment as it was at the opening
/// @param head what people write on paper now, so that no line can be taken off unseen
/// @param fingerprint link of the last line; the final one once the ceremony is closed
public record CeremonySnapshot(
    String title,
    Fingerprint plan,
    String nonce,
    boolean rehearsal,
    CeremonyProgress.CeremonyMode mode,
    String stopReason,
    String abort,
    List<Player> people,
    List<StepLine> steps,
    Optional<CurrentStep> current,
    Map<String, String> environment,
    int deviations,
    int interruptions,
    Instant lastAt,
    HeadWords head,
    Fingerprint fingerprint) {

  /// A person in a role.
  ///
  /// @param id by which lines name the person
  /// @param key fingerprint of the person's public key
  public record Player(CeremonyRole role, String name, String id, Fingerprint key) {}

  /// One line of the list of steps.
  public record StepLine(String id, String title, StepMark mark) {}

  /// How a step stands.
  public enum StepMark {
    OPEN,
    CURRENT,
    DONE,
    DEVIATED,
    SKIPPED
  }

  /// What the current step waits for.
  public enum CeremonyWait {
    /// Roles agree before the act: [CeremonyRun#authorise].
    AUTHORISATION,
    /// The acting person: [CeremonyRun#act].
    ACT,
    /// Whether the act was done is not known: [CeremonyRun#ask].
    ANSWER,
    /// Something is not as expected, or somebody refused: [CeremonyRun#deviate] or
    /// [CeremonyRun#abort].
    DECISION,
    /// The others: [CeremonyRun#confirm].
    CONFIRMATION
  }

  /// @param number counted from 1
  /// @param by who acts
  /// @param say what is read aloud, values put in; may be empty
  /// @param irreversible whether it cannot be undone and is never tried twice
  /// @param inputs what the acting person enters
  /// @param facts what is expected, and what came once the act is done
  /// @param authorisations who authorised or is asked to, in the plan's order
  /// @param acted the acting person, once the act is done
  /// @param confirmations who confirms after the act, in the plan's order
  /// @param trouble what failed last, or what the token said when it was asked; empty if nothing
  /// @param quorum of whom so many authorise it beside the others
  /// @param record what people write down themselves, where the step asks for it
  public record CurrentStep(
      int number,
      String id,
      String title,
      String action,
      Player by,
      String say,
      boolean irreversible,
      CeremonyWait waiting,
      List<PlanField> inputs,
      List<Comparison> facts,
      List<SignOff> authorisations,
      SignOff acted,
      List<SignOff> confirmations,
      String trouble,
      Optional<NeededQuorum> quorum,
      Optional<PeoplesRecord> record) {

    /// The differences in words; empty if everything is as expected.
    public List<String> differences() {
      return facts.stream().flatMap(fact -> fact.difference().stream()).toList();
    }

    /// Who is awaited now.
    public List<Player> awaitedPeople() {
      return switch (waiting) {
        case AUTHORISATION -> open(authorisations);
        case ACT, ANSWER, DECISION -> List.of(by);
        case CONFIRMATION -> open(confirmations);
      };
    }

    private static List<Player> open(List<SignOff> signOffs) {
      return signOffs.stream()
          .filter(signOff -> signOff.at().isEmpty())
          .map(SignOff::player)
          .toList();
    }
  }

  /// So many of some people, whoever of them is there.
  public record NeededQuorum(List<Player> of, int need) {
    public NeededQuorum {
      of = List.copyOf(of);
    }
  }

  /// Lines that people write in a step themselves.
  ///
  /// @param lines of the step so far
  /// @param missing what the plan asks for and is not written down yet, a sentence; empty if
  ///   nothing
  public record PeoplesRecord(Action.OfRecord action, List<EvidenceLine> lines, String missing) {
    public PeoplesRecord {
      lines = List.copyOf(lines);
    }
  }

  /// A person who signs a step off.
  ///
  /// @param at empty if it was not given yet
  public record SignOff(Player player, Optional<Instant> at) {}
}
