package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.JsonNode;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// The hashes of a transcript. Each begins with a text of its own, so that none can stand for
/// another.
enum EvidenceHash {
  LEAF,
  RECORD,
  LINK;

  Fingerprint of(JsonNode node) {
    return Fingerprint.of("xks-workbench ceremony " + word() + " 2\n" + CanonicalJson.write(node));
  }

  private String word() {
    return switch (this) {
      case LEAF -> "leaf";
      case RECORD -> "record";
      case LINK -> "link";
    };
  }
}
