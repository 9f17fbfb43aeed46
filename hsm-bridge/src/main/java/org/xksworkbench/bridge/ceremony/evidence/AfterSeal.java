package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;

/// What stands in `after/`, each file for itself. One that does not prove what its name promises is
/// a finding: it was put there to be believed.
final class AfterSeal {

  /// How the file of a proof of OpenTimestamps over a SHA-256 begins: its magic, version 1, the
  /// operation; the digest follows.
  private static final byte[] OPEN_TIMESTAMPS =
      HexFormat.of().parseHex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108");

  private final BundleFiles files;
  private final SignedTranscript transcript;
  private final Content.Opened header;
  private final Pins pins;
  private final Fingerprint seal;

  private AfterSeal(
      BundleFiles files,
      SignedTranscript transcript,
      Content.Opened header,
      Pins pins,
      Fingerprint seal) {
    this.files = files;
    this.transcript = transcript;
    this.header = header;
    this.pins = pins;
    this.seal = seal;
  }

  static List<Addition> check(
      BundleFiles files,
      SignedTranscript transcript,
      Content.Opened header,
      Pins pins,
      Findings findings) {
    var seal = files.sha256(BundleNames.SEAL);
    var all = new ArrayList<Addition>();
    if (seal.isEmpty()) {
      return all;
    }
    var after = new AfterSeal(files, transcript, header, pins, seal.get());
    for (var name : files.names()) {
      if (name.startsWith(BundleNames.AFTER)) {
        try {
          all.add(after.read(name));
        } catch (MalformedEvidence e) {
          findings.add(name, e.getMessage());
        }
      }
    }
    return all;
  }

  private Addition read(String name) throws MalformedEvidence {
    if (BundleNames.isCounterSignature(name)) {
      return counterSignature(name);
    }
    if (BundleNames.isTimeStamp(name)) {
      var stamp = SealTimeStamp.read(files.text(name), seal);
      return new Addition.TimeStamped(
          name,
          stamp.at(),
          Printable.of(stamp.authority()),
          pins.authorities().vouchFor(stamp.signer(), stamp.others(), stamp.at()));
    }
    if (name.equals(BundleNames.OPEN_TIMESTAMPS)) {
      return openTimestamps(name);
    }
    return name.equals(BundleNames.PUBLICATION)
        ? publication(name)
        : new Addition.OtherAddition(name);
  }

  private Addition counterSignature(String name) throws MalformedEvidence {
    var read = CounterSignature.read(files.text(name), name, seal);
    var keyid = read.key().keyid();
    var by = header.people().stream().filter(one -> one.key().keyid().equals(keyid)).findFirst();
    if (by.filter(person -> person.store() == Participant.KeyPlace.FILE).isPresent()) {
      throw new MalformedEvidence(
          "It is signed with a key that was made at the table, and is to be wiped there.");
    }
    return new Addition.CounterSigned(
        name,
        keyid,
        by,
        pins.counterSigners().contains(keyid),
        read.verdict(),
        read.checked().stream().map(Printable::of).toList(),
        read.exceptions().stream().map(Printable::of).toList());
  }

  private Addition openTimestamps(String name) throws MalformedEvidence {
    var expected = Arrays.copyOf(OPEN_TIMESTAMPS, OPEN_TIMESTAMPS.length + seal.hex().length() / 2);
    var digest = HexFormat.of().parseHex(seal.hex());
    System.arraycopy(digest, 0, expected, OPEN_TIMESTAMPS.length, digest.length);
    if (!Arrays.equals(
        Arrays.copyOf(files.text(name), Math.min(expected.length, files.text(name).length)),
        expected)) {
      throw new MalformedEvidence("It is no proof of OpenTimestamps over this seal.");
    }
    return new Addition.OpenTimestamps(name);
  }

  private Addition publication(String name) throws MalformedEvidence {
    var read = Publication.read(files.text(name));
    if (!read.fingerprint().equals(transcript.fingerprint())) {
      throw new MalformedEvidence("It tells of the publication of another fingerprint.");
    }
    if (read.scan().isPresent()) {
      var scan = read.scan().get();
      if (!files.sha256(scan.name()).equals(Optional.of(scan.sha256()))) {
        throw new MalformedEvidence("The scan " + scan.name() + " is missing, or is another one.");
      }
    }
    return new Addition.Published(
        name,
        Printable.of(read.where()),
        read.on().toString(),
        read.scan().map(Publication.PageScan::name));
  }
}
