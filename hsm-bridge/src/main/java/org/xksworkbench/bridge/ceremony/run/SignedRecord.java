package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.LineRules;
import org.xksworkbench.bridge.ceremony.format.SignedLine;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.person.LineSigner;
import org.xksworkbench.bridge.ceremony.person.NewKey;
import org.xksworkbench.bridge.ceremony.person.PersonKey;
import org.xksworkbench.bridge.ceremony.person.TableKeys;
import org.xksworkbench.bridge.ceremony.writing.AttachmentCopy;
import org.xksworkbench.bridge.ceremony.writing.BundleSealing;
import org.xksworkbench.bridge.ceremony.writing.ComposedLine;
import org.xksworkbench.bridge.ceremony.writing.FileToAttach;
import org.xksworkbench.bridge.ceremony.writing.HeadWords;
import org.xksworkbench.bridge.ceremony.writing.LineDraft;
import org.xksworkbench.bridge.ceremony.writing.MachineTime;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.ceremony.writing.TranscriptWriter;
import org.xksworkbench.bridge.store.StoreException;

/// The transcript of a ceremony and the keys of its people: the one way by which a ceremony writes.
/// Until its last line is written there is a writer; after that it can only be sealed.
final class SignedRecord implements AutoCloseable {

  private final CeremonyFolder folder;
  private final TableKeys table;
  private final Map<String, PersonKey> keys = new HashMap<>();
  private @Nullable TranscriptWriter writer;
  private @Nullable SigningDesk desk;
  private List<EvidenceLine> lines;

  private SignedRecord(
      CeremonyFolder folder, List<EvidenceLine> lines, @Nullable TranscriptWriter writer) {
    this.folder = folder;
    this.lines = lines;
    this.writer = writer;
    this.table = TableKeys.in(folder.keys());
  }

  /// Begins one in a folder that has none.
  static SignedRecord create(CeremonyFolder folder, MachineTime time) {
    var writer = TranscriptWriter.create(folder.transcript(), Optional.empty(), time);
    var made = new SignedRecord(folder, List.of(), writer);
    made.desk = new SigningDesk(writer, Map.of(), time);
    return made;
  }

  /// Takes up one whose program had ended.
  static SignedRecord reopen(CeremonyFolder folder, MachineTime time) {
    var ended = closedLines(folder);
    if (ended.isPresent()) {
      var closed = new SignedRecord(folder, ended.get(), null);
      closed.takeTableKeys();
      return closed;
    }
    var writer = TranscriptWriter.reopen(folder.transcript(), Optional.empty(), time);
    try {
      var found = new SignedRecord(folder, writer.lines(), writer);
      found.desk = new SigningDesk(writer, Map.of(), time);
      found.takeTableKeys();
      return found;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /// The lines, if the last one is the end.
  private static Optional<List<EvidenceLine>> closedLines(CeremonyFolder folder) {
    try {
      var content = Files.readAllBytes(folder.transcript());
      var rules = new LineRules();
      var whole = rules.followAll(content);
      return rules.findings().isEmpty() && rules.ended() && whole == content.length
          ? Optional.of(rules.lines())
          : Optional.empty();
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, folder.transcript(), e);
    }
  }

  private void takeTableKeys() {
    for (var person : header().people()) {
      table.of(person.id()).ifPresent(key -> know(person.id(), key));
    }
  }

  /// A person's key from now on.
  void know(String id, PersonKey key) {
    keys.put(id, key);
    if (desk != null) {
      desk.know(id, key);
    }
  }

  /// Takes up the key that a person brought along again.
  ///
  /// @throws CeremonyException if it is another than at the opening
  void bring(String id, PersonKey key) {
    if (header().people().stream()
        .noneMatch(person -> person.id().equals(id) && person.key().equals(key.key()))) {
      throw new CeremonyException(
          "This is not the key that " + id + " signed the opening with. Bring that one.");
    }
    know(id, key);
  }

  /// Whether the person's key is not here: it was brought, and the program was started again.
  boolean lacksKey(String id) {
    return !keys.containsKey(id);
  }

  /// Whether the person types the PIN at their card reader.
  boolean hasKeypad(String id) {
    var key = keys.get(id);
    return key != null && key.hasKeypad();
  }

  KeyFile keep(String id, NewKey made) {
    return table.keep(id, made);
  }

  List<EvidenceLine> lines() {
    return lines;
  }

  Content.Opened header() {
    return (Content.Opened) lines.getFirst().content();
  }

  /// The link of the last line and what people write down of it.
  HeadWords head() {
    return new HeadWords(
        lines.size(),
        lines.isEmpty() ? SignedLine.NOTHING_BEFORE : lines.getLast().signed().link());
  }

  /// The lines that a person signed, the first one first.
  List<EvidenceLine> signedBy(String id) {
    return lines.stream().filter(line -> line.persons().contains(id)).toList();
  }

  /// How often the act of a step was begun.
  long attempts(String step) {
    return lines.stream()
        .filter(line -> line.content() instanceof Content.Begun begun && begun.step().equals(step))
        .count();
  }

  /// Who said that there is a pause or a break, the last one of them.
  List<String> pausedBy() {
    return lines.stream()
        .filter(line ->
            line.content() instanceof Content.Paused
                || line.content() instanceof Content.BreakTaken)
        .map(EvidenceLine::persons)
        .reduce(List.of(), (_, last) -> last);
  }

  /// The key of the running program.
  VerifyingKey run() {
    return writer().run();
  }

  /// Writes what the program tells alone.
  void write(LineDraft draft) {
    try {
      writer().append(draft);
    } finally {
      refresh();
    }
  }

  /// Lets people sign what is composed once their keys are open, and writes it.
  void sign(LineDraft draft, List<PassphraseGiven> given) {
    collect(() -> writer().compose(draft), given);
  }

  /// Attaches a file; it is in its place before its line is.
  void attach(String step, Path file, FileToAttach seen, PassphraseGiven given) {
    var copy = AttachmentCopy.of(file, folder.transcript(), seen);
    collect(
        () -> copy.put(writer().composeAttached(given.person(), step, copy.file())),
        List.of(given));
  }

  void signResumption(
      List<PassphraseGiven> given, Content.Head head, SortedMap<String, String> told) {
    var ids = given.stream().map(PassphraseGiven::person).toList();
    collect(() -> writer().composeResumed(ids, head, told), given);
  }

  /// Writes the last line, which everybody signs; nothing is written behind it.
  void signEnd(List<PassphraseGiven> given) {
    collect(() -> writer().composeClosed(), given);
    writer().close();
    writer = null;
    desk = null;
  }

  private void collect(Supplier<ComposedLine> composing, List<PassphraseGiven> given) {
    var at = desk;
    if (at == null) {
      throw over();
    }
    try {
      at.write(composing, given);
    } finally {
      refresh();
    }
  }

  private void refresh() {
    if (writer != null) {
      lines = writer.lines();
    }
  }

  private TranscriptWriter writer() {
    var open = writer;
    if (open == null) {
      throw over();
    }
    return open;
  }

  private static CeremonyException over() {
    return new CeremonyException("The ceremony is over: its last line is written.");
  }

  /// Everybody seals the bundle, and it is written. Then keys that were made at the table are
  /// wiped.
  ///
  /// @param papers for people, by their name in the bundle
  void seal(Map<String, byte[]> papers, List<PassphraseGiven> given) {
    var sealing = BundleSealing.of(folder.transcript(), folder.plan(), papers);
    for (var each : given) {
      try (var key = open(each)) {
        sealing.sign(key);
      }
    }
    sealing.write(folder.bundle());
    table.wipe();
  }

  private LineSigner open(PassphraseGiven given) {
    var key = keys.get(given.person());
    if (key == null) {
      throw new CeremonyException("The key of " + given.person() + " is not here. Bring it first.");
    }
    var open = key.open(given.passphrase());
    if (open.isEmpty()) {
      throw new CeremonyException(
          "That is not the " + key.secretWord() + " of " + given.person() + ".");
    }
    return open.get();
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
