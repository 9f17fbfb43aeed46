package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.Base64Text;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.ceremony.format.Dsse;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// What somebody says of a sealed bundle after they verified it elsewhere, signed with a key of
/// their own: a DSSE envelope around an in-toto Statement v1 whose subject is the seal.
///
/// @param key of who signs; an auditor need not have signed at the table
/// @param checked what was compared with paper, such as `fingerprint`
/// @param exceptions in sentences
public record CounterSignature(
    VerifyingKey key, Opinion verdict, List<String> checked, List<String> exceptions) {

  private static final String PREDICATE = "https://xksworkbench.org/ceremony/counter-signature/v2";

  /// So many digits of the key ID stand in the file's name.
  private static final int DIGITS_IN_NAME = 8;

  /// What it comes to.
  public enum Opinion {
    ACCEPTED,
    ACCEPTED_WITH_EXCEPTIONS,
    REJECTED
  }

  public CounterSignature {
    checked = List.copyOf(checked);
    exceptions = List.copyOf(exceptions);
    if (exceptions.isEmpty() != (verdict == Opinion.ACCEPTED)) {
      throw new IllegalArgumentException("exceptions are told where there are some");
    }
  }

  /// What its file is called in a bundle.
  public String file() {
    return BundleNames.COUNTER + key.keyid().hex().substring(0, DIGITS_IN_NAME) + ".json";
  }

  /// What is to be signed.
  ///
  /// @param seal SHA-256 of the seal's file
  public Dsse.Envelope unsignedEnvelope(Fingerprint seal) {
    return new Dsse.Envelope(Seal.PAYLOAD, payload(seal), List.of());
  }

  /// The file of a signed one.
  public static byte[] file(Dsse.Envelope signed) {
    var line = signed.write();
    var file = Arrays.copyOf(line, line.length + 1);
    file[line.length] = '\n';
    return file;
  }

  private byte[] payload(Fingerprint seal) {
    var statement =
        JsonNodeFactory.instance
            .objectNode()
            .put("_type", Seal.STATEMENT)
            .put("predicateType", PREDICATE);
    var predicate =
        statement
            .putObject("predicate")
            .put("key", Base64Text.of(key.key().getEncoded()))
            .put("verdict", Members.word(verdict));
    checked.forEach(predicate.putArray("checked")::add);
    exceptions.forEach(predicate.putArray("exceptions")::add);
    statement
        .putArray("subject")
        .addObject()
        .put("name", BundleNames.SEAL)
        .putObject("digest")
        .put("sha256", seal.hex());
    return CanonicalJson.bytes(statement);
  }

  /// Reads one and checks its signature.
  ///
  /// @param file its content
  /// @param name its name in the bundle
  /// @param seal SHA-256 of the seal beside which it stands
  /// @throws MalformedEvidence if it is none, of another seal, or does not hold
  static CounterSignature read(byte[] file, String name, Fingerprint seal)
      throws MalformedEvidence {
    if (file.length == 0 || file[file.length - 1] != '\n') {
      throw new MalformedEvidence("It does not end with a line feed.");
    }
    var envelope = Dsse.Envelope.read(Arrays.copyOf(file, file.length - 1));
    var predicate =
        Members.of(Members.of(CanonicalJson.read(envelope.payload())).object("predicate"));
    var key = VerifyingKey.of(Base64Text.read(predicate.text("key")));
    var verdict = predicate.word("verdict", Opinion.class);
    var exceptions = predicate.texts("exceptions");
    if (exceptions.isEmpty() != (verdict == Opinion.ACCEPTED)) {
      throw new MalformedEvidence("Its verdict and its exceptions do not go together.");
    }
    var read = new CounterSignature(key, verdict, predicate.texts("checked"), exceptions);
    if (!envelope.type().equals(Seal.PAYLOAD)
        || !Arrays.equals(envelope.payload(), read.payload(seal))) {
      throw new MalformedEvidence("It is no counter-signature of this seal.");
    }
    if (!read.file().equals(name)) {
      throw new MalformedEvidence("It is called otherwise than after its key.");
    }
    requireSigned(envelope, key);
    return read;
  }

  private static void requireSigned(Dsse.Envelope envelope, VerifyingKey key)
      throws MalformedEvidence {
    if (!envelope.signatures().stream()
        .map(KeyedSignature::keyid)
        .toList()
        .equals(List.of(key.keyid()))) {
      throw new MalformedEvidence("It is not signed by its key, and by it alone.");
    }
    if (!key.holds(envelope.message(), envelope.signatures().getFirst().signature())) {
      throw new MalformedEvidence("Its signature does not hold.");
    }
  }
}
