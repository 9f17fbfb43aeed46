package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// The few functions of a PKCS#11 module that are hot, called without a wrapper. The module is
/// loaded and initialised by the wrapper already.
final class ForeignCryptoki {

  private static final long OS_LOCKING_OK = 0x02;
  private static final long RW_SESSION = 0x02;
  private static final long SERIAL_SESSION = 0x04;

  private static final int INITIALIZE = 0;
  private static final int GET_MECHANISM_INFO = 8;
  private static final int OPEN_SESSION = 12;
  private static final int CLOSE_SESSION = 13;
  private static final int ENCRYPT_INIT = 29;
  private static final int ENCRYPT = 30;
  private static final int DECRYPT_INIT = 33;
  private static final int DECRYPT = 34;
  private static final int GENERATE_RANDOM = 64;

  private static final Linker LINKER = Linker.nativeLinker();

  /// Made when it is first needed, as those of encryption: each costs the start of a short command
  /// some hundredths of a second.
  private static final class OfStart {
    static final MethodHandle CALL_P = downcall(ADDRESS);
  }

  private static final class OfMechanisms {
    static final MethodHandle CALL_NNP = downcall(JAVA_LONG, JAVA_LONG, ADDRESS);
  }

  private static final class OfEncryption {
    static final MethodHandle CALL_N = downcall(JAVA_LONG);
    static final MethodHandle CALL_NPN = downcall(JAVA_LONG, ADDRESS, JAVA_LONG);
    static final MethodHandle CALL_NNPPP =
        downcall(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle CALL_NPNPP =
        downcall(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  }

  private final MemorySegment getMechanismInfo;
  private final MemorySegment openSession;
  private final MemorySegment closeSession;
  private final MemorySegment encryptInit;
  private final MemorySegment encrypt;
  private final MemorySegment decryptInit;
  private final MemorySegment decrypt;
  private final MemorySegment generateRandom;

  ForeignCryptoki(FunctionList functions) {
    getMechanismInfo = functions.function(GET_MECHANISM_INFO);
    openSession = functions.function(OPEN_SESSION);
    closeSession = functions.function(CLOSE_SESSION);
    encryptInit = functions.function(ENCRYPT_INIT);
    encrypt = functions.function(ENCRYPT);
    decryptInit = functions.function(DECRYPT_INIT);
    decrypt = functions.function(DECRYPT);
    generateRandom = functions.function(GENERATE_RANDOM);
  }

  /// Whether this is a platform on which `CK_ULONG` (`unsigned long`) and pointers have 64 bits and
  /// structures are not packed: Linux and macOS, not Windows.
  static boolean supportsThisPlatform() {
    var aLong = LINKER.canonicalLayouts().get("long");
    return ADDRESS.byteSize() == Long.BYTES && aLong != null && aLong.byteSize() == Long.BYTES;
  }

  /// `C_Initialize` with what a module wants to be told in `pReserved`, as NSS does. Locking is
  /// left to the operating system.
  static void initialize(FunctionList functions, String reserved) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      // Four mutex functions, flags, and pReserved, which NSS calls LibraryParameters and follows
      // by another.
      var arguments = arena.allocate(7L * Long.BYTES, Long.BYTES);
      arguments.set(JAVA_LONG, 4L * Long.BYTES, OS_LOCKING_OK);
      arguments.set(ADDRESS, 5L * Long.BYTES, arena.allocateFrom(reserved));
      check(p(functions.function(INITIALIZE), arguments));
    }
  }

  /// @return key sizes, lowest and highest, and flags; what a module does not set is 0
  long[] mechanismInfo(long slotId, long mechanism) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(3L * Long.BYTES, Long.BYTES);
      check((long) OfMechanisms.CALL_NNP.invokeExact(getMechanismInfo, slotId, mechanism, info));
      return info.toArray(JAVA_LONG);
    } catch (PKCS11Exception e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @param writable whether the token can be written to; else it opens no session for that
  long openSession(long slotId, boolean writable) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var session = arena.allocate(JAVA_LONG);
      var flags = writable ? SERIAL_SESSION | RW_SESSION : SERIAL_SESSION;
      check(nnppp(openSession, slotId, flags, MemorySegment.NULL, MemorySegment.NULL, session));
      return session.get(JAVA_LONG, 0);
    }
  }

  /// @return return code
  long closeSession(long session) {
    try {
      return (long) OfEncryption.CALL_N.invokeExact(closeSession, session);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// @return return code
  long encryptInit(long session, MemorySegment mechanism, long key) {
    return npn(encryptInit, session, mechanism, key);
  }

  /// @return return code
  long encrypt(
      long session, MemorySegment in, long length, MemorySegment out, MemorySegment outLength) {
    return npnpp(encrypt, session, in, length, out, outLength);
  }

  /// @return return code
  long decryptInit(long session, MemorySegment mechanism, long key) {
    return npn(decryptInit, session, mechanism, key);
  }

  /// @return return code
  long decrypt(
      long session, MemorySegment in, long length, MemorySegment out, MemorySegment outLength) {
    return npnpp(decrypt, session, in, length, out, outLength);
  }

  /// @return return code
  long generateRandom(long session, MemorySegment out, long length) {
    return npn(generateRandom, session, out, length);
  }

  static void check(long returnCode) throws PKCS11Exception {
    if (returnCode != 0) {
      throw new PKCS11Exception(returnCode);
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle downcall(MemoryLayout... arguments) {
    return LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static long p(MemorySegment function, MemorySegment a) {
    try {
      return (long) OfStart.CALL_P.invokeExact(function, a);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static long npn(MemorySegment function, long a, MemorySegment b, long c) {
    try {
      return (long) OfEncryption.CALL_NPN.invokeExact(function, a, b, c);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static long nnppp(
      MemorySegment function, long a, long b, MemorySegment c, MemorySegment d, MemorySegment e) {
    try {
      return (long) OfEncryption.CALL_NNPPP.invokeExact(function, a, b, c, d, e);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  private static long npnpp(
      MemorySegment function, long a, MemorySegment b, long c, MemorySegment d, MemorySegment e) {
    try {
      return (long) OfEncryption.CALL_NPNPP.invokeExact(function, a, b, c, d, e);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static RuntimeException impossible(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("C throws nothing", e);
  }
}
