package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The loader of Linux and macOS (`dlopen(3)`), which says why a library does not load.
final class SystemLoader {

  private static final int RTLD_LAZY = 1;
  private static final int LONGEST_MESSAGE = 4096;

  private static final MethodHandle OPEN =
      function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle FIND =
      function("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));

  /// Made before it is needed: making it forgets what went wrong.
  private static final MethodHandle ERROR = function("dlerror", FunctionDescriptor.of(ADDRESS));

  private SystemLoader() {}

  /// The handle of a library, which it loads unless it is loaded already.
  ///
  /// @return null (address 0) if it does not load
  static MemorySegment load(Path library) {
    try (var arena = Arena.ofConfined()) {
      var path = arena.allocateFrom(library.toString());
      return (MemorySegment) OPEN.invokeExact(path, RTLD_LAZY);
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  /// @param library its handle
  static boolean has(MemorySegment library, String function) {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(function);
      var found = (MemorySegment) FIND.invokeExact(library, name);
      return found.address() != 0;
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  /// What went wrong last on this thread, in the loader's own words.
  @SuppressWarnings("restricted") // native access is what this class is for
  static String error() {
    try {
      var message = (MemorySegment) ERROR.invokeExact();
      return message.address() == 0 ? "" : message.reinterpret(LONGEST_MESSAGE).getString(0);
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
