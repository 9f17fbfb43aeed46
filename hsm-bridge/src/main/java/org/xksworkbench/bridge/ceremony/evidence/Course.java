package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What may follow what, as far as it is known without the plan: which steps there are, and who
/// acts in them, only the plan says.
final class Course {

  private static final Duration AUTHORISATION_HOLDS = Duration.ofMinutes(15);

  private record Authorisation(String step, Instant at) {}

  /// An act without its outcome.
  ///
  /// @param doubtful whether it failed or was interrupted, so that it must be asked for
  /// @param answer what came of asking
  private record OpenAct(
      Content.Begun begun, boolean doubtful, Optional<Content.Asked.ActAnswer> answer) {

    OpenAct(Content.Begun begun) {
      this(begun, false, Optional.empty());
    }

    OpenAct withDoubt() {
      return new OpenAct(begun, true, answer);
    }

    OpenAct withAnswer(Content.Asked.ActAnswer told) {
      return new OpenAct(begun, true, Optional.of(told));
    }
  }

  private final List<Authorisation> authorisations = new ArrayList<>();
  private final Map<String, Long> attempts = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> mayRepeat = new HashSet<>();
  private final Map<String, Set<String>> confirmed = new HashMap<>();
  private @Nullable OpenAct act;

  /// A step in which something is not as planned; only a deviation or an abort leads on.
  private @Nullable String stopped;

  private @Nullable List<String> pausedBy;
  private boolean opened;
  private boolean aborted;
  private boolean closed;
  private @Nullable EvidenceLine before;
  private Consumer<String> findings = _ -> {};

  void check(EvidenceLine line, Consumer<String> to) {
    findings = to;
    var first = line.content() instanceof Content.Opened;
    if (opened == first) {
      find(opened ? "A second header stands here." : "The header is missing.");
    }
    opened = true;
    if (closed) {
      find("This line stands behind the end.");
    }
    pauses(line.content());
    follow(line);
    before = line;
  }

  /// @return whether the last line was the end
  boolean ended() {
    return closed;
  }

  private void pauses(Content content) {
    var meanwhile =
        switch (content) {
          case Content.Resumed _, Content.WrongSecret _, Content.Clock _ -> true;
          case Content.Closed _ -> aborted;
          case Content.Continued _, Content.Remark _, Content.Aborted _ -> !aborted;
          default -> false;
        };
    if (aborted && !meanwhile) {
      find("This line stands behind the abort.");
    } else if (pausedBy != null && !meanwhile) {
      find("The ceremony is paused, and this is no line of a pause.");
    }
  }

  private void follow(EvidenceLine line) {
    switch (line.content()) {
      case Content.Opened _,
          Content.Custody _,
          Content.Elsewhere _,
          Content.Remark _,
          Content.WrongSecret _,
          Content.Clock _ -> {}
      case Content.Resumed resumed -> onResumed(line, resumed);
      case Content.Authorised authorised -> onAuthorised(line, authorised);
      case Content.ConsentRefused refused -> {
        stopped = refused.step();
        authorisations.clear();
      }
      case Content.Begun begun -> onBegun(line, begun);
      case Content.Noted noted -> requireAct(noted.step());
      case Content.Acted acted -> onActed(acted);
      case Content.ActFailed failed -> onFailed(failed);
      case Content.Asked asked -> onAsked(asked);
      case Content.Confirmed confirmation -> onConfirmed(line, confirmation);
      case Content.Deviated deviated -> onDeviated(deviated);
      case Content.Attached attached -> {
        if (!attached.file().startsWith(attachment(line.number()))) {
          find("The name of the attached file does not begin with the number of this line.");
        }
      }
      case Content.Paused _, Content.BreakTaken _ -> pausedBy = line.persons();
      case Content.Continued _ -> onContinued(line.persons());
      case Content.Aborted _ -> {
        aborted = true;
        act = null;
        stopped = null;
        pausedBy = null;
      }
      case Content.Closed end -> onClosed(end);
    }
  }

  private static String attachment(int number) {
    return String.format(Locale.ROOT, "%s%03d-", BundleNames.ATTACHMENTS, number);
  }

  private void onResumed(EvidenceLine line, Content.Resumed resumed) {
    if (resumed.after() != line.number() - 1L) {
      find("It does not follow the line that it names.");
    }
    var last = before;
    if (last != null && Duration.between(last.at(), line.at()).toMillis() != resumed.gapMillis()) {
      find("The gap is not the time between the two lines.");
    }
    authorisations.clear();
    var open = act;
    if (open != null) {
      act = open.begun().irreversible() ? open.withDoubt() : null;
    }
  }

  private void onAuthorised(EvidenceLine line, Content.Authorised authorised) {
    letRepeat(authorised.step());
    requireNothingOpen();
    authorisations.add(new Authorisation(authorised.step(), line.at()));
  }

  private void onBegun(EvidenceLine line, Content.Begun begun) {
    var step = begun.step();
    letRepeat(step);
    requireNothingOpen();
    var agreed = mayRepeat.remove(step);
    if (begun.attempt() != attempts.merge(step, 1L, Long::sum)) {
      find("The attempts of this step are not counted one by one.");
    }
    if (begun.irreversible()) {
      var holds =
          authorisations.stream()
              .anyMatch(given ->
                  given.step().equals(step)
                      && Duration.between(given.at(), line.at()).compareTo(AUTHORISATION_HOLDS)
                          <= 0);
      if (!holds) {
        find("The act cannot be undone, and no authorisation of it holds.");
      }
      if (done.contains(step) && !agreed) {
        find("The act cannot be undone, and was done already.");
      }
    }
    authorisations.removeIf(given -> given.step().equals(step));
    act = new OpenAct(begun);
  }

  /// People may have agreed to make an act anew of which it is not clear whether it was done.
  private void letRepeat(String step) {
    var open = act;
    if (mayRepeat.contains(step) && open != null && open.begun().step().equals(step)) {
      act = null;
    }
  }

  private void onActed(Content.Acted acted) {
    var open = requireAct(acted.step());
    if (open != null) {
      var found = open.answer().filter(told -> told != Content.Asked.ActAnswer.NOT_DONE);
      if (open.doubtful() && found.isEmpty()) {
        find("Whether the act was done was not asked.");
      }
      if (acted.recovered() != found.isPresent()) {
        find("Whether the act was found done is not what was asked before.");
      }
    }
    act = null;
    done.add(acted.step());
    confirmed.remove(acted.step());
    if (acted.differs() > 0) {
      stopped = acted.step();
    }
  }

  /// A call that failed may have done its work all the same.
  private void onFailed(Content.ActFailed failed) {
    var open = requireAct(failed.step());
    authorisations.clear();
    act = open != null && open.begun().irreversible() ? open.withDoubt() : null;
  }

  private void onAsked(Content.Asked asked) {
    var open = requireAct(asked.step());
    if (open == null) {
      return;
    }
    if (!open.doubtful()) {
      find("The act was neither interrupted nor did it fail.");
    }
    switch (asked.answer()) {
      case DONE -> act = open.withAnswer(asked.answer());
      case NOT_DONE -> act = null;
      case UNCLEAR -> {
        act = open.withAnswer(asked.answer());
        stopped = asked.step();
      }
    }
  }

  private void onConfirmed(EvidenceLine line, Content.Confirmed confirmation) {
    var step = confirmation.step();
    requireNothingOpen();
    if (!done.contains(step)) {
      find("The step was not done yet.");
    }
    var already = confirmed.computeIfAbsent(step, _ -> new HashSet<>());
    if (!already.addAll(line.persons())) {
      find("The same person has confirmed it already.");
    }
  }

  private void onDeviated(Content.Deviated deviated) {
    var step = deviated.step();
    if (stopped != null && !stopped.equals(step)) {
      find("The step \"" + stopped + "\" is the one that stopped.");
    }
    stopped = null;
    authorisations.clear();
    var open = act;
    if (deviated.skips()) {
      act = open != null && open.begun().step().equals(step) ? null : open;
    } else {
      // What people agreed on may be to do it once more, or to take it as it was found.
      mayRepeat.add(step);
    }
  }

  private void onContinued(List<String> persons) {
    if (pausedBy == null) {
      find("The ceremony is not paused.");
    } else if (!persons.equals(pausedBy) && persons.size() < 2) {
      find("Those who paused did not sign it, nor did two people.");
    }
    pausedBy = null;
  }

  private void onClosed(Content.Closed end) {
    requireNothingOpen();
    if ((end.outcome() == Content.Closed.CeremonyEnd.ABORTED) != aborted) {
      find("The outcome is not what happened.");
    }
    closed = true;
  }

  private void requireNothingOpen() {
    var open = act;
    if (open != null) {
      find("The act of the step \"" + open.begun().step() + "\" has no outcome yet.");
    }
    if (stopped != null) {
      find("The step \"" + stopped + "\" is not as planned, and nobody agreed how to go on.");
    }
  }

  private @Nullable OpenAct requireAct(String step) {
    var open = act;
    if (open == null || !open.begun().step().equals(step)) {
      find("No act of this step was begun.");
      return null;
    }
    return open;
  }

  private void find(String what) {
    findings.accept(what);
  }
}
