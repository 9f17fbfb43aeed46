package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// Secret key objects: finding them, reading their attributes, and the template of a new one.
final class SecretKeys {

  private static final int FIND_BATCH = 256;

  private static final Map<KeyUsage, Long> USAGES =
      Map.of(
          KeyUsage.ENCRYPT, CKA_ENCRYPT,
          KeyUsage.DECRYPT, CKA_DECRYPT,
          KeyUsage.WRAP, CKA_WRAP,
          KeyUsage.UNWRAP, CKA_UNWRAP,
          KeyUsage.SIGN, CKA_SIGN,
          KeyUsage.VERIFY, CKA_VERIFY,
          KeyUsage.DERIVE, CKA_DERIVE);

  /// Attributes that a secret key may have (PKCS#11 3.1, section 4.10) and every token knows.
  private static final long[] ATTRIBUTES = {
    CKA_LABEL,
    CKA_ID,
    CKA_KEY_TYPE,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_SIGN,
    CKA_VERIFY,
    CKA_DERIVE,
    CKA_SENSITIVE,
    CKA_ALWAYS_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_NEVER_EXTRACTABLE,
    CKA_LOCAL,
    CKA_MODIFIABLE
  };

  private SecretKeys() {}

  static AttributeVector all() {
    return AttributeVector.newSecretKey();
  }

  static AttributeVector labelled(String label) {
    return AttributeVector.newSecretKey().label(label);
  }

  static AttributeVector named(KeyRef ref) {
    var template = labelled(ref.label());
    return ref.id().isEmpty() ? template : template.id(HexFormat.of().parseHex(ref.id()));
  }

  static AttributeVector toGenerate(AesKeyTemplate template, byte[] id) {
    var attributes =
        AttributeVector.newAESSecretKey()
            .label(template.label())
            .id(id)
            .token(true)
            .private_(true)
            .sensitive(true)
            .extractable(false)
            .valueLen(template.sizeBits() / 8);
    USAGES.forEach(
        (usage, attribute) -> attributes.attr(attribute, template.usages().contains(usage)));
    return attributes;
  }

  /// What is set to allow or end a usage.
  static AttributeVector usage(KeyUsage usage, boolean allowed) {
    return new AttributeVector().attr(Objects.requireNonNull(USAGES.get(usage)), allowed);
  }

  /// Ends the search whatever happens: a session with an active search does nothing else.
  static List<Long> find(Session session, AttributeVector template, int limit)
      throws PKCS11Exception {
    var found = new ArrayList<Long>();
    session.findObjectsInit(template);
    try {
      while (found.size() < limit) {
        var batch = session.findObjects(Math.min(FIND_BATCH, limit - found.size()));
        if (batch.length == 0) {
          break;
        }
        for (var handle : batch) {
          found.add(handle);
        }
      }
    } finally {
      session.findObjectsFinal();
    }
    return found;
  }

  static HsmKey read(Session session, long handle) throws PKCS11Exception {
    var attributes = session.getAttrValues(handle, ATTRIBUTES);
    var keyType = Objects.requireNonNullElse(attributes.keyType(), CKK_VENDOR_DEFINED);
    return new HsmKey(
        Objects.requireNonNullElse(attributes.label(), ""),
        hex(attributes.id()),
        typeName(keyType),
        sizeBits(session, handle, keyType),
        usages(attributes),
        isTrue(attributes.sensitive()),
        isTrue(attributes.alwaysSensitive()),
        isTrue(attributes.extractable()),
        isTrue(attributes.neverExtractable()),
        isTrue(attributes.local()),
        isTrue(attributes.modifiable()));
  }

  private static String typeName(long keyType) {
    var name = ckkCodeToName(keyType);
    return name.startsWith("CKK_") ? name.substring("CKK_".length()) : name;
  }

  /// `CKA_VALUE_LEN` is not legal for key types of a fixed size, and not every token tells it.
  private static int sizeBits(Session session, long handle, long keyType) throws PKCS11Exception {
    if (keyType == CKK_DES3) {
      return 192;
    }
    try {
      var length = session.getAttrValues(handle, CKA_VALUE_LEN).valueLen();
      return length == null ? 0 : length * 8;
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() == ReturnCodes.ATTRIBUTE_TYPE_INVALID
          || e.getErrorCode() == ReturnCodes.ATTRIBUTE_SENSITIVE) {
        return 0;
      }
      throw e;
    }
  }

  private static Set<KeyUsage> usages(AttributeVector attributes) {
    var usages = EnumSet.noneOf(KeyUsage.class);
    USAGES.forEach((usage, attribute) -> {
      if (isTrue(attributes.getBooleanAttrValue(attribute))) {
        usages.add(usage);
      }
    });
    return usages;
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "" : HexFormat.of().formatHex(bytes);
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
