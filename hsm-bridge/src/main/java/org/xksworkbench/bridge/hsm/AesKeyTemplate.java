package org.xksworkbench.bridge.hsm;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a new AES key shall be. It is always a token object (`CKA_TOKEN`), private, sensitive
/// (`CKA_SENSITIVE`) and not extractable (`CKA_EXTRACTABLE` false).
///
/// @param sizeBits 128 or 256
/// @param leftOut usages that are neither allowed nor denied, for a token that does not take their
///   attributes; what it makes of them it decides itself
public record AesKeyTemplate(
    String label, int sizeBits, Set<KeyUsage> usages, Set<KeyUsage> leftOut) {

  public AesKeyTemplate {
    if (label.isBlank()) {
      throw new IllegalArgumentException("A key needs a label.");
    }
    if (sizeBits != 128 && sizeBits != 256) {
      throw new IllegalArgumentException(
          "An AES key has 128 or 256 bits here, not " + sizeBits + ".");
    }
    usages = Set.copyOf(usages);
    leftOut = Set.copyOf(leftOut);
  }

  /// With each usage allowed or denied.
  public AesKeyTemplate(String label, int sizeBits, Set<KeyUsage> usages) {
    this(label, sizeBits, usages, Set.of());
  }

  /// Without the usages that are not wanted.
  public AesKeyTemplate asSmaller() {
    var without = EnumSet.allOf(KeyUsage.class);
    without.removeAll(usages);
    without.addAll(leftOut);
    return without(without);
  }

  /// The same key, with these usages left to the token.
  public AesKeyTemplate without(Set<KeyUsage> left) {
    return new AesKeyTemplate(label, sizeBits, usages, left);
  }

  /// The same key under another label.
  public AesKeyTemplate withLabel(String other) {
    return new AesKeyTemplate(other, sizeBits, usages, leftOut);
  }

  /// Whether the token is asked to let the key sign, or may be asked to for a check value.
  boolean namesSigning() {
    return !leftOut.contains(KeyUsage.SIGN);
  }

  /// What the token shall show of the key, in the order in which it is shown.
  public Map<AttributeType, String> expectedAttributes() {
    var expected = new LinkedHashMap<AttributeType, String>();
    expected.put(AttributeType.CLASS, ObjectClass.SECRET_KEY.title());
    expected.put(AttributeType.KEY_TYPE, "AES");
    expected.put(AttributeType.VALUE_LEN, Integer.toString(sizeBits / 8));
    expected.put(AttributeType.LABEL, label);
    expected.put(AttributeType.TOKEN, "true");
    expected.put(AttributeType.PRIVATE, "true");
    expected.put(AttributeType.SENSITIVE, "true");
    expected.put(AttributeType.ALWAYS_SENSITIVE, "true");
    expected.put(AttributeType.EXTRACTABLE, "false");
    expected.put(AttributeType.NEVER_EXTRACTABLE, "true");
    expected.put(AttributeType.LOCAL, "true");
    for (var usage : KeyUsage.values()) {
      expected.put(usage.attribute(), Boolean.toString(usages.contains(usage)));
    }
    expected.put(AttributeType.KEY_GEN_MECHANISM, "CKM_AES_KEY_GEN");
    return expected;
  }

  /// The key as a token shows it that made what it was asked for.
  public HsmObject asMade(String id) {
    return new HsmObject(
        ObjectRef.secretKey(label, id),
        "AES",
        expectedAttributes().entrySet().stream()
            .map(one -> HsmAttribute.text(one.getKey(), one.getValue()))
            .toList());
  }

  /// Whether the token says of a key that it is otherwise; what it does not tell is no
  /// contradiction.
  public boolean isContradictedBy(HsmObject made) {
    return expectedAttributes().entrySet().stream()
        .anyMatch(one ->
            made.attribute(one.getKey())
                .filter(told -> !told.raw().isEmpty())
                .filter(told -> !told.decoded().equals(one.getValue()))
                .isPresent());
  }

  /// In which attributes a key differs from what was expected, one sentence each; empty if in none.
  public List<String> differences(HsmObject made) {
    return expectedAttributes().entrySet().stream()
        .filter(one -> !made.text(one.getKey()).equals(one.getValue()))
        .map(one ->
            made.attribute(one.getKey()).isEmpty()
                ? "The token does not tell "
                    + one.getKey().title()
                    + "; "
                    + one.getValue()
                    + " was expected."
                : one.getKey().title()
                    + " is "
                    + made.text(one.getKey())
                    + "; "
                    + one.getValue()
                    + " was expected.")
        .toList();
  }

  /// The key that AWS KMS accepts for an external key store: AES-256, encrypt and decrypt.
  public static AesKeyTemplate forExternalKeyStore(String label) {
    return new AesKeyTemplate(label, 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT));
  }
}
