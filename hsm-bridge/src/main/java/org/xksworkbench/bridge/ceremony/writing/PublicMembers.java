package org.xksworkbench.bridge.ceremony.writing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.Base64Text;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// What stands in a line that nobody can withhold.
final class PublicMembers {

  private static final int FORMAT = 2;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ObjectNode node = JsonNodeFactory.instance.objectNode();

  private PublicMembers() {}

  static ObjectNode of(Content content, LineTime time, List<String> persons) {
    var members = new PublicMembers();
    members
        .node
        .put("at", TIME.format(time.at()))
        .put("boot", time.boot())
        .put("kind", members.kindOf(content))
        .put("up", time.up());
    if (!persons.isEmpty()) {
      persons.forEach(members.node.putArray("persons")::add);
    }
    return members.node;
  }

  /// @return the kind; the members of it are set
  private String kindOf(Content content) {
    return switch (content) {
      case Content.Opened opened -> {
        putOpened(opened);
        yield "opened";
      }
      case Content.Resumed resumed -> {
        node.put("run", key(resumed.run()))
            .put("after", resumed.after())
            .put("gap", resumed.gapMillis())
            .put("torn", resumed.torn())
            .put("head", Members.word(resumed.head()));
        yield "resumed";
      }
      case Content.Authorised(var step) -> ofStep("authorised", step);
      case Content.ConsentRefused(var step, var asked) -> {
        node.put("of", Members.word(asked));
        yield ofStep("refused", step);
      }
      case Content.Begun(var step, var action, var attempt, var irreversible) -> {
        node.put("action", action).put("attempt", attempt).put("irreversible", irreversible);
        yield ofStep("begun", step);
      }
      case Content.Noted(var step) -> ofStep("noted", step);
      case Content.Acted(var step, var recovered, var differs) -> {
        node.put("recovered", recovered).put("differs", differs);
        yield ofStep("acted", step);
      }
      case Content.ActFailed(var step) -> ofStep("failed", step);
      case Content.Asked(var step, var answer) -> {
        node.put("answer", Members.word(answer));
        yield ofStep("asked", step);
      }
      case Content.Confirmed(var step) -> ofStep("confirmed", step);
      case Content.Deviated deviated -> {
        node.put("class", Members.word(deviated.concern())).put("skips", deviated.skips());
        deviated.absent().forEach(node.putArray("absent")::add);
        yield ofStep("deviated", deviated.step());
      }
      case Content.Custody(var step, var move, var intact) -> {
        node.put("move", Members.word(move)).put("intact", intact ? "yes" : "no");
        yield ofStep("custody", step);
      }
      case Content.Attached(var step, var file) -> {
        node.put("file", file);
        yield ofStep("attached", step);
      }
      case Content.Elsewhere(var step) -> ofStep("elsewhere", step);
      case Content.Remark(var step) -> ofStep("remark", step);
      case Content.Paused _ -> "paused";
      case Content.BreakTaken _ -> "break";
      case Content.Continued _ -> {
        node.put("head", Members.word(Content.Head.SAME));
        yield "continued";
      }
      case Content.WrongSecret(var person, var secret, var inRow) -> {
        node.put("person", person).put("what", Members.word(secret)).put("inRow", inRow);
        yield "wrong-secret";
      }
      case Content.Clock(var jump) -> {
        node.put("jump", jump);
        yield "clock";
      }
      case Content.Aborted _ -> "aborted";
      case Content.Closed closed -> {
        putClosed(closed);
        yield "closed";
      }
    };
  }

  private String ofStep(String kind, String step) {
    node.put("step", step);
    return kind;
  }

  private void putOpened(Content.Opened opened) {
    if (opened.texts().isPresent()) {
      throw new IllegalArgumentException("this program speaks English");
    }
    node.put("format", FORMAT)
        .put("counts", Members.word(opened.counts()))
        .put("nonce", opened.nonce())
        .put("plan", opened.plan().hex())
        .put("run", key(opened.run()))
        .put("kms", Members.word(opened.kms()))
        .put("renderer", opened.renderer())
        .put("unicode", opened.unicode());
    var people = node.putArray("people");
    for (Participant person : opened.people()) {
      people
          .addObject()
          .put("id", person.id())
          .put("key", key(person.key()))
          .put("role", person.role())
          .put("store", Members.word(person.store()));
    }
  }

  private void putClosed(Content.Closed closed) {
    node.put("outcome", Members.word(closed.outcome()))
        .put("steps", closed.steps())
        .put("deviations", closed.deviations())
        .put("resumptions", closed.resumptions())
        .put("wrongSecrets", closed.wrongSecrets());
    closed.tally().forEach(node.putObject("tally")::put);
  }

  private static String key(VerifyingKey key) {
    return Base64Text.of(key.key().getEncoded());
  }
}
