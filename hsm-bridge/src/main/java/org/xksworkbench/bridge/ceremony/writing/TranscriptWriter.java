package org.xksworkbench.bridge.ceremony.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.BundleNames;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.LineRules;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.SignedLine;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.HeldKey;

/// The transcript of a ceremony that runs. A line is composed, signed by the people who act in it,
/// then by the program, held to the rules by which it will be verified, and written. It is on the
/// disk when [#append] returns; only then may anything follow from it.
///
/// ```java
/// var line = writer.compose(LineDraft.of(new Content.Confirmed("room")).by("witness")…);
/// try (var key = witness.open(passphrase).orElseThrow()) {
///   line.sign(key);
/// }
/// writer.append(line);
/// ```
///
/// The key of the program is in the memory of this process and nowhere else: once it has ended,
/// nobody can write what the program has not written. To be used by one thread at a time.
public final class TranscriptWriter implements AutoCloseable {

  /// In which all sign who sign one line.
  private static final Duration SIGNING = Duration.ofMinutes(10);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LineFile file;
  private final @Nullable Mirror mirror;
  private final LineClock clock;
  private final HeldKey run = HeldKey.generate();
  private final LineRules rules;
  private final List<EvidenceLine> written = new ArrayList<>();
  private final byte[] torn;

  /// Secrets that were wrong before a line named the key of this run.
  private final List<LineDraft> waiting = new ArrayList<>();

  /// Whether a line names the key of this run.
  private boolean announced;

  /// Whether an act was begun that cannot be undone, and has no outcome yet.
  private boolean inAct;

  private TranscriptWriter(
      LineFile file, @Nullable Mirror mirror, MachineTime time, LineRules rules, byte[] torn) {
    this.file = file;
    this.mirror = mirror;
    this.clock = new LineClock(time);
    this.rules = rules;
    this.torn = torn;
    written.addAll(rules.lines());
  }

  /// Begins a transcript in a file that did not exist. Its first line is [Content.Opened].
  ///
  /// @param mirror a file on another medium that gets the same lines
  /// @throws CeremonyException if a file is there, or cannot be written
  public static TranscriptWriter create(Path file, Optional<Path> mirror, MachineTime time) {
    var lines = LineFile.create(file);
    try {
      return new TranscriptWriter(
          lines, mirror.map(Mirror::create).orElse(null), time, new LineRules(), new byte[0]);
    } catch (RuntimeException e) {
      lines.discard();
      throw e;
    }
  }

  /// Takes up a transcript whose writer ended before its end. A last line that is not whole is set
  /// aside in a file of its own. The next line comes from [#composeResumed].
  ///
  /// @throws CeremonyException naming the line, if what is there was changed; also if the mirror
  ///   tells something else
  public static TranscriptWriter reopen(Path file, Optional<Path> mirror, MachineTime time) {
    var lines = LineFile.existing(file);
    try {
      var content = lines.content();
      var rules = new LineRules();
      var whole = follow(content, rules, file);
      var tail = Arrays.copyOfRange(content, whole, content.length);
      var kept = Arrays.copyOf(content, whole);
      var second = mirror.map(path -> Mirror.existing(path, kept)).orElse(null);
      if (tail.length > 0) {
        lines.cutTail(whole, rules.lines().size() + 1L, tail);
      }
      return new TranscriptWriter(lines, second, time, rules, tail);
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /// @return so many bytes are whole lines
  private static int follow(byte[] content, LineRules rules, Path file) {
    var whole = rules.followAll(content);
    if (!rules.findings().isEmpty()) {
      var first = rules.findings().getFirst();
      throw new CeremonyException(
          "The transcript "
              + file
              + " was changed and cannot be resumed. Line "
              + first.line()
              + ": "
              + first.what()
              + " Put back a copy of it as it was, then resume.");
    }
    if (rules.ended()) {
      throw new CeremonyException("The ceremony is over: its transcript, " + file + ", is closed.");
    }
    if (whole == 0) {
      throw new CeremonyException(
          "The transcript "
              + file
              + " has no whole line: the ceremony was never opened, or the file was damaged. Put"
              + " back a copy of it, then resume, or begin anew in another folder.");
    }
    return whole;
  }

  /// The key of the program, for the first line.
  public VerifyingKey run() {
    return run.key();
  }

  /// Those that are on the disk.
  public List<EvidenceLine> lines() {
    return List.copyOf(written);
  }

  /// The header; empty if there is none yet.
  public Optional<Content.Opened> header() {
    return rules.header();
  }

  /// IDs of those who have not left for good; nobody before the first line.
  public List<String> present() {
    return rules.present().stream().map(Participant::id).toList();
  }

  /// What people write on paper now.
  public HeadWords head() {
    return new HeadWords(written.size(), link());
  }

  private Fingerprint link() {
    return written.isEmpty() ? SignedLine.NOTHING_BEFORE : written.getLast().signed().link();
  }

  /// Bytes of a line that was not whole when the transcript was taken up.
  public int tornBytes() {
    return torn.length;
  }

  /// Why the mirror is behind; empty if it is not, or if there is none.
  public Optional<CeremonyException> mirrorTrouble() {
    return Optional.ofNullable(mirror).flatMap(Mirror::trouble);
  }

  /// Composes the next line. Where the workstation's clock was set since the last one, a line that
  /// says so is written first.
  ///
  /// @throws ClockSetException if that is so, and an act was to begin
  /// @throws CeremonyException if nothing can be written now
  public ComposedLine compose(LineDraft draft) {
    return compose(draft.persons(), draft.fields(), (_, _) -> draft.content());
  }

  /// Composes the line by which a ceremony goes on that was interrupted.
  ///
  /// @param persons who resume it
  /// @param head whether they compared the head words with their paper
  /// @param told what is different now, `change.…` and `key.…`
  /// @throws CeremonyException if the workstation's clock is behind the last line
  public ComposedLine composeResumed(
      List<String> persons, Content.Head head, SortedMap<String, String> told) {
    var fields = new TreeMap<String, JsonNode>();
    told.forEach((name, text) -> fields.put(name, JSON.textNode(text)));
    if (torn.length > 0) {
      fields.put("tornSha256", JSON.textNode(Fingerprint.of(torn).hex()));
    }
    return compose(
        persons,
        fields,
        (now, last) ->
            new Content.Resumed(
                run.key(),
                written.size(),
                last == null ? 0 : Duration.between(last.at(), now.at()).toMillis(),
                torn.length,
                head));
  }

  /// Composes the line that attaches a file. Its content names the place beside the transcript
  /// where the file has to be before the line is written.
  ///
  /// @param person who attaches it
  public ComposedLine composeAttached(String person, String step, FileToAttach file) {
    var fields = new TreeMap<String, JsonNode>();
    fields.put("sha256", JSON.textNode(file.sha256().hex()));
    fields.put("bytes", JSON.numberNode(file.bytes()));
    fields.put("mime", JSON.textNode(file.mime()));
    fields.put("caption", JSON.textNode(file.caption()));
    return compose(
        List.of(person),
        fields,
        (_, _) ->
            new Content.Attached(
                step,
                String.format(
                    Locale.ROOT,
                    "%s%03d-%s",
                    BundleNames.ATTACHMENTS,
                    written.size() + 1,
                    file.name())));
  }

  /// Composes the last line, which everybody signs who has not left for good.
  public ComposedLine composeClosed() {
    var present = present();
    var everybody = rules.header().map(Content.Opened::people).orElse(List.of());
    return compose(
        present, new TreeMap<>(), (_, _) -> ClosingCount.of(lines(), everybody, present));
  }

  /// What a line says that depends on when it is composed.
  private interface Saying {
    Content at(LineTime now, @Nullable LineTime last);
  }

  private ComposedLine compose(
      List<String> persons, SortedMap<String, JsonNode> fields, Saying saying) {
    file.requireHealthy();
    var last = written.isEmpty() ? null : LineTime.of(written.getLast());
    var before = written.size();
    var now = announced && last != null ? timeOfNext(last) : clock.first(last);
    var content = saying.at(now, last);
    if (content instanceof Content.Begun && written.size() > before) {
      throw new ClockSetException();
    }
    if (announced == announces(content)) {
      throw new IllegalStateException(
          announced ? "the run is announced already" : "the first line of a run announces its key");
    }
    var people = content instanceof Content.Opened opened ? opened.people() : rules.present();
    return ComposedLine.of(written.size() + 1L, link(), content, now, persons, fields, people);
  }

  private static boolean announces(Content content) {
    return content instanceof Content.Opened || content instanceof Content.Resumed;
  }

  private LineTime timeOfNext(LineTime last) {
    var now = clock.next(last);
    if (now.jump() != 0) {
      writeClock(now.jump(), now.time());
    }
    return now.time();
  }

  private void writeClock(long jump, LineTime now) {
    write(
        ComposedLine.of(
            written.size() + 1L,
            link(),
            new Content.Clock(jump),
            now,
            List.of(),
            new TreeMap<>(),
            List.of()));
  }

  /// Writes a line that nobody signs but the program. A secret that was wrong before the run
  /// announced itself waits until it has.
  ///
  /// @throws CeremonyException as of the other
  public void append(LineDraft draft) {
    if (!announced && draft.content() instanceof Content.WrongSecret) {
      waiting.add(draft);
    } else {
      append(compose(draft));
    }
  }

  /// Signs a line as the program, and writes it. It is on the disk then.
  ///
  /// @throws PoisonException if it is not, or if no verifier would take it: nothing may follow
  /// @throws CeremonyException if somebody has not signed it, it waited for longer than ten
  ///   minutes, another line was written meanwhile, or there is too little room for what cannot be
  ///   undone: nothing was written, and the line can be composed anew
  @CanIgnoreReturnValue
  public EvidenceLine append(ComposedLine line) {
    file.requireHealthy();
    requireCurrent(line);
    if (line.content() instanceof Content.Begun begun && begun.irreversible()) {
      file.requireRoom();
    }
    write(line);
    var done = written.getLast();
    if (announces(line.content())) {
      announced = true;
      afterAnnouncement(line.time());
    }
    return done;
  }

  private void requireCurrent(ComposedLine line) {
    if (!line.missing().isEmpty()) {
      throw new CeremonyException(
          String.join(", ", line.missing()) + " must sign this line before it is written.");
    }
    if (line.number() != written.size() + 1L || !line.previous().equals(link())) {
      throw new CeremonyException(
          "Another line was written after this one was shown. Look at it again, and sign again.");
    }
    if (clock.up() - line.time().up() > SIGNING.toMillis()) {
      throw new CeremonyException(
          "More than "
              + SIGNING.toMinutes()
              + " minutes have gone since this line was shown. Look at it again, and sign again.");
    }
  }

  /// That the clock was set stands right behind the line that could not say so.
  private void afterAnnouncement(LineTime announcedAt) {
    if (clock.jumpBeforeRun() != 0) {
      writeClock(clock.jumpBeforeRun(), announcedAt);
    }
    for (var draft : waiting) {
      append(compose(draft));
    }
    waiting.clear();
  }

  private void write(ComposedLine composed) {
    var signed = composed.signedBy(run);
    var text = signed.write();
    var findings = rules.follow(text);
    if (!findings.isEmpty()) {
      throw file.poison(
          "The program was about to write a line that no verifier takes, and did not: "
              + findings.getFirst().what(),
          null);
    }
    var bytes = Arrays.copyOf(text, text.length + 1);
    bytes[text.length] = '\n';
    file.append(bytes, inAct);
    written.add(rules.lines().getLast());
    if (mirror != null) {
      mirror.append(bytes);
    }
    switch (composed.content()) {
      case Content.Begun begun -> inAct = begun.irreversible();
      case Content.Acted _, Content.ActFailed _ -> inAct = false;
      default -> {}
    }
  }

  /// Lets go of the files, and of the key of this run: nobody can go on with what was written but
  /// by a line that people sign.
  @Override
  public void close() {
    run.close();
    try {
      if (mirror != null) {
        mirror.close();
      }
    } finally {
      file.close();
    }
  }
}
