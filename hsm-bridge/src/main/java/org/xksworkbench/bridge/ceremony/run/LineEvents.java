package org.xksworkbench.bridge.ceremony.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.SaltedField;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;

/// What signed lines tell, as events of the ceremony. Fields that are withheld are not there.
public final class LineEvents {

  /// The version of what is told.
  static final int FORMAT = 2;

  private final List<EvidenceLine> lines;
  private final Map<String, Participant> people = new LinkedHashMap<>();

  private LineEvents(List<EvidenceLine> lines) {
    this.lines = lines;
    if (!lines.isEmpty() && lines.getFirst().content() instanceof Content.Opened opened) {
      opened.people().forEach(person -> people.put(person.id(), person));
    }
  }

  /// @param lines of one ceremony from its first one on, which were checked
  public static List<TranscriptEntry> of(List<EvidenceLine> lines) {
    return of(lines, 0);
  }

  /// @param from so many lines at the beginning are left out
  static List<TranscriptEntry> of(List<EvidenceLine> lines, int from) {
    var events = new LineEvents(lines);
    return lines.stream().skip(from).map(events::entry).toList();
  }

  private TranscriptEntry entry(EvidenceLine line) {
    return new TranscriptEntry(line.number(), line.at(), event(line), line.signed().link());
  }

  private Event event(EvidenceLine line) {
    var first = line.persons().isEmpty() ? "" : line.persons().getFirst();
    return switch (line.content()) {
      case Content.Opened opened -> header(line, opened);
      case Content.Resumed resumed -> interruption(line, resumed);
      case Content.Authorised(var step) -> new Event.Authorised(step, role(first), name(first));
      case Content.ConsentRefused(var step, var _) ->
          new Event.ConsentDenied(step, role(first), name(first), text(line, "reason"));
      case Content.Begun(var step, var action, var _, var irreversible) ->
          new Event.Begun(step, "", "", action, irreversible, family(line, "expect."));
      case Content.Noted(var step) -> new Event.Noted(step, family(line, "fact."));
      case Content.Acted(var step, var recovered, var _) ->
          new Event.Acted(step, family(line, "fact."), texts(line, "difference"), recovered);
      case Content.ActFailed(var step) -> new Event.ActFailed(step, text(line, "reason"));
      case Content.Asked(var step, var answer) ->
          new Event.Asked(
              step,
              switch (answer) {
                case DONE -> Event.ActStatus.DONE;
                case NOT_DONE -> Event.ActStatus.NOT_DONE;
                case UNCLEAR -> Event.ActStatus.UNCLEAR;
              },
              text(line, "found"));
      case Content.Confirmed(var step) -> new Event.Confirmed(step, role(first), name(first));
      case Content.Deviated deviated ->
          new Event.Deviated(
              deviated.step(),
              text(line, "reason")
                  + " ("
                  + deviated.concern().name().toLowerCase(Locale.ROOT)
                  + ")",
              names(line.persons()),
              deviated.skips());
      case Content.Paused _ -> new Event.Paused(text(line, "reason"), name(first));
      case Content.BreakTaken _ ->
          new Event.BreakTaken(text(line, "reason"), name(first), names(texts(line, "staying")));
      case Content.Continued _ -> new Event.Continued(name(first));
      case Content.Aborted _ -> new Event.Aborted(text(line, "reason"), names(line.persons()));
      case Content.Closed closed ->
          new Event.Closed(
              closed.outcome().name().toLowerCase(Locale.ROOT),
              Math.toIntExact(closed.steps()),
              Math.toIntExact(closed.deviations()),
              Math.toIntExact(closed.resumptions()));
      case Content.WrongSecret(var person, var _, var inRow) ->
          new Event.SideNote("wrong secret", name(person) + ", " + inRow + " in a row were wrong.");
      case Content.Clock(var jump) ->
          new Event.SideNote("clock", "It was set by " + jump + " milliseconds.");
      case Content.Custody _ ->
          new Event.SideNote(
              "custody", text(line, "item") + ". Signed: " + join(line.persons()) + ".");
      case Content.Attached(var _, var file) ->
          new Event.SideNote("attached", file + ": " + text(line, "caption") + ".");
      case Content.Elsewhere _ ->
          new Event.SideNote(
              "kept elsewhere", text(line, "caption") + ": " + text(line, "kept") + ".");
      case Content.Remark _ ->
          new Event.SideNote("remark", name(first) + ": " + text(line, "text"));
    };
  }

  private static Event.Opened header(EvidenceLine line, Content.Opened opened) {
    return new Event.Opened(
        FORMAT,
        text(line, "title"),
        opened.plan().hex(),
        opened.counts() == Content.Counts.REHEARSAL,
        opened.nonce(),
        opened.people().stream()
            .map(person ->
                new Event.Cast(
                    person.role(), text(line, "name." + person.id()), person.key().keyid().hex()))
            .toList(),
        "",
        text(line, "zone"),
        family(line, "env."));
  }

  private Event.Interrupted interruption(EvidenceLine line, Content.Resumed resumed) {
    var before = lines.get(line.number() - 2);
    return new Event.Interrupted(
        before.at().toString(),
        resumed.gapMillis() / 1_000,
        resumed.torn(),
        text(line, "tornSha256"),
        changes(line));
  }

  /// What is different, and whether the keys that were made are the same.
  private static List<String> changes(EvidenceLine line) {
    var changes = new ArrayList<String>();
    family(line, "change.").forEach((name, what) -> changes.add(name + ": " + what));
    family(line, "key.").forEach((label, what) -> changes.add("key " + label + ": " + what));
    return changes;
  }

  private String role(String id) {
    var person = people.get(id);
    return person == null ? id : person.role();
  }

  /// The ID, where the name is withheld.
  private String name(String id) {
    return lines.getFirst().disclosedText("name." + id).orElse(id);
  }

  private List<String> names(List<String> ids) {
    return ids.stream().map(this::name).toList();
  }

  private String join(List<String> ids) {
    return String.join(", ", names(ids));
  }

  private static String text(EvidenceLine line, String field) {
    return line.disclosedText(field).orElse("");
  }

  private static List<String> texts(EvidenceLine line, String field) {
    return line.signed().fields().get(field)
                instanceof SaltedField.DisclosedField(var _, JsonNode value)
            && value.isArray()
        ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList()
        : new ArrayList<>();
  }

  private static Map<String, String> family(EvidenceLine line, String prefix) {
    var all = new LinkedHashMap<String, String>();
    line.signed()
        .fields()
        .keySet()
        .forEach(name -> {
          if (name.startsWith(prefix)) {
            line.disclosedText(name)
                .ifPresent(text -> all.put(name.substring(prefix.length()), text));
          }
        });
    return all;
  }
}
