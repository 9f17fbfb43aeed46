package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A signature, and which key says that it made it.
///
/// @param keyid SHA-256 of the key's SubjectPublicKeyInfo
public record KeyedSignature(Fingerprint keyid, byte[] signature) {

  static List<KeyedSignature> read(List<JsonNode> nodes) throws MalformedEvidence {
    var signatures = new ArrayList<KeyedSignature>();
    for (var node : nodes) {
      var members = Members.of(node);
      signatures.add(
          new KeyedSignature(members.digest("keyid"), Base64Text.read(members.text("sig"))));
      members.end();
    }
    return List.copyOf(signatures);
  }

  static ArrayNode write(List<KeyedSignature> signatures) {
    var array = JsonNodeFactory.instance.arrayNode();
    signatures.forEach(one ->
        array.addObject().put("keyid", one.keyid.hex()).put("sig", Base64Text.of(one.signature)));
    return array;
  }
}
