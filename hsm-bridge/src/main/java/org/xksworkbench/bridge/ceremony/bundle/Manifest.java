package org.xksworkbench.bridge.ceremony.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.transcript.SignatureAlgorithm;

/// The signed list of a bundle's files. Of a text it holds a hash of each line as well, so that a
/// change is named by line.
final class Manifest {

  private static final String SIGNED = "xks-workbench ceremony bundle 1\n";

  /// Enough to find a line; that nothing was changed is shown by the hash of the whole file.
  private static final int LINE_HASH_DIGITS = 16;

  private Manifest() {}

  /// @param signer the key that signed the transcript
  static List<EvidenceFinding> check(Bundle bundle, Fingerprint transcript, PublicKey signer) {
    var findings = new ArrayList<EvidenceFinding>();
    ObjectNode manifest;
    try {
      var text = new String(bundle.file(Bundle.MANIFEST), StandardCharsets.UTF_8);
      var node =
          text.endsWith("\n") ? CanonicalJson.parse(text) : JsonNodeFactory.instance.nullNode();
      if (!(node instanceof ObjectNode object)
          || !(CanonicalJson.write(node) + "\n").equals(text)) {
        throw new IllegalArgumentException("not canonical");
      }
      manifest = object;
    } catch (IllegalArgumentException e) {
      return List.of(new EvidenceFinding(Bundle.MANIFEST, 1, "The manifest was changed."));
    }
    var signature = manifest.path("signature").asText();
    var signed = manifest.deepCopy();
    signed.remove(List.of("publicKey", "signature"));
    if (!manifest.path("publicKey").asText().equals(HexFormat.of().formatHex(signer.getEncoded()))
        || !manifest.path("fingerprint").asText().equals(transcript.hex())
        || !signature.matches("[0-9a-f]{128}")
        || !SignatureAlgorithm.verifies(
            signer, message(signed), HexFormat.of().parseHex(signature))) {
      findings.add(
          new EvidenceFinding(
              Bundle.MANIFEST,
              1,
              "The manifest is not signed by the key that signed this transcript, or was"
                  + " changed."));
    }
    var listed = manifest.path("files");
    bundle
        .files()
        .forEach((name, bytes) -> {
          if (name.equals(Bundle.MANIFEST)) {
            return;
          }
          var file = listed.path(name);
          if (file.isMissingNode()) {
            findings.add(new EvidenceFinding(name, 0, "This file was added to the bundle."));
          } else if (!file.path("sha256").asText().equals(Fingerprint.of(bytes).hex())) {
            findings.add(
                new EvidenceFinding(
                    name,
                    changedLine(file.path("lines"), bytes),
                    "The file was" + " changed here."));
          }
        });
    listed
        .fieldNames()
        .forEachRemaining(name -> {
          if (!bundle.files().containsKey(name)) {
            findings.add(new EvidenceFinding(name, 0, "This file was removed from the bundle."));
          }
        });
    return findings;
  }

  /// The first line that is not what it was; 0 for files without lines.
  private static int changedLine(JsonNode was, byte[] bytes) {
    if (!was.isArray()) {
      return 0;
    }
    var now = lineHashes(bytes);
    for (var at = 0; at < Math.min(was.size(), now.size()); at++) {
      if (!was.get(at).asText().equals(now.get(at))) {
        return at + 1;
      }
    }
    return Math.min(was.size(), now.size()) + 1;
  }

  /// Of each line with its line feed, so that a missing last one is seen too.
  static List<String> lineHashes(byte[] bytes) {
    var hashes = new ArrayList<String>();
    var from = 0;
    for (var at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n' || at == bytes.length - 1) {
        hashes.add(
            Fingerprint.of(Arrays.copyOfRange(bytes, from, at + 1))
                .hex()
                .substring(0, LINE_HASH_DIGITS));
        from = at + 1;
      }
    }
    return hashes;
  }

  static byte[] message(ObjectNode signed) {
    return (SIGNED + CanonicalJson.write(signed)).getBytes(StandardCharsets.UTF_8);
  }
}
