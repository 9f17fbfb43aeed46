package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SignOfLife;

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
    CKA_MODIFIABLE,
    // Not legal for key types of a fixed size; not every token tells it.
    CKA_VALUE_LEN
  };

  private static final byte[] NOTHING = new byte[0];

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
        SignOfLife.tell();
      }
    } finally {
      session.findObjectsFinal();
    }
    return found;
  }

  /// @param unreadable hears of attributes that the token cannot read; they are shown as not set
  static HsmKey read(
      AttributeReader reader,
      Session session,
      long handle,
      BiConsumer<Long, PKCS11Exception> unreadable)
      throws PKCS11Exception {
    var values = reader.read(session, handle, unreadable, ATTRIBUTES);
    var type = values.get(CKA_KEY_TYPE);
    var keyType = type == null ? CKK_VENDOR_DEFINED : Attributes.number(type);
    return new HsmKey(
        Attributes.text(values.getOrDefault(CKA_LABEL, NOTHING)),
        HexFormat.of().formatHex(values.getOrDefault(CKA_ID, NOTHING)),
        typeName(keyType),
        sizeBits(values, keyType),
        usages(values),
        isTrue(values, CKA_SENSITIVE),
        isTrue(values, CKA_ALWAYS_SENSITIVE),
        isTrue(values, CKA_EXTRACTABLE),
        isTrue(values, CKA_NEVER_EXTRACTABLE),
        isTrue(values, CKA_LOCAL),
        isTrue(values, CKA_MODIFIABLE));
  }

  private static String typeName(long keyType) {
    var name = ckkCodeToName(keyType);
    return name.startsWith("CKK_") ? name.substring("CKK_".length()) : name;
  }

  private static int sizeBits(Map<Long, byte[]> values, long keyType) {
    if (keyType == CKK_DES3) {
      return 192;
    }
    var length = values.get(CKA_VALUE_LEN);
    return length == null || length.length == 0 ? 0 : (int) Attributes.number(length) * 8;
  }

  private static Set<KeyUsage> usages(Map<Long, byte[]> values) {
    var usages = EnumSet.noneOf(KeyUsage.class);
    USAGES.forEach((usage, attribute) -> {
      if (isTrue(values, attribute)) {
        usages.add(usage);
      }
    });
    return usages;
  }

  private static boolean isTrue(Map<Long, byte[]> values, long attribute) {
    var value = values.get(attribute);
    return value != null && value.length > 0 && value[0] != 0;
  }
}
