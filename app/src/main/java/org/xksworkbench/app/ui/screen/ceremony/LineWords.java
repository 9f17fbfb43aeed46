package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;

/// Lines of the transcript in words, as people read them before they sign another one.
final class LineWords {

  private static final Words WORDS = Words.of(LineWords.class);

  private static final int HEAD_WORDS = 4;
  private static final String BETWEEN = "  \u00b7  ";

  private final CeremonySnapshot ceremony;

  LineWords(CeremonySnapshot ceremony) {
    this.ceremony = ceremony;
  }

  /// What somebody signed with a line, and in which step.
  String of(EvidenceLine line) {
    return switch (line.content()) {
      case Content.Opened _ -> WORDS.text("line.opened");
      case Content.Resumed _ -> WORDS.text("line.resumed");
      case Content.Authorised(var step) -> WORDS.text("line.authorised", title(step));
      case Content.ConsentRefused(var step, var _) -> WORDS.text("line.refused", title(step));
      case Content.Confirmed(var step) -> WORDS.text("line.confirmed", title(step));
      case Content.Deviated deviated -> WORDS.text("line.deviated", title(deviated.step()));
      case Content.Custody custody ->
          WORDS.text("line.custody", move(custody.move()), text(line, "item"));
      case Content.Attached(var _, var file) -> WORDS.text("line.attached", file);
      case Content.Elsewhere _ -> WORDS.text("line.elsewhere", text(line, "caption"));
      case Content.Remark _ -> WORDS.text("line.remark", text(line, "text"));
      case Content.Paused _ -> WORDS.text("line.paused", text(line, "reason"));
      case Content.BreakTaken _ -> WORDS.text("line.break", text(line, "reason"));
      case Content.Continued _ -> WORDS.text("line.continued");
      case Content.Aborted _ -> WORDS.text("line.aborted", text(line, "reason"));
      case Content.Closed _ -> WORDS.text("line.closed");
      // Nobody signs these but the program.
      case Content.Begun _,
          Content.Noted _,
          Content.Acted _,
          Content.ActFailed _,
          Content.Asked _,
          Content.WrongSecret _,
          Content.Clock _ ->
          line.kind();
    };
  }

  /// What a line tells that people wrote in a step themselves, and who signed it.
  String inFull(EvidenceLine line) {
    var parts = new ArrayList<String>();
    parts.add(WORDS.text("line.number", line.number()));
    parts.add(of(line));
    if (line.content() instanceof Content.Custody custody) {
      parts.add(WORDS.text(custody.intact() ? "custody.intact" : "custody.not-intact"));
      add(parts, line, "serial", WORDS.text("custody.serial"));
      add(parts, line, "bag", WORDS.text("custody.bag"));
      add(parts, line, "seal", WORDS.text("custody.seal"));
      add(parts, line, "place", WORDS.text("custody.place"));
    } else {
      add(parts, line, "caption", WORDS.text("attachment.caption"));
      add(parts, line, "kept", WORDS.text("elsewhere.kept"));
      line.disclosedText("sha256")
          .map(Fingerprint::new)
          .ifPresent(hash -> parts.add(WORDS.text("line.hash", head(hash))));
    }
    parts.add(
        line.persons().stream()
            .map(this::name)
            .collect(Collectors.joining(WORDS.text("line.and-then"))));
    return String.join(BETWEEN, parts);
  }

  private static void add(List<String> parts, EvidenceLine line, String field, String name) {
    line.disclosedText(field).ifPresent(text -> parts.add(WORDS.text("line.field", name, text)));
  }

  /// The first words of a fingerprint, by which people tell it from another.
  static String head(Fingerprint fingerprint) {
    return String.join(" ", fingerprint.words().subList(0, HEAD_WORDS));
  }

  static String move(Content.Custody.Move move) {
    return switch (move) {
      case TAKE -> WORDS.text("move.take");
      case OPEN -> WORDS.text("move.open");
      case INSPECT -> WORDS.text("move.inspect");
      case SEAL -> WORDS.text("move.seal");
      case RETURN -> WORDS.text("move.return");
      case HAND_OVER -> WORDS.text("move.hand-over");
      case DESTROY -> WORDS.text("move.destroy");
    };
  }

  private String name(String id) {
    return ceremony.people().stream()
        .filter(player -> player.id().equals(id))
        .map(CeremonySnapshot.Player::name)
        .findFirst()
        .orElse(id);
  }

  private String title(String step) {
    return ceremony.steps().stream()
        .filter(line -> line.id().equals(step))
        .map(CeremonySnapshot.StepLine::title)
        .findFirst()
        .orElse(step);
  }

  private static String text(EvidenceLine line, String field) {
    return line.disclosedText(field).orElse("");
  }
}
