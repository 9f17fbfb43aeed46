package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// An object of a token with the attributes that the token tells. Key material is not among them.
///
/// @param keyType `CKA_KEY_TYPE` without its prefix, such as `AES`; empty if the object is no key
/// @param attributes in the order of [AttributeType]; what the token does not know is left out
public record HsmObject(ObjectRef ref, String keyType, List<HsmAttribute> attributes) {

  private static final int DES3_BITS = 192;

  public HsmObject {
    attributes = List.copyOf(attributes);
  }

  public Optional<HsmAttribute> attribute(AttributeType type) {
    for (var one : attributes) {
      if (one.code() == type.code()) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /// The decoded value, empty where the token does not tell it.
  public String text(AttributeType type) {
    return attribute(type).map(HsmAttribute::decoded).orElse("");
  }

  /// What the token says of a flag; empty where it does not tell. Not told is not false.
  public Optional<Boolean> tells(AttributeType flag) {
    return switch (text(flag)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// Whether the token says that it is so.
  public boolean is(AttributeType flag) {
    return tells(flag).orElse(false);
  }

  /// Why nothing of it can be read, such as `cannot be read (CKR_GENERAL_ERROR)`; empty if
  /// something can.
  public Optional<String> trouble() {
    return attribute(AttributeType.CLASS)
        .filter(HsmAttribute::isUnreadable)
        .map(HsmAttribute::decoded);
  }

  /// The key's size in bits; 0 where it is no key or the token does not tell.
  public int sizeBits() {
    if (keyType.equals("DES3")) {
      return DES3_BITS;
    }
    var length = attribute(AttributeType.VALUE_LEN).map(HsmAttribute::decoded);
    if (length.isPresent()) {
      return parse(length.get()) * 8;
    }
    return attribute(AttributeType.MODULUS_BITS)
        .map(bits -> parse(bits.decoded()))
        .or(() -> attribute(AttributeType.MODULUS).map(modulus -> modulus.raw().length() * 4))
        .orElse(0);
  }

  /// Class, or type and size of a key, as people say it: `AES-256`, `RSA-2048`, `Certificate`.
  public String spec() {
    if (keyType.isEmpty()) {
      return ref.objectClass().title();
    }
    return sizeBits() == 0 ? keyType : keyType + "-" + sizeBits();
  }

  /// What a key may be used for, in words.
  public List<String> usages() {
    return Stream.of(
            AttributeType.ENCRYPT,
            AttributeType.DECRYPT,
            AttributeType.SIGN,
            AttributeType.VERIFY,
            AttributeType.SIGN_RECOVER,
            AttributeType.VERIFY_RECOVER,
            AttributeType.WRAP,
            AttributeType.UNWRAP,
            AttributeType.DERIVE)
        .filter(this::is)
        .map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .toList();
  }

  /// A secret key as the rest of the program knows it; empty for everything else.
  public Optional<HsmKey> toKey() {
    return ref.objectClass() == ObjectClass.SECRET_KEY
        ? Optional.of(new HsmKey(this))
        : Optional.empty();
  }

  private static int parse(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
