package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.plan.Action;

/// What a step tells whose lines people wrote themselves: custody, attachments, things elsewhere.
public final class RecordFacts {

  /// Of a step that asks for nothing and got nothing.
  private static final String NONE = "none";

  private RecordFacts() {}

  /// @param step its ID
  /// @param lines of the transcript so far
  /// @throws CeremonyException if a line is missing that the plan asks for
  public static Map<String, String> of(
      Action.OfRecord action, String step, List<EvidenceLine> lines) {
    return switch (action) {
      case Action.MoveCustody custody -> custody(custody, step, lines);
      case Action.AttachFile attach -> ofAttachments(attach, step, lines);
      case Action.KeepElsewhere elsewhere -> {
        var hashes = hashes(lines, step, Content.Elsewhere.class);
        if (hashes.isEmpty()) {
          throw new CeremonyException(
              "Write down first where it is kept, and its SHA-256: " + elsewhere.what() + ".");
        }
        yield Map.of("sha256", String.join(" ", hashes));
      }
    };
  }

  private static Map<String, String> custody(
      Action.MoveCustody custody, String step, List<EvidenceLine> lines) {
    var facts = new LinkedHashMap<String, String>();
    var moves = new ArrayList<String>();
    var intact = true;
    var photo = false;
    for (var line : lines) {
      if (line.content() instanceof Content.Custody(var of, var move, var whole)
          && of.equals(step)) {
        moves.add(Members.word(move));
        intact &= whole;
        photo |= line.signed().fields().containsKey("photo");
        for (var name : List.of("serial", "bag", "seal", "place")) {
          line.disclosedText(name).ifPresent(text -> facts.put(name, text));
        }
      }
    }
    if (!inOrder(custody.moves(), moves)) {
      throw new CeremonyException(
          "The step wants these moves of "
              + custody.item()
              + ", in their order: "
              + String.join(", ", custody.moves())
              + ". Written down so far: "
              + (moves.isEmpty() ? "none" : String.join(", ", moves))
              + ".");
    }
    if (custody.photo() && !photo) {
      throw new CeremonyException(
          "The step wants a photo of "
              + custody.item()
              + ". Attach it, then write down the move with its number.");
    }
    facts.put("moves", String.join(" ", moves));
    facts.put("intact", intact ? "yes" : "no");
    return facts;
  }

  /// Whether all that is wanted was made in its order, whatever stands between.
  private static boolean inOrder(List<String> wanted, List<String> made) {
    var next = 0;
    for (var move : made) {
      if (next < wanted.size() && wanted.get(next).equals(move)) {
        next++;
      }
    }
    return next == wanted.size();
  }

  private static Map<String, String> ofAttachments(
      Action.AttachFile attach, String step, List<EvidenceLine> lines) {
    var hashes = hashes(lines, step, Content.Attached.class);
    if (attach.required() && hashes.isEmpty()) {
      throw new CeremonyException("Attach it first: " + attach.what() + ".");
    }
    for (var line : lines) {
      if (line.content() instanceof Content.Attached(var of, var file)
          && of.equals(step)
          && !attach.types().isEmpty()
          && line.disclosedText("mime").filter(attach.types()::contains).isEmpty()) {
        throw new CeremonyException(
            file
                + " is "
                + line.disclosedText("mime").orElse("of no type that is told")
                + ", and the step takes "
                + String.join(", ", attach.types())
                + ". Agree on a deviation.");
      }
    }
    return Map.of("sha256", hashes.isEmpty() ? NONE : String.join(" ", hashes));
  }

  private static List<String> hashes(
      List<EvidenceLine> lines, String step, Class<? extends Content> kind) {
    return lines.stream()
        .filter(line -> kind.isInstance(line.content()) && isOf(line.content(), step))
        .map(line -> line.disclosedText("sha256"))
        .flatMap(Optional::stream)
        .toList();
  }

  /// Whether people wrote the line themselves, in this step.
  public static boolean isOf(Content content, String step) {
    return switch (content) {
      case Content.Custody custody -> custody.step().equals(step);
      case Content.Attached(var of, var _) -> of.equals(step);
      case Content.Elsewhere(var of) -> of.equals(step);
      default -> false;
    };
  }
}
