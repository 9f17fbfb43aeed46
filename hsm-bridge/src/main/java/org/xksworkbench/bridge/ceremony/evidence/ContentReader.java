package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.Base64Text;
import org.xksworkbench.bridge.ceremony.format.HexText;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// Reads what a line says, by its kind. The lists are closed: an unknown kind, a missing member and
/// one too many are refused.
final class ContentReader {

  static final int FORMAT = 2;
  private static final Pattern ACTION = Pattern.compile("[a-z][a-z-]*( [a-z][a-z-]*)?");

  private final Members members;

  private ContentReader(Members members) {
    this.members = members;
  }

  /// @param members of which those that every line has were read
  static Content read(String kind, Members members) throws MalformedEvidence {
    var content = new ContentReader(members).content(kind);
    members.end();
    return content;
  }

  private Content content(String kind) throws MalformedEvidence {
    return switch (kind) {
      case "opened" -> opening();
      case "resumed" ->
          new Content.Resumed(
              key("run"),
              members.count("after"),
              members.count("gap"),
              members.count("torn"),
              members.word("head", Content.Head.class));
      case "authorised" -> new Content.Authorised(step());
      case "refused" ->
          new Content.ConsentRefused(
              step(), members.word("of", Content.ConsentRefused.SoughtConsent.class));
      case "begun" ->
          new Content.Begun(
              step(),
              members.text("action", ACTION),
              members.count("attempt"),
              members.flag("irreversible"));
      case "noted" -> new Content.Noted(step());
      case "acted" ->
          new Content.Acted(step(), members.flag("recovered"), members.count("differs"));
      case "failed" -> new Content.ActFailed(step());
      case "asked" ->
          new Content.Asked(step(), members.word("answer", Content.Asked.ActAnswer.class));
      case "confirmed" -> new Content.Confirmed(step());
      case "deviated" -> deviation();
      case "custody" ->
          new Content.Custody(
              step(),
              members.word("move", Content.Custody.Move.class),
              members.word("intact", Yes.class) == Yes.YES);
      case "attached" -> new Content.Attached(step(), members.text("file"));
      case "elsewhere" -> new Content.Elsewhere(step());
      case "remark" -> new Content.Remark(step());
      case "paused" -> new Content.Paused();
      case "break" -> new Content.BreakTaken();
      case "continued" -> {
        if (members.word("head", Content.Head.class) != Content.Head.SAME) {
          throw new MalformedEvidence("A ceremony goes on only where the head words are the same.");
        }
        yield new Content.Continued();
      }
      case "wrong-secret" ->
          new Content.WrongSecret(
              members.text("person", Participant.ID),
              members.word("what", Content.WrongSecret.SecretKind.class),
              members.count("inRow"));
      case "clock" -> new Content.Clock(members.number("jump"));
      case "aborted" -> new Content.Aborted();
      case "closed" ->
          new Content.Closed(
              members.word("outcome", Content.Closed.CeremonyEnd.class),
              members.count("steps"),
              members.count("deviations"),
              members.count("resumptions"),
              members.count("wrongSecrets"),
              members.counts("tally"));
      default -> throw new MalformedEvidence("There is no line of the kind \"" + kind + "\".");
    };
  }

  private enum Yes {
    YES,
    NO
  }

  private Content opening() throws MalformedEvidence {
    var format = members.count("format");
    if (format > FORMAT) {
      throw new MalformedEvidence(
          "A newer version of this program wrote it, in format "
              + format
              + "; this one reads format "
              + FORMAT
              + ". Verify it by the newer version.");
    }
    if (format != FORMAT) {
      throw new MalformedEvidence("The format is not " + FORMAT + ".");
    }
    var people = new ArrayList<Participant>();
    for (var person : members.list("people")) {
      people.add(Participant.read(Members.of(person)));
    }
    return new Content.Opened(
        members.word("counts", Content.Counts.class),
        members.text("nonce", HexText.SIXTEEN_BYTES),
        members.digest("plan"),
        people,
        key("run"),
        members.word("kms", Content.Kms.class),
        members.text("renderer"),
        members.text("unicode"),
        texts());
  }

  /// The two stand there together or not at all.
  private Optional<Fingerprint> texts() throws MalformedEvidence {
    if (!members.has("language") && !members.has("texts")) {
      return Optional.empty();
    }
    members.text("language");
    return Optional.of(members.digest("texts"));
  }

  private Content deviation() throws MalformedEvidence {
    var deviated =
        new Content.Deviated(
            step(),
            members.word("class", Content.Deviated.Concern.class),
            members.flag("skips"),
            ids("absent"));
    if (!deviated.absent().isEmpty() && deviated.concern() != Content.Deviated.Concern.PEOPLE) {
      throw new MalformedEvidence(
          "People leave for good by a deviation of the class \"people\" only.");
    }
    return deviated;
  }

  private String step() throws MalformedEvidence {
    return members.text("step", StepName.ID);
  }

  private List<String> ids(String name) throws MalformedEvidence {
    var ids = members.texts(name);
    if (!ids.stream().allMatch(id -> Participant.ID.matcher(id).matches())) {
      throw new MalformedEvidence("The member \"" + name + "\" is no list of people.");
    }
    return ids;
  }

  private VerifyingKey key(String name) throws MalformedEvidence {
    var key = VerifyingKey.of(Base64Text.read(members.text(name)));
    if (key.algorithm() != VerifyingKey.Algorithm.ED25519) {
      throw new MalformedEvidence("The key of the running program is not Ed25519.");
    }
    return key;
  }
}
