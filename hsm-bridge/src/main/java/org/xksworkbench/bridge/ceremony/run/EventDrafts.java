package org.xksworkbench.bridge.ceremony.run;

import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.writing.LineDraft;

/// Drafts of the lines that tell what happens in steps.
final class EventDrafts {

  private EventDrafts() {}

  /// What the program tells alone.
  ///
  /// @param attempt which one of the step it is, counted from 1
  static LineDraft ofProgram(Event.OfStep event, long attempt) {
    return switch (event) {
      case Event.Begun begun ->
          telling(
              LineDraft.of(
                  new Content.Begun(begun.step(), begun.action(), attempt, begun.irreversible())),
              "expect.",
              begun.expected());
      case Event.Noted noted ->
          telling(LineDraft.of(new Content.Noted(noted.step())), "fact.", noted.facts());
      case Event.Acted acted -> {
        var draft =
            telling(
                LineDraft.of(
                    new Content.Acted(acted.step(), acted.recovered(), acted.differences().size())),
                "fact.",
                acted.facts());
        yield acted.differences().isEmpty()
            ? draft
            : draft.telling("difference", acted.differences());
      }
      case Event.ActFailed failed ->
          LineDraft.of(new Content.ActFailed(failed.step())).telling("reason", failed.reason());
      case Event.Asked asked ->
          LineDraft.of(
                  new Content.Asked(
                      asked.step(),
                      switch (asked.answer()) {
                        case DONE -> Content.Asked.ActAnswer.DONE;
                        case NOT_DONE -> Content.Asked.ActAnswer.NOT_DONE;
                        case UNCLEAR -> Content.Asked.ActAnswer.UNCLEAR;
                      }))
              .telling("found", asked.found());
      case Event.Authorised _, Event.Confirmed _, Event.ConsentDenied _, Event.Deviated _ ->
          throw new IllegalArgumentException("people sign that");
    };
  }

  static LineDraft ofPause(String reason, String person) {
    return LineDraft.of(new Content.Paused()).by(person).telling("reason", reason);
  }

  /// @param staying IDs of those who stay with the equipment; they sign it
  static LineDraft ofBreak(String reason, List<String> staying) {
    return LineDraft.of(new Content.BreakTaken())
        .by(staying)
        .telling("reason", reason)
        .telling("staying", staying);
  }

  private static LineDraft telling(LineDraft draft, String prefix, Map<String, String> told) {
    var full = draft;
    for (var one : told.entrySet()) {
      full = full.telling(prefix + one.getKey(), one.getValue());
    }
    return full;
  }
}
