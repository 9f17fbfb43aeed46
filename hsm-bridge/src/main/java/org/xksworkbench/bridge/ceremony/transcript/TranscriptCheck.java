package org.xksworkbench.bridge.ceremony.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// Checks a transcript without anything else: no HSM, no key, no network. It tells whether the file
/// is consistent in itself and who signed it. It cannot tell whether the signer is the right one.
public final class TranscriptCheck {

  private static final String FILE = "transcript.jsonl";
  private static final Set<String> RECORD = Set.of("fields", "hash", "n", "previous");
  private static final Set<String> SIGNATURE =
      Set.of("algorithm", "fingerprint", "publicKey", "signature");

  private final String file;
  private final List<EvidenceFinding> findings = new ArrayList<>();
  private final List<ObjectNode> records = new ArrayList<>();
  private @Nullable PublicKey signer;
  private boolean signed;
  private String previous = TranscriptLines.FIRST_PREVIOUS;

  private TranscriptCheck(String file) {
    this.file = file;
  }

  /// What a check found.
  ///
  /// @param records as they stand in the file
  /// @param signed whether there is a signature line, right or wrong
  /// @param signer the key that signed; empty if the signature does not hold
  public record TranscriptVerification(
      List<EvidenceFinding> findings,
      List<JsonNode> records,
      boolean signed,
      Optional<PublicKey> signer) {

    public TranscriptVerification {
      findings = List.copyOf(findings);
      records = List.copyOf(records);
    }

    public boolean consistent() {
      return findings.isEmpty();
    }

    /// Hash of the last record; empty if there is none that can be read.
    public Optional<Fingerprint> fingerprint() {
      return records.isEmpty()
          ? Optional.empty()
          : Optional.of(new Fingerprint(records.getLast().path("hash").asText()));
    }

    public Optional<Fingerprint> signerFingerprint() {
      return signer.map(key -> Fingerprint.of(key.getEncoded()));
    }

    /// The events; only of a full transcript.
    ///
    /// @throws CeremonyException if fields are withheld
    public List<TranscriptEntry> entries() {
      try {
        return records.stream().map(TranscriptLines::entry).toList();
      } catch (IllegalArgumentException e) {
        throw new CeremonyException("This transcript is not whole: fields are withheld.", e);
      }
    }

    /// Whether fields are withheld.
    public boolean disclosed() {
      return records.stream()
          .flatMap(record -> record.path("fields").properties().stream())
          .anyMatch(field -> field.getValue().has("leaf"));
    }

    /// A field of the header, empty if it is withheld.
    public String header(String name) {
      return records.isEmpty()
          ? ""
          : records.getFirst().path("fields").path(name).path("value").asText("");
    }
  }

  /// A whole transcript, with its end and its signature.
  public static TranscriptVerification of(byte[] content) {
    return of(FILE, content);
  }

  /// @param file the name under which findings name the file
  public static TranscriptVerification of(String file, byte[] content) {
    var check = new TranscriptCheck(file);
    check.lines(content);
    if (!check.signed && check.findings.isEmpty()) {
      check.find(
          check.records.size() + 1,
          "The signature is missing. The transcript was cut off after line "
              + check.records.size()
              + ", or the ceremony was never closed.");
    }
    return check.result();
  }

  private TranscriptVerification result() {
    return new TranscriptVerification(
        findings,
        records.stream().map(record -> (JsonNode) record).toList(),
        signed,
        Optional.ofNullable(signer));
  }

  private void lines(byte[] content) {
    var from = 0;
    var line = 1;
    while (from < content.length) {
      var to = from;
      while (to < content.length && content[to] != '\n') {
        to++;
      }
      if (to == content.length) {
        find(line, "The file ends in the middle of this line.");
        return;
      }
      line(line, Arrays.copyOfRange(content, from, to));
      from = to + 1;
      line++;
    }
  }

  private void line(int line, byte[] bytes) {
    if (signed) {
      find(line, "This line was added after the signature.");
      return;
    }
    JsonNode node;
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      node = CanonicalJson.parse(text);
      if (!CanonicalJson.write(node).equals(text)) {
        throw new IllegalArgumentException("not canonical");
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      find(line, "This line was changed: it is not canonical JSON.");
      // What follows is checked against what this line claimed to be, if that can be read.
      previous = "";
      return;
    }
    if (node instanceof ObjectNode object && names(object).equals(SIGNATURE)) {
      signature(line, object);
    } else if (node instanceof ObjectNode object && names(object).equals(RECORD)) {
      record(line, object);
    } else {
      find(line, "This line was changed: it is neither a record nor the signature.");
      previous = "";
    }
  }

  private void record(int line, ObjectNode record) {
    var n = record.path("n").asInt(-1);
    if (n != line) {
      find(
          line,
          n > line
              ? "Record " + n + " stands here. Record " + line + " was removed or moved."
              : "Record "
                  + n
                  + " stands here instead of record "
                  + line
                  + ". A line was added, doubled or moved.");
    } else if (!previous.isEmpty() && !record.path("previous").asText().equals(previous)) {
      find(line, "This record does not follow the one before: one of the two was exchanged.");
    }
    try {
      if (!TranscriptLines.hash(record).hex().equals(record.path("hash").asText())) {
        find(line, "This record was changed: its hash is not that of its fields.");
      }
    } catch (IllegalArgumentException | CeremonyException e) {
      find(line, "This record was changed: a field has not the form of a field.");
    }
    previous = record.path("hash").asText();
    if (isHash(previous)) {
      records.add(record);
    } else {
      find(line, "This record was changed: its hash has not the form of a hash.");
    }
    var kind = record.path("fields").path("kind").path("value").asText();
    if ((line == 1) != kind.equals("opened")) {
      find(line, line == 1 ? "The header is missing." : "A second header stands here.");
    }
  }

  private void signature(int line, ObjectNode object) {
    signed = true;
    var last = records.isEmpty() ? "" : records.getLast().path("hash").asText();
    var closed =
        !records.isEmpty()
            && records
                .getLast()
                .path("fields")
                .path("kind")
                .path("value")
                .asText()
                .equals("closed");
    if (!closed || line != records.size() + 1) {
      find(line, "The signature does not follow the end of the ceremony: lines were removed.");
    }
    if (!object.path("fingerprint").asText().equals(last)) {
      find(
          line,
          "The signature is for another transcript: its fingerprint is not that of the"
              + " last record.");
    }
    var key = publicKey(object.path("algorithm").asText(), object.path("publicKey").asText());
    if (key == null
        || !object.path("signature").asText().matches("[0-9a-f]{128}")
        || !SignatureAlgorithm.verifies(
            key,
            (TranscriptLines.SIGNED + last).getBytes(StandardCharsets.UTF_8),
            HexFormat.of().parseHex(object.path("signature").asText()))) {
      find(line, "The signature does not hold.");
      return;
    }
    var announced =
        records.isEmpty()
            ? ""
            : records.getFirst().path("fields").path("signer").path("value").asText("");
    if (!announced.equals(Fingerprint.of(key.getEncoded()).hex())) {
      find(line, "Another key signed than the header announced.");
      return;
    }
    signer = key;
  }

  private static @Nullable PublicKey publicKey(String algorithm, String hex) {
    return hex.matches("([0-9a-f]{2})+")
        ? SignatureAlgorithm.ofTitle(algorithm)
            .flatMap(one -> one.key(HexFormat.of().parseHex(hex)))
            .orElse(null)
        : null;
  }

  private static boolean isHash(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  private static Set<String> names(ObjectNode object) {
    var names = new java.util.HashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void find(int line, String what) {
    findings.add(new EvidenceFinding(file, line, what));
  }
}
