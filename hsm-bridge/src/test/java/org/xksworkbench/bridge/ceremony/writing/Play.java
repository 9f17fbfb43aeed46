package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// A ceremony of four steps in which three people act: a deviation, a wrong passphrase, a key that
/// is made once, a pause, a photo, a bag. What comes next is known from what is written, so that it
/// can be interrupted anywhere. The key is a file of its own in a folder that is no part of it.
final class Play {

  static final List<String> EVERYBODY = List.of("operator", "witness", "auditor");

  static final String PLAN =
      """
      ceremony: 2
      title: AES-256 key
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      steps:
        - id: room
          title: The room
          do: enter
          by: witness
          with: {fields: [{name: seen, prompt: Who is here}]}
        - id: clock
          title: The clock
          do: enter
          by: witness
          with: {fields: [{name: within, prompt: Is it right}]}
          expect: {within: "yes"}
        - id: generate
          title: The key
          do: generate-key
          by: witness
          confirm: [auditor]
          with: {label: payments}
        - id: end
          title: The end
          do: export
          by: witness
          confirm: [auditor]
      """;

  /// What the plan expects of each step, and what comes where nothing is wrong.
  private static final Map<String, Map<String, String>> EXPECTED =
      Map.of(
          "room",
          Map.of(),
          "clock",
          Map.of("within", "yes"),
          "generate",
          Map.of(
              "label",
              "payments",
              "type",
              "AES-256",
              "sensitive",
              "always",
              "extractable",
              "never",
              "madeOnToken",
              "yes",
              "probe",
              "made"),
          "end",
          Map.of());

  private static final Map<String, String> NAMES =
      Map.of("operator", "Anna Berg", "witness", "Bela Kun", "auditor", "Çelik O’Neil");
  private static final List<String> STEPS = List.of("room", "clock", "generate");
  private static final String END = "end";

  private static final List<String> ONE = List.of("witness");
  private static final List<String> TWO = List.of("witness", "auditor");

  private final Path folder;
  private final Path token;
  private final PlayersKeys keys;
  private String place = "Room 4";

  /// @param folder of the ceremony
  /// @param token a folder in which each key that is made is a file
  Play(Path folder, Path token, PlayersKeys keys) throws IOException {
    this.folder = folder;
    this.token = token;
    this.keys = keys;
    Files.createDirectories(folder);
    Files.createDirectories(token);
  }

  /// Makes the first line longer by so many bytes, and with it the file at every moment.
  void lengthen(int bytes) {
    place = place + "x".repeat(bytes);
  }

  Path transcript() {
    return folder.resolve("transcript.jsonl");
  }

  TranscriptWriter begin(MachineTime time) {
    return TranscriptWriter.create(transcript(), Optional.empty(), time);
  }

  TranscriptWriter reopen(MachineTime time) {
    return TranscriptWriter.reopen(transcript(), Optional.empty(), time);
  }

  /// How many keys were made.
  long made() throws IOException {
    try (var files = Files.list(token)) {
      return files.count();
    }
  }

  /// Plays on to the end.
  void toTheEnd(TranscriptWriter writer) {
    while (next(writer)) {
      // one line after the other
    }
  }

  /// Plays one line, or the one by which it is resumed.
  ///
  /// @return whether there was one to play
  boolean next(TranscriptWriter writer) {
    var seen = new Seen();
    writer.lines().forEach(seen::look);
    if (seen.closed) {
      return false;
    }
    if (seen.lines == 0) {
      signed(writer, writer.compose(opened(writer)));
    } else if (!writer.run().equals(seen.run)) {
      signed(
          writer,
          writer.composeResumed(
              List.of("operator", "witness"), Content.Head.NOT_COMPARED, new TreeMap<>()));
    } else if (seen.open != null) {
      act(writer, seen, seen.open);
    } else {
      quiet(writer, seen);
    }
    return true;
  }

  private void quiet(TranscriptWriter writer, Seen seen) {
    if (seen.paused) {
      write(writer, LineDraft.of(new Content.Continued()).by("auditor"));
      return;
    }
    if (seen.stopped) {
      write(
          writer,
          LineDraft.of(
                  new Content.Deviated(
                      "clock", Content.Deviated.Concern.EQUIPMENT, false, List.of()))
              .by("operator", "witness")
              .telling("reason", "The clock on the wall is slow."));
      return;
    }
    for (var step : STEPS) {
      if (step(writer, seen, step)) {
        return;
      }
    }
    if (!seen.wrong) {
      writer.append(
          LineDraft.of(
              new Content.WrongSecret("auditor", Content.WrongSecret.SecretKind.PASSPHRASE, 1)));
    } else if (!seen.hadPause) {
      write(writer, LineDraft.of(new Content.Paused()).by("auditor").telling("reason", "Tea"));
    } else if (!seen.attached) {
      signed(writer, attached(writer));
    } else if (!seen.custody) {
      write(
          writer,
          LineDraft.of(new Content.Custody("generate", Content.Custody.Move.SEAL, true))
              .by("operator", "auditor")
              .telling("item", "HSM")
              .telling("bag", "A 0017"));
    } else if (!step(writer, seen, END)) {
      signed(writer, writer.composeClosed());
    }
  }

  /// Plays one line of a step.
  ///
  /// @return whether there was one left to play
  private boolean step(TranscriptWriter writer, Seen seen, String step) {
    if (!seen.done.contains(step)) {
      begin(writer, seen, step);
      return true;
    }
    for (var person : STEPS.subList(0, 2).contains(step) ? ONE : TWO) {
      if (!seen.confirmed.contains(step + " " + person)) {
        write(
            writer,
            LineDraft.of(new Content.Confirmed(step)).by(person).telling("shown", "0b".repeat(32)));
        return true;
      }
    }
    return false;
  }

  private void begin(TranscriptWriter writer, Seen seen, String step) {
    var generates = step.equals("generate");
    if (generates && !seen.authorised) {
      write(
          writer,
          LineDraft.of(new Content.Authorised(step))
              .by("witness")
              .telling("shown", "0a".repeat(32)));
      return;
    }
    var before = writer.lines().size();
    try {
      var action = step.equals(END) ? "export" : "enter";
      writer.append(
          telling(
              LineDraft.of(
                      new Content.Begun(
                          step,
                          generates ? "generate-key" : action,
                          seen.attempts.getOrDefault(step, 0L) + 1,
                          generates))
                  .telling("param.bits", "256"),
              "expect.",
              EXPECTED.get(step)));
    } catch (ClockSetException e) {
      assertThat(writer.lines()).hasSize(before + 1);
    }
  }

  private void act(TranscriptWriter writer, Seen seen, Content.Begun begun) {
    var step = begun.step();
    if (begun.irreversible() && seen.doubtful && seen.answer == null) {
      writer.append(
          LineDraft.of(
                  new Content.Asked(
                      step,
                      hasKey() ? Content.Asked.ActAnswer.DONE : Content.Asked.ActAnswer.NOT_DONE))
              .telling("found", hasKey() ? "One key has the label." : "None has it."));
      return;
    }
    var recovered = seen.answer == Content.Asked.ActAnswer.DONE;
    if (begun.irreversible() && !recovered) {
      makeKey();
    }
    var differs = step.equals("clock") && !seen.done.contains(step);
    var acted =
        telling(
            LineDraft.of(new Content.Acted(step, recovered, differs ? 1 : 0)),
            "fact.",
            differs ? Map.of("within", "no") : EXPECTED.get(step));
    writer.append(
        differs ? acted.telling("difference", List.of("within: expected yes, came no")) : acted);
  }

  private static LineDraft telling(LineDraft draft, String prefix, Map<String, String> told) {
    var full = draft;
    for (var one : told.entrySet()) {
      full = full.telling(prefix + one.getKey(), one.getValue());
    }
    return full;
  }

  private boolean hasKey() {
    try {
      return made() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeKey() {
    try {
      Files.createTempFile(token, "key", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ComposedLine attached(TranscriptWriter writer) {
    var photo = "photo".getBytes(StandardCharsets.UTF_8);
    var line =
        writer.composeAttached(
            "auditor",
            "generate",
            new FileToAttach(
                "bag.jpg", Fingerprint.of(photo), photo.length, "image/jpeg", "The bag"));
    try {
      var file = folder.resolve(((Content.Attached) line.content()).file());
      Files.createDirectories(file.getParent());
      Files.write(file, photo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line;
  }

  LineDraft opened(TranscriptWriter writer) {
    var draft =
        LineDraft.of(
                new Content.Opened(
                    Content.Counts.REHEARSAL,
                    "000102030405060708090a0b0c0d0e0f",
                    Fingerprint.of(PLAN),
                    keys.known().entrySet().stream()
                        .map(person ->
                            new Participant(
                                person.getKey(),
                                person.getKey(),
                                person.getValue(),
                                Participant.KeyPlace.FILE))
                        .toList(),
                    writer.run(),
                    Content.Kms.NONE,
                    "none",
                    "16.0.0",
                    Optional.empty()))
            .by(List.copyOf(keys.known().keySet()))
            .telling("title", "AES-256 key")
            .telling("place", place)
            .telling("zone", "Europe/Vienna")
            .telling("env.os", "Linux");
    for (var id : keys.known().keySet()) {
      draft = draft.telling("name." + id, NAMES.getOrDefault(id, id));
    }
    return draft;
  }

  EvidenceLine write(TranscriptWriter writer, LineDraft draft) {
    return signed(writer, writer.compose(draft));
  }

  /// Everybody signs who must.
  EvidenceLine signed(TranscriptWriter writer, ComposedLine line) {
    line.missing().forEach(id -> line.sign(keys.of(id)));
    return writer.append(line);
  }

  /// Everybody seals the bundle, and it is written to a folder beside that of the ceremony.
  Path sealed() throws IOException {
    var plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
    var sealing =
        BundleSealing.of(
            transcript(), plan, Map.of("report.pdf", "%PDF".getBytes(StandardCharsets.UTF_8)));
    sealing.missing().forEach(id -> sealing.sign(keys.of(id)));
    var bundle = folder.resolveSibling(folder.getFileName() + "-bundle");
    sealing.write(bundle);
    return bundle;
  }

  /// What is written so far.
  private static final class Seen {
    private int lines;
    private @Nullable VerifyingKey run;
    private Content.@Nullable Begun open;
    private Content.Asked.@Nullable ActAnswer answer;
    private boolean doubtful;
    private boolean authorised;
    private boolean stopped;
    private boolean paused;
    private boolean hadPause;
    private boolean wrong;
    private boolean attached;
    private boolean custody;
    private boolean closed;
    private final Map<String, Long> attempts = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();

    void look(EvidenceLine line) {
      lines++;
      switch (line.content()) {
        case Content.Opened opened -> run = opened.run();
        case Content.Resumed resumed -> {
          run = resumed.run();
          authorised = false;
          doubtful = true;
          open = open != null && open.irreversible() ? open : null;
        }
        case Content.Begun begun -> {
          open = begun;
          doubtful = false;
          answer = null;
          authorised = false;
          attempts.merge(begun.step(), 1L, Long::sum);
        }
        case Content.Asked asked -> {
          answer = asked.answer();
          open = answer == Content.Asked.ActAnswer.NOT_DONE ? null : open;
        }
        case Content.Acted acted -> {
          open = null;
          done.add(acted.step());
          stopped = acted.differs() > 0;
        }
        case Content.Deviated _ -> {
          stopped = false;
          authorised = false;
        }
        case Content.Authorised _ -> authorised = true;
        case Content.Clock _ -> authorised = false;
        case Content.Confirmed confirmation ->
            confirmed.add(confirmation.step() + " " + line.persons().getFirst());
        case Content.WrongSecret _ -> wrong = true;
        case Content.Paused _ -> {
          paused = true;
          hadPause = true;
        }
        case Content.Continued _ -> paused = false;
        case Content.Attached _ -> attached = true;
        case Content.Custody _ -> custody = true;
        case Content.Closed _ -> closed = true;
        default -> {}
      }
    }
  }
}
