package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.format.Dsse;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;

/// The signed list of a bundle's files: a DSSE envelope around an in-toto Statement v1.
///
/// @param subject SHA-256 of each file, by name
public record Seal(Dsse.Envelope envelope, SortedMap<String, Fingerprint> subject) {

  static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://xksworkbench.org/ceremony/v2";
  static final String PAYLOAD = "application/vnd.in-toto+json";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  public Seal {
    subject = Collections.unmodifiableSortedMap(new TreeMap<>(subject));
  }

  /// @param file one line and its line feed
  /// @throws Malformed if it is no seal
  static Seal read(byte[] file) throws MalformedEvidence {
    if (file.length == 0 || file[file.length - 1] != '\n') {
      throw new MalformedEvidence("It does not end with a line feed.");
    }
    var envelope = Dsse.Envelope.read(Arrays.copyOf(file, file.length - 1));
    if (!envelope.type().equals(PAYLOAD)) {
      throw new MalformedEvidence("It seals something else: " + envelope.type());
    }
    var statement = Members.of(CanonicalJson.read(envelope.payload()));
    var subject = new TreeMap<String, Fingerprint>();
    for (var node : statement.list("subject")) {
      var listed = Members.of(node);
      var name = listed.text("name");
      subject.put(name, Members.of(listed.object("digest")).digest("sha256"));
    }
    return new Seal(envelope, subject);
  }

  /// The one payload that this ceremony and these files have. That it is compared as a whole is
  /// what makes every other statement a finding.
  static byte[] payload(
      Content.Opened header, Fingerprint fingerprint, SortedMap<String, Fingerprint> subject) {
    var statement = JSON.objectNode().put("_type", STATEMENT).put("predicateType", PREDICATE);
    statement.set("predicate", predicate(header, fingerprint));
    var files = statement.putArray("subject");
    subject.forEach((name, sha256) ->
        files.addObject().put("name", name).putObject("digest").put("sha256", sha256.hex()));
    return CanonicalJson.bytes(statement);
  }

  /// The envelope around the statement, which nobody signed yet.
  ///
  /// @param subject SHA-256 of each file that it covers, by name
  public static Dsse.Envelope unsignedEnvelope(
      Content.Opened header, Fingerprint fingerprint, SortedMap<String, Fingerprint> subject) {
    return new Dsse.Envelope(PAYLOAD, payload(header, fingerprint, subject), List.of());
  }

  private static ObjectNode predicate(Content.Opened header, Fingerprint fingerprint) {
    return JSON.objectNode()
        .put("counts", Members.word(header.counts()))
        .put("fingerprint", fingerprint.hex())
        .put("format", ContentReader.FORMAT)
        .put("nonce", header.nonce())
        .put("plan", header.plan().hex());
  }
}
