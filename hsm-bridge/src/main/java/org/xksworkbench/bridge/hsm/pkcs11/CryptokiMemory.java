package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.CK_VERSION;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Structures of the wrapper to those of Cryptoki in memory, and back, on the platforms of
/// [ForeignCryptoki#supportsThisPlatform].
final class CryptokiMemory {

  private CryptokiMemory() {}

  static MemorySegment mechanism(Arena arena, CK_MECHANISM mechanism) throws PKCS11Exception {
    if (mechanism.pParameter != null) {
      throw new PKCS11Exception(ReturnCodes.MECHANISM_PARAM_INVALID);
    }
    var given = arena.allocate(3L * Long.BYTES, Long.BYTES);
    given.set(JAVA_LONG, 0, mechanism.mechanism);
    return given;
  }

  static long count(CK_ATTRIBUTE @Nullable [] template) {
    return template == null ? 0 : template.length;
  }

  static MemorySegment template(Arena arena, CK_ATTRIBUTE @Nullable [] template) {
    if (template == null) {
      return MemorySegment.NULL;
    }
    var given = arena.allocate(Math.max(1, 3L * template.length) * Long.BYTES, Long.BYTES);
    for (var i = 0; i < template.length; i++) {
      var attribute = template[i];
      var value = value(attribute.pValue);
      var at = 3L * i * Long.BYTES;
      given.set(JAVA_LONG, at, attribute.type);
      given.set(ADDRESS, at + Long.BYTES, arena.allocateFrom(JAVA_BYTE, value));
      given.set(JAVA_LONG, at + 2 * Long.BYTES, value.length);
    }
    return given;
  }

  /// In the forms that the wrapper's templates have.
  private static byte[] value(@Nullable Object value) {
    return switch (value) {
      case null -> new byte[0];
      case Boolean yes -> new byte[] {(byte) (yes ? 1 : 0)};
      case Long number -> MemorySegment.ofArray(new long[] {number}).toArray(JAVA_BYTE);
      case byte[] bytes -> bytes;
      case char[] text -> new String(text).getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException("No attribute here is a " + value.getClass());
    };
  }

  static CK_VERSION version(MemorySegment told, long at) {
    var version = new CK_VERSION();
    version.major = told.get(JAVA_BYTE, at);
    version.minor = told.get(JAVA_BYTE, at + 1);
    return version;
  }

  static char[] text(MemorySegment told, long at, long length) {
    return new String(told.asSlice(at, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8)
        .toCharArray();
  }
}
