package org.xksworkbench.bridge.hsm;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A secret key: an object of a token, as those see it who use keys or judge them.
public record HsmKey(HsmObject object) {

  /// What is read of an object for this view (PKCS#11 3.1, section 4.10). Every token knows them.
  public static final List<AttributeType> ATTRIBUTES =
      List.of(
          AttributeType.CLASS,
          AttributeType.LABEL,
          AttributeType.ID,
          AttributeType.KEY_TYPE,
          AttributeType.ENCRYPT,
          AttributeType.DECRYPT,
          AttributeType.WRAP,
          AttributeType.UNWRAP,
          AttributeType.SIGN,
          AttributeType.VERIFY,
          AttributeType.DERIVE,
          AttributeType.SENSITIVE,
          AttributeType.ALWAYS_SENSITIVE,
          AttributeType.EXTRACTABLE,
          AttributeType.NEVER_EXTRACTABLE,
          AttributeType.LOCAL,
          AttributeType.MODIFIABLE,
          // Not legal for key types of a fixed size; not every token tells it.
          AttributeType.VALUE_LEN);

  public ObjectRef ref() {
    return object.ref();
  }

  public String label() {
    return object.ref().label();
  }

  /// `CKA_ID` in lower-case hexadecimal, empty if the key has none.
  public String id() {
    return object.ref().id();
  }

  /// `CKA_KEY_TYPE` without its prefix, such as `AES`; vendor types as hexadecimal; empty if the
  /// token does not tell.
  public String keyType() {
    return object.keyType();
  }

  /// 0 if the token does not tell.
  public int sizeBits() {
    return object.sizeBits();
  }

  /// Type and size as people say it, such as `AES-256`.
  public String spec() {
    return object.spec();
  }

  /// Whether the token says so.
  public boolean may(KeyUsage usage) {
    return object.is(usage.attribute());
  }

  /// Whether the key has a list of the mechanisms that it is allowed for
  /// (`CKA_ALLOWED_MECHANISMS`), and this one is not in it. A listing of keys does not ask for it.
  public boolean isForbiddenFor(String mechanism) {
    return object
        .attribute(AttributeType.ALLOWED_MECHANISMS)
        .filter(list -> !list.raw().isEmpty())
        .filter(list -> !(", " + list.decoded() + ", ").contains(", " + mechanism + ", "))
        .isPresent();
  }

  /// What the token says of a flag; empty where it does not tell. Not told is not false.
  public Optional<Boolean> tells(AttributeType flag) {
    return object.tells(flag);
  }

  /// What of this view the token does not tell, by the names of the attributes.
  public List<String> notTold() {
    return ATTRIBUTES.stream()
        .filter(type ->
            switch (type) {
              case KEY_TYPE -> keyType().isEmpty();
              case VALUE_LEN -> sizeBits() == 0;
              default -> type.form() == AttributeType.Form.BOOLEAN && tells(type).isEmpty();
            })
        .map(AttributeType::title)
        .toList();
  }

  /// What the key may be used for, as far as the token tells.
  public Set<KeyUsage> usages() {
    return Arrays.stream(KeyUsage.values())
        .filter(this::may)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyUsage.class)));
  }

  public boolean sensitive() {
    return object.is(AttributeType.SENSITIVE);
  }

  public boolean alwaysSensitive() {
    return object.is(AttributeType.ALWAYS_SENSITIVE);
  }

  public boolean extractable() {
    return object.is(AttributeType.EXTRACTABLE);
  }

  public boolean neverExtractable() {
    return object.is(AttributeType.NEVER_EXTRACTABLE);
  }

  /// Whether it was generated on this token.
  public boolean local() {
    return object.is(AttributeType.LOCAL);
  }
}
