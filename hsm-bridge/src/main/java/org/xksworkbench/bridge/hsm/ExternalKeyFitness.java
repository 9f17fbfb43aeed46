package org.xksworkbench.bridge.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Whether a key can be the external key of a KMS key in an external key store.
///
/// The requirements are those of AWS KMS ("Create a KMS key in external key stores", external key
/// requirements): AES-256, encrypt and decrypt. What AWS KMS cannot see but an administrator wants
/// to know (an extractable key can leave the HSM) is a warning.
///
/// @param reasons why AWS KMS would refuse the key; empty if it is fit
/// @param warnings what AWS KMS does not see
public record ExternalKeyFitness(List<String> reasons, List<String> warnings) {

  /// The form of an XKS key ID (`XksKeyId` of CreateKey, AWS KMS API Reference).
  private static final Pattern XKS_KEY_ID = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  public ExternalKeyFitness {
    reasons = List.copyOf(reasons);
    warnings = List.copyOf(warnings);
  }

  public boolean fit() {
    return reasons.isEmpty();
  }

  public static ExternalKeyFitness of(HsmKey key) {
    var reasons = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    if (!key.keyType().equals("AES")) {
      reasons.add("The key is " + key.keyType() + "; it must be AES.");
    } else if (key.sizeBits() != 256) {
      reasons.add("The key has " + key.sizeBits() + " bits; it must have 256.");
    }
    if (!key.usages().contains(KeyUsage.ENCRYPT)) {
      reasons.add("The key may not encrypt (CKA_ENCRYPT is false).");
    }
    if (!key.usages().contains(KeyUsage.DECRYPT)) {
      reasons.add("The key may not decrypt (CKA_DECRYPT is false).");
    }
    if (!isLegalXksKeyId(key.label())) {
      reasons.add(
          "The label cannot be an XKS key ID: 1 to 128 letters, digits, dots, hyphens and"
              + " underscores are allowed.");
    }
    if (key.extractable()) {
      warnings.add("The key can leave the HSM (CKA_EXTRACTABLE is true).");
    } else if (!key.neverExtractable()) {
      warnings.add("The key was extractable once (CKA_NEVER_EXTRACTABLE is false).");
    }
    if (!key.sensitive()) {
      warnings.add("The key's value can be read in clear (CKA_SENSITIVE is false).");
    }
    if (!key.local()) {
      warnings.add("The key was not made on this token (CKA_LOCAL is false).");
    }
    if (key.usages().contains(KeyUsage.WRAP) || key.usages().contains(KeyUsage.DERIVE)) {
      warnings.add("The key may also wrap or derive other keys.");
    }
    return new ExternalKeyFitness(reasons, warnings);
  }

  public static boolean isLegalXksKeyId(String id) {
    return XKS_KEY_ID.matcher(id).matches();
  }
}
