package org.xksworkbench.bridge.ceremony.evidence;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;

/// A transcript of which only some fields are told. It verifies to the same fingerprint.
///
/// New fields are withheld until they are named here: what a check value, a type and a yes or no
/// say of a key, and nothing of where it is and who was there.
public final class PublicVersion {

  private static final Set<String> TOLD =
      Set.of(
          "fact.checkValue",
          "fact.extractable",
          "fact.key.extractable",
          "fact.key.sensitive",
          "fact.key.type",
          "fact.keysWithLabel",
          "fact.madeOnToken",
          "fact.probe",
          "fact.roundTrip",
          "fact.same",
          "fact.sensitive",
          "fact.signing",
          "fact.type",
          "fact.within");

  private PublicVersion() {}

  /// Whether everybody may see the fields of a name.
  public static boolean tells(String name) {
    return TOLD.contains(name);
  }

  /// @param lines of a transcript
  public static byte[] of(List<EvidenceLine> lines) {
    var out = new ByteArrayOutputStream();
    for (var line : lines) {
      out.writeBytes(line.signed().telling(PublicVersion::tells).write());
      out.write('\n');
    }
    return out.toByteArray();
  }
}
