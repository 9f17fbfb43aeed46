package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// The `CK_FUNCTION_LIST` of a module, asked for once. p11-kit makes another instance of itself
/// each time that it is asked: not started, and with sessions of its own. So the list is read from
/// where the wrapper keeps it, which asked for it when it loaded the module.
///
/// ```
/// struct { jobject module; Data *data; Node *next; } *moduleListHead;   the newest last
/// struct Data { void *library; CK_FUNCTION_LIST *functions; … };
/// ```
///
/// Where a function of Cryptoki stands in the list is fixed since version 2.0: after the version,
/// which takes one word, in the order of the header file.
final class FunctionList {

  private static final Logger LOG = LoggerFactory.getLogger(FunctionList.class);

  private static final int FUNCTIONS = 68;
  private static final long WORD = ADDRESS.byteSize();
  static final String INTERFACE = "C_GetInterface";
  private static final String KEPT_BY_THE_WRAPPER = "moduleListHead";

  private final MemorySegment functions;

  private FunctionList(MemorySegment functions) {
    this.functions = functions;
  }

  /// @param module loaded by the wrapper already
  /// @throws IllegalArgumentException if it cannot be loaded
  static FunctionList of(Path module) throws PKCS11Exception {
    var kept = keptByTheWrapper(module);
    if (kept.isEmpty()) {
      LOG.warn("The wrapper does not show the functions of {}; they are asked for again", module);
      return ask(module);
    }
    return kept.get();
  }

  /// The list of a module that has `C_GetInterface` (PKCS#11 3.0): its functions of Cryptoki 2
  /// stand where they always stood.
  ///
  /// @return empty if it has no interface of the name `PKCS 11`
  @SuppressWarnings("restricted") // native access is what this class is for
  static Optional<FunctionList> ofInterface(Path module) throws PKCS11Exception {
    try (var arena = Arena.ofConfined()) {
      var getInterface = SymbolLookup.libraryLookup(module, Arena.global()).findOrThrow(INTERFACE);
      var found = arena.allocate(ADDRESS);
      var call =
          Linker.nativeLinker()
              .downcallHandle(
                  getInterface,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ValueLayout.JAVA_LONG));
      ForeignCryptoki.check(
          (long) call.invokeExact(arena.allocateFrom("PKCS 11"), MemorySegment.NULL, found, 0L));
      var given = found.get(ADDRESS, 0);
      // struct CK_INTERFACE { char *name; void *functions; CK_FLAGS flags; }
      return given.address() == 0
          ? Optional.empty()
          : usable(given.reinterpret(2 * WORD).get(ADDRESS, WORD));
    } catch (PKCS11Exception e) {
      throw e;
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }

  MemorySegment function(int index) {
    return functions.get(ADDRESS, (index + 1) * WORD);
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  static Optional<FunctionList> keptByTheWrapper(Path module) {
    var head = SymbolLookup.loaderLookup().find(KEPT_BY_THE_WRAPPER);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    var library = SystemLoader.load(module).address();
    var found = Optional.<FunctionList>empty();
    for (var node = head.get().reinterpret(WORD).get(ADDRESS, 0);
        node.address() != 0;
        node = node.get(ADDRESS, 2 * WORD)) {
      node = node.reinterpret(3 * WORD);
      var data = node.get(ADDRESS, WORD).reinterpret(2 * WORD);
      if (data.get(ADDRESS, 0).address() == library) {
        found = usable(data.get(ADDRESS, WORD));
      }
    }
    return found;
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static Optional<FunctionList> usable(MemorySegment list) {
    if (list.address() == 0) {
      return Optional.empty();
    }
    var functions = list.reinterpret((FUNCTIONS + 1) * WORD);
    // The major version: what is no list of functions seldom begins so.
    var major = functions.get(JAVA_BYTE, 0);
    return major == 2 || major == 3 ? Optional.of(new FunctionList(functions)) : Optional.empty();
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static FunctionList ask(Path module) throws PKCS11Exception {
    var getFunctionList =
        SymbolLookup.libraryLookup(module, Arena.global())
            .find("C_GetFunctionList")
            .orElseThrow(() -> new IllegalArgumentException("no C_GetFunctionList in " + module));
    try (var arena = Arena.ofConfined()) {
      var list = arena.allocate(ADDRESS);
      var call =
          Linker.nativeLinker()
              .downcallHandle(
                  getFunctionList, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ADDRESS));
      ForeignCryptoki.check((long) call.invokeExact(list));
      return new FunctionList(list.get(ADDRESS, 0).reinterpret((FUNCTIONS + 1) * WORD));
    } catch (PKCS11Exception e) {
      throw e;
    } catch (Throwable e) {
      throw ForeignCryptoki.impossible(e);
    }
  }
}
