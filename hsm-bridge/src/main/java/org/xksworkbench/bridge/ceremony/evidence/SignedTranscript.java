package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.SignedLine;

/// The lines of a ceremony, checked one by one: their chain, who signed, the time, what may follow
/// what, and what the last one counts.
final class SignedTranscript {

  private static final int MAX_LINES = 100_000;
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final String file;
  private final Findings findings;
  private final List<EvidenceLine> lines = new ArrayList<>();
  private final Participants people = new Participants();
  private final Signers signers = new Signers(people);
  private final ClockCheck clocks = new ClockCheck();
  private final Course course = new Course();
  private final Totals totals = new Totals(people);
  private Fingerprint link = SignedLine.NOTHING_BEFORE;

  private SignedTranscript(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /// @param file its name, for findings
  static SignedTranscript check(String file, byte[] content, Findings findings) {
    var transcript = new SignedTranscript(file, findings);
    transcript.read(content);
    return transcript;
  }

  /// A transcript that is being written: it has no line yet, and its end is not missed.
  static SignedTranscript growing(String file, Findings findings) {
    return new SignedTranscript(file, findings);
  }

  private void read(byte[] content) {
    var from = 0;
    while (from < content.length) {
      var number = lines.size() + 1;
      var to = from;
      while (to < content.length && content[to] != '\n') {
        to++;
      }
      if (to == content.length) {
        findings.add(file, number, "The file ends in the middle of this line.");
        return;
      }
      if (!next(Arrays.copyOfRange(content, from, to))) {
        return;
      }
      from = to + 1;
    }
    if (!course.ended()) {
      findings.add(file, lines.size(), "The end of the ceremony is missing.");
    }
  }

  /// @param text of the next line, without its line feed
  /// @return whether it could be read; if not, nothing behind it can be
  boolean next(byte[] text) {
    var number = lines.size() + 1;
    if (number > MAX_LINES || text.length > MAX_LINE_BYTES) {
      findings.add(file, number, "The file or this line is longer than a ceremony ever is.");
      return false;
    }
    try {
      line(EvidenceLine.read(number, text));
      return true;
    } catch (MalformedEvidence e) {
      findings.add(file, number, e.getMessage() + " What follows was not read.");
      return false;
    }
  }

  private void line(EvidenceLine line) {
    lines.add(line);
    Consumer<String> find = what -> findings.add(file, line.number(), what);
    chain(line.signed(), line.number(), find);
    switch (line.content()) {
      case Content.Opened opened when line.number() == 1 -> {
        people.open(opened, find);
        PersonNames.check(line, opened, find);
      }
      case Content.Resumed resumed -> people.runs(resumed.run(), find);
      default -> {}
    }
    signers.check(line, find);
    clocks.check(line, find);
    course.check(line, find);
    totals.check(line, find);
    TellingFields.check(line, lines, people, find);
    if (line.content() instanceof Content.Deviated deviated) {
      // They may have signed this very line.
      people.leave(deviated.absent(), find);
    }
    link = line.signed().link();
  }

  private void chain(SignedLine line, int number, Consumer<String> find) {
    if (line.n() != number) {
      find.accept("It says that it is line " + line.n() + ": a line was added, removed or moved.");
    }
    if (!line.previous().equals(link)) {
      find.accept("It does not follow the line before: one of the two was exchanged.");
    }
    if (!line.hash().equals(line.computeHash())) {
      find.accept("It was changed: its hash is not that of what it says.");
    }
  }

  /// The header; empty if the first line is none.
  Optional<Content.Opened> header() {
    return !lines.isEmpty() && lines.getFirst().content() instanceof Content.Opened opened
        ? Optional.of(opened)
        : Optional.empty();
  }

  /// Whether it was read to the end of the ceremony.
  boolean ended() {
    return course.ended();
  }

  String file() {
    return file;
  }

  /// Link of the last line.
  Fingerprint fingerprint() {
    return link;
  }

  List<EvidenceLine> lines() {
    return List.copyOf(lines);
  }

  Participants people() {
    return people;
  }

  Totals totals() {
    return totals;
  }

  long withheld() {
    return lines.stream().mapToLong(line -> line.signed().withheld()).sum();
  }
}
