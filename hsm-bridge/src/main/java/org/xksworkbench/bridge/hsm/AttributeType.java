package org.xksworkbench.bridge.hsm;

import static org.xksworkbench.bridge.hsm.ObjectClass.CERTIFICATE;
import static org.xksworkbench.bridge.hsm.ObjectClass.DATA;
import static org.xksworkbench.bridge.hsm.ObjectClass.DOMAIN_PARAMETERS;
import static org.xksworkbench.bridge.hsm.ObjectClass.HARDWARE_FEATURE;
import static org.xksworkbench.bridge.hsm.ObjectClass.MECHANISM;
import static org.xksworkbench.bridge.hsm.ObjectClass.OTP_KEY;
import static org.xksworkbench.bridge.hsm.ObjectClass.PRIVATE_KEY;
import static org.xksworkbench.bridge.hsm.ObjectClass.PROFILE;
import static org.xksworkbench.bridge.hsm.ObjectClass.PUBLIC_KEY;
import static org.xksworkbench.bridge.hsm.ObjectClass.SECRET_KEY;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The attributes that this program asks a token for, each only of the classes for which it is
/// legal (PKCS#11 3.1, sections 4.4 to 4.13 and 6).
///
/// What is key material, or may be a secret of somebody's, is not in the list and is never read:
/// `CKA_VALUE` of keys and data, private exponents and primes. Nor is `CKA_CHECK_VALUE` of a key:
/// it is asked for alone, on request.
public enum AttributeType {
  CLASS(0x000, Form.CLASS, ObjectClass.values()),
  TOKEN(0x001, Form.BOOLEAN, Classes.STORED),
  PRIVATE(0x002, Form.BOOLEAN, Classes.STORED),
  LABEL(0x003, Form.TEXT, Classes.STORED),
  UNIQUE_ID(0x004, Form.TEXT, Since.V3_0, Classes.STORED),
  MODIFIABLE(0x170, Form.BOOLEAN, Classes.STORED),
  COPYABLE(0x171, Form.BOOLEAN, Classes.STORED),
  DESTROYABLE(0x172, Form.BOOLEAN, Classes.STORED),

  APPLICATION(0x010, Form.TEXT, DATA),
  OBJECT_ID(0x012, Form.BYTES, DATA),

  CERTIFICATE_TYPE(0x080, Form.CERTIFICATE_TYPE, CERTIFICATE),
  ISSUER(0x081, Form.BYTES, CERTIFICATE),
  SERIAL_NUMBER(0x082, Form.BYTES, CERTIFICATE),
  TRUSTED(0x086, Form.BOOLEAN, CERTIFICATE, PUBLIC_KEY, SECRET_KEY),
  CERTIFICATE_CATEGORY(0x087, Form.NUMBER, CERTIFICATE),
  URL(0x089, Form.TEXT, CERTIFICATE),
  CERTIFICATE_VALUE(0x011, "VALUE", Form.BYTES, CERTIFICATE),

  KEY_TYPE(0x100, Form.KEY_TYPE, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY, DOMAIN_PARAMETERS),
  SUBJECT(0x101, Form.BYTES, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY),
  ID(0x102, Form.BYTES, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  SENSITIVE(0x103, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  ENCRYPT(0x104, Form.BOOLEAN, PUBLIC_KEY, SECRET_KEY),
  DECRYPT(0x105, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY),
  WRAP(0x106, Form.BOOLEAN, PUBLIC_KEY, SECRET_KEY),
  UNWRAP(0x107, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY),
  SIGN(0x108, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  SIGN_RECOVER(0x109, Form.BOOLEAN, PRIVATE_KEY),
  VERIFY(0x10A, Form.BOOLEAN, PUBLIC_KEY, SECRET_KEY, OTP_KEY),
  VERIFY_RECOVER(0x10B, Form.BOOLEAN, PUBLIC_KEY),
  DERIVE(0x10C, Form.BOOLEAN, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY),
  START_DATE(0x110, Form.DATE, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  END_DATE(0x111, Form.DATE, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  VALUE_LEN(0x161, Form.NUMBER, SECRET_KEY),
  EXTRACTABLE(0x162, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY, OTP_KEY),
  LOCAL(0x163, Form.BOOLEAN, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY, DOMAIN_PARAMETERS),
  NEVER_EXTRACTABLE(0x164, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY),
  ALWAYS_SENSITIVE(0x165, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY),
  KEY_GEN_MECHANISM(0x166, Form.MECHANISM, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY),
  ALWAYS_AUTHENTICATE(0x202, Form.BOOLEAN, PRIVATE_KEY),
  WRAP_WITH_TRUSTED(0x210, Form.BOOLEAN, PRIVATE_KEY, SECRET_KEY),
  WRAP_TEMPLATE(0x4000_0211L, Form.TEMPLATE, PUBLIC_KEY, SECRET_KEY),
  UNWRAP_TEMPLATE(0x4000_0212L, Form.TEMPLATE, PRIVATE_KEY, SECRET_KEY),
  ALLOWED_MECHANISMS(0x4000_0600L, Form.MECHANISMS, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY),

  MODULUS(0x120, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY),
  MODULUS_BITS(0x121, Form.NUMBER, PUBLIC_KEY),
  PUBLIC_EXPONENT(0x122, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY),
  PUBLIC_KEY_INFO(0x129, Form.BYTES, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY),
  PRIME(0x130, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY, DOMAIN_PARAMETERS),
  SUBPRIME(0x131, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY, DOMAIN_PARAMETERS),
  BASE(0x132, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY, DOMAIN_PARAMETERS),
  PRIME_BITS(0x133, Form.NUMBER, DOMAIN_PARAMETERS),
  SUBPRIME_BITS(0x134, Form.NUMBER, DOMAIN_PARAMETERS),
  EC_PARAMS(0x180, Form.BYTES, PUBLIC_KEY, PRIVATE_KEY),
  EC_POINT(0x181, Form.BYTES, PUBLIC_KEY),

  OTP_FORMAT(0x220, Form.NUMBER, OTP_KEY),
  OTP_LENGTH(0x221, Form.NUMBER, OTP_KEY),
  HW_FEATURE_TYPE(0x300, Form.NUMBER, HARDWARE_FEATURE),
  RESET_ON_INIT(0x301, Form.BOOLEAN, HARDWARE_FEATURE),
  HAS_RESET(0x302, Form.BOOLEAN, HARDWARE_FEATURE),
  MECHANISM_TYPE(0x500, Form.MECHANISM, MECHANISM),
  PROFILE_ID(0x601, Form.NUMBER, PROFILE);

  /// How the bytes of a value are read.
  public enum Form {
    BOOLEAN,
    /// `CK_ULONG`, as this machine has it
    NUMBER,
    /// UTF-8
    TEXT,
    BYTES,
    /// `CK_DATE`: eight digits
    DATE,
    CLASS,
    KEY_TYPE,
    CERTIFICATE_TYPE,
    MECHANISM,
    MECHANISMS,
    /// Attributes within an attribute; how many is told.
    TEMPLATE
  }

  private enum Since {
    V2,
    V3_0
  }

  private static final class Classes {
    static final ObjectClass[] STORED = {
      DATA, CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, DOMAIN_PARAMETERS, OTP_KEY, PROFILE
    };
  }

  /// Of which key types the attributes of one algorithm are legal; all others are legal for all.
  private static final Map<String, Set<AttributeType>> BY_ALGORITHM =
      Map.of(
          "RSA", EnumSet.of(MODULUS, MODULUS_BITS, PUBLIC_EXPONENT),
          "DSA", EnumSet.of(PRIME, SUBPRIME, BASE, PRIME_BITS, SUBPRIME_BITS),
          "DH", EnumSet.of(PRIME, BASE, PRIME_BITS),
          "X9_42_DH", EnumSet.of(PRIME, SUBPRIME, BASE, PRIME_BITS, SUBPRIME_BITS),
          "EC", EnumSet.of(EC_PARAMS, EC_POINT),
          "EC_EDWARDS", EnumSet.of(EC_PARAMS, EC_POINT),
          "EC_MONTGOMERY", EnumSet.of(EC_PARAMS, EC_POINT));

  private static final Set<AttributeType> OF_SOME_ALGORITHM =
      BY_ALGORITHM.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  /// Secret keys whose type fixes their size have no `CKA_VALUE_LEN`.
  private static final Set<String> FIXED_SIZE = Set.of("DES", "DES2", "DES3");

  private static final Map<Long, AttributeType> BY_CODE =
      Arrays.stream(values())
          .filter(type -> type != CERTIFICATE_VALUE)
          .collect(Collectors.toUnmodifiableMap(AttributeType::code, Function.identity()));

  private final long code;
  private final String title;
  private final Form form;
  private final Since since;

  /// One bit a class, by its place in [ObjectClass].
  private final int classes;

  AttributeType(long code, Form form, ObjectClass... classes) {
    this(code, "", form, Since.V2, classes);
  }

  AttributeType(long code, String name, Form form, ObjectClass... classes) {
    this(code, name, form, Since.V2, classes);
  }

  AttributeType(long code, Form form, Since since, ObjectClass... classes) {
    this(code, "", form, since, classes);
  }

  AttributeType(long code, String name, Form form, Since since, ObjectClass... classes) {
    this.code = code;
    this.title = "CKA_" + (name.isEmpty() ? name() : name);
    this.form = form;
    this.since = since;
    this.classes = Arrays.stream(classes).mapToInt(AttributeType::bit).reduce(0, (a, b) -> a | b);
  }

  private static int bit(ObjectClass objectClass) {
    return 1 << objectClass.ordinal();
  }

  /// The number of the attribute in PKCS#11.
  public long code() {
    return code;
  }

  /// Its name in PKCS#11, such as `CKA_LABEL`.
  public String title() {
    return title;
  }

  public Form form() {
    return form;
  }

  /// What may be asked of an object.
  ///
  /// @param keyType such as `RSA`; empty where the object has none
  /// @param cryptokiMajor major version of PKCS#11 that the module speaks
  public static List<AttributeType> legalFor(
      ObjectClass objectClass, String keyType, int cryptokiMajor) {
    return Arrays.stream(values())
        .filter(type -> (type.classes & bit(objectClass)) != 0)
        .filter(type -> type.since == Since.V2 || cryptokiMajor >= 3)
        .filter(type ->
            !OF_SOME_ALGORITHM.contains(type)
                || BY_ALGORITHM.getOrDefault(keyType, Set.of()).contains(type))
        .filter(type -> type != VALUE_LEN || !FIXED_SIZE.contains(keyType))
        .toList();
  }

  public static Optional<AttributeType> of(long code, ObjectClass objectClass) {
    return objectClass == CERTIFICATE && code == CERTIFICATE_VALUE.code
        ? Optional.of(CERTIFICATE_VALUE)
        : Optional.ofNullable(BY_CODE.get(code));
  }
}
