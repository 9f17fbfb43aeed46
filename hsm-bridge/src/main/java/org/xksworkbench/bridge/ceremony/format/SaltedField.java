package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// One salted value of a line. It may be withheld: then only its hash is there, and the hash of the
/// line stays the same.
public sealed interface SaltedField {

  /// The hash that the line's hash covers.
  Fingerprint leaf(String name);

  /// As it stands in a transcript.
  ObjectNode node();

  /// @param salt 16 random bytes, so that a short value cannot be guessed from its hash
  record DisclosedField(String salt, JsonNode value) implements SaltedField {
    @Override
    public Fingerprint leaf(String name) {
      return EvidenceHash.LEAF.of(node().put("name", name));
    }

    @Override
    public ObjectNode node() {
      var node = JsonNodeFactory.instance.objectNode().put("salt", salt);
      node.set("value", value);
      return node;
    }
  }

  record WithheldField(Fingerprint hash) implements SaltedField {
    @Override
    public Fingerprint leaf(String name) {
      return hash;
    }

    @Override
    public ObjectNode node() {
      return JsonNodeFactory.instance.objectNode().put("leaf", hash.hex());
    }
  }

  static SaltedField read(JsonNode node) throws MalformedEvidence {
    var members = Members.of(node);
    SaltedField field =
        members.has("leaf")
            ? new WithheldField(members.digest("leaf"))
            : new DisclosedField(
                members.text("salt", HexText.SIXTEEN_BYTES), members.value("value"));
    members.end();
    return field;
  }
}
