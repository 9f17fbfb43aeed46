package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is signed, and the envelope around it: DSSE 1.0.2 of secure-systems-lab.
public final class Dsse {

  /// The type of what is signed on a line of a transcript.
  static final String LINE = "application/vnd.xks-workbench.ceremony-line.v2+json";

  private Dsse() {}

  /// The bytes that are signed (`PAE`, protocol.md): neither type nor payload can be read as the
  /// other, as the length stands before each.
  static byte[] message(String type, byte[] payload) {
    var typeBytes = type.getBytes(StandardCharsets.UTF_8);
    var head = "DSSEv1 " + typeBytes.length + " " + type + " " + payload.length + " ";
    var headBytes = head.getBytes(StandardCharsets.UTF_8);
    var message = new byte[headBytes.length + payload.length];
    System.arraycopy(headBytes, 0, message, 0, headBytes.length);
    System.arraycopy(payload, 0, message, headBytes.length, payload.length);
    return message;
  }

  /// An envelope (envelope.md).
  public record Envelope(String type, byte[] payload, List<KeyedSignature> signatures) {

    public Envelope {
      signatures = List.copyOf(signatures);
    }

    /// @throws Malformed if it is not the canonical JSON of an envelope, or holds more
    public static Envelope read(byte[] text) throws MalformedEvidence {
      var members = Members.of(CanonicalJson.read(text));
      var envelope =
          new Envelope(
              members.text("payloadType"),
              Base64Text.read(members.text("payload")),
              KeyedSignature.read(members.list("signatures")));
      members.end();
      return envelope;
    }

    /// What everybody signs who signs it.
    public byte[] message() {
      return Dsse.message(type, payload);
    }

    /// The same signed by these.
    public Envelope signedBy(List<KeyedSignature> all) {
      return new Envelope(type, payload, all);
    }

    /// As canonical JSON, without a line feed.
    public byte[] write() {
      var node =
          JsonNodeFactory.instance
              .objectNode()
              .put("payload", Base64Text.of(payload))
              .put("payloadType", type);
      node.set("signatures", KeyedSignature.write(signatures));
      return CanonicalJson.bytes(node);
    }
  }
}
