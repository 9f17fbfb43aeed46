package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A transcript that grows, held to the rules line by line. Who writes one asks here first, so that
/// nothing is written that a verifier refuses.
public final class LineRules {

  private final Findings findings = new Findings();
  private final SignedTranscript transcript =
      SignedTranscript.growing(BundleNames.TRANSCRIPT, findings);

  /// @param text of the next line, without its line feed
  /// @return what is against the rules; nothing can follow then
  public List<EvidenceFinding> follow(byte[] text) {
    transcript.next(text);
    return findings.list();
  }

  /// Follows the whole lines of a file, as far as nothing is found.
  ///
  /// @return how many bytes they are
  public int followAll(byte[] content) {
    var from = 0;
    for (var to = 0; to < content.length && findings.none(); to++) {
      if (content[to] == '\n') {
        transcript.next(Arrays.copyOfRange(content, from, to));
        from = to + 1;
      }
    }
    return from;
  }

  /// What was found so far.
  public List<EvidenceFinding> findings() {
    return findings.list();
  }

  /// The header; empty if there is none yet.
  public Optional<Content.Opened> header() {
    return transcript.header();
  }

  /// Whether the last line is the end of the ceremony.
  public boolean ended() {
    return transcript.ended();
  }

  /// Link of the last line; zeros if there is none yet.
  public Fingerprint link() {
    return transcript.fingerprint();
  }

  public List<EvidenceLine> lines() {
    return transcript.lines();
  }

  /// Who has not left for good, in the order of the first line.
  public List<Participant> present() {
    var people = transcript.people();
    var present = new ArrayList<Participant>();
    people.present().forEach(id -> people.present(id).ifPresent(present::add));
    return List.copyOf(present);
  }
}
