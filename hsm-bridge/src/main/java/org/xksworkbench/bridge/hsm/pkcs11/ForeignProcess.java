package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process is told before it loads its first PKCS#11 module.
final class ForeignProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ForeignProcess.class);

  /// The wrapper asks a module for its interfaces of Cryptoki 3 unless this is set. We call none of
  /// them, and OpenSC's pkcs11-spy 0.23 in front of a module of Cryptoki 2 does not survive it: it
  /// copies its list to where the wrapper only asks for the length.
  private static final String ONLY_CRYPTOKI_2 = "PKCS11_USE_240_ONLY";

  /// Of `getrlimit(2)`, the same on Linux and macOS.
  private static final int RLIMIT_CORE = 4;

  private static final class Prepared {
    static final boolean DONE = prepare();

    private Prepared() {}
  }

  private ForeignProcess() {}

  /// Does its work once. On Windows there is nothing to be told.
  static boolean prepare(boolean supported) {
    return supported && Prepared.DONE;
  }

  private static boolean prepare() {
    try (var arena = Arena.ofConfined()) {
      // What somebody set otherwise stays.
      var set =
          (int)
              function("setenv", ADDRESS, ADDRESS, JAVA_INT)
                  .invokeExact(arena.allocateFrom(ONLY_CRYPTOKI_2), arena.allocateFrom("true"), 0);
      // A core would hold the PIN. The JVM's own switch is not asked where a library calls abort().
      var none = arena.allocate(2L * Long.BYTES, Long.BYTES);
      none.set(JAVA_LONG, 0, 0);
      var limited = (int) function("setrlimit", JAVA_INT, ADDRESS).invokeExact(RLIMIT_CORE, none);
      if (set != 0 || limited != 0) {
        LOG.warn("This process cannot be kept from writing a core file when a module crashes");
      }
      return true;
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle function(String name, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
