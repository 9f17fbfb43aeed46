package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.SignOfLife;

/// Templates of secret keys: to find them, to change them, and of a new one.
final class SecretKeys {

  private static final int FIND_BATCH = 256;

  private SecretKeys() {}

  static AttributeVector all() {
    return AttributeVector.newSecretKey();
  }

  static AttributeVector byLabel(String label) {
    return AttributeVector.newSecretKey().label(label);
  }

  static AttributeVector byRef(ObjectRef ref) {
    var template = byLabel(ref.label());
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
    for (var usage : KeyUsage.values()) {
      if (!template.leftOut().contains(usage)) {
        attributes.attr(usage.attribute().code(), template.usages().contains(usage));
      }
    }
    return attributes;
  }

  /// What is set to allow or end a usage.
  static AttributeVector usage(KeyUsage usage, boolean allowed) {
    return new AttributeVector().attr(usage.attribute().code(), allowed);
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
}
