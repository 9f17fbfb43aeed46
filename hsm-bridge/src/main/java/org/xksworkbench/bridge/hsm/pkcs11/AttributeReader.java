package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.Map;
import java.util.function.BiConsumer;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;

/// Reads several attributes of one object (`C_GetAttributeValue`).
interface AttributeReader {

  /// `CK_ULONG` as this reader gives it: eight bytes, the lowest first.
  int ULONG_BYTES = Long.BYTES;

  /// @param types numbers of attributes
  /// @return the value of each that the token tells; what it does not know or keeps to itself is
  ///   left out
  default Map<Long, byte[]> read(Session session, long object, long... types)
      throws PKCS11Exception {
    return read(session, object, (_, _) -> {}, types);
  }

  /// @param unreadable hears of each attribute that the token cannot read, and the return code
  /// @throws PKCS11Exception if it can read none
  Map<Long, byte[]> read(
      Session session, long object, BiConsumer<Long, PKCS11Exception> unreadable, long... types)
      throws PKCS11Exception;

  /// Whether a type is one of attributes of attributes or of lists of mechanisms
  /// (`CKF_ARRAY_ATTRIBUTE`). p11-kit's client cannot carry them to its server, and says that the
  /// device has failed, although nothing else has.
  static boolean isArray(long type) {
    return (type & 0x4000_0000L) != 0 && type < 0x8000_0000L;
  }
}
