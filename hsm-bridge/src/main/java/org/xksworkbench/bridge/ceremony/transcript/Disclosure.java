package org.xksworkbench.bridge.ceremony.transcript;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// The public version of a transcript: of what is not named here only the hash stays. It verifies
/// to the same fingerprint. New fields are withheld until they are named here.
public final class Disclosure {

  private static final Set<String> PUBLIC =
      Set.of(
          "at",
          "kind",
          // header
          "format",
          "title",
          "plan",
          "rehearsal",
          "nonce",
          "signer",
          "zone",
          // steps
          "step",
          "role",
          "action",
          "irreversible",
          "recovered",
          "answer",
          "skips",
          // what shows that the key is what it should be, and nothing of where it is
          "fact.checkValue",
          "fact.method",
          "fact.signing",
          "fact.type",
          "fact.sensitive",
          "fact.extractable",
          "fact.madeOnToken",
          "fact.roundTrip",
          "fact.same",
          "fact.within",
          "fact.keysWithLabel",
          // the gap, the end
          "lastAt",
          "gapSeconds",
          "tornBytes",
          "tornHash",
          "outcome",
          "steps",
          "deviations",
          "interruptions");

  private Disclosure() {}

  /// @param transcript a consistent transcript, with its signature
  public static byte[] of(byte[] transcript) {
    var out = new StringBuilder();
    new String(transcript, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          var node = (ObjectNode) CanonicalJson.parse(line);
          out.append(
                  CanonicalJson.write(
                      node.has("fields") ? TranscriptLines.disclose(node, PUBLIC::contains) : node))
              .append('\n');
        });
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
