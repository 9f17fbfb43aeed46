package org.xksworkbench.bridge.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// PKCS#11 URIs as p11-kit reads and writes them, the library of GnuTLS and of most programs of
/// Linux.
@SuppressWarnings("restricted") // native access is what it is for
final class P11KitUris {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libp11-kit.so.0"),
          Path.of("/usr/lib/aarch64-linux-gnu/libp11-kit.so.0"),
          Path.of("/usr/lib64/libp11-kit.so.0"));

  /// `P11_KIT_URI_FOR_ANY`
  private static final int ANY = 0xFFFF;

  private static final long CKA_CLASS = 0x000;
  private static final long CKA_LABEL = 0x003;
  private static final long CKA_ID = 0x102;
  private static final long LONGEST = 100_000;

  private final MethodHandle create;
  private final MethodHandle free;
  private final MethodHandle parse;
  private final MethodHandle format;
  private final MethodHandle attribute;
  private final MethodHandle tokenInfo;

  /// What one says. What it does not say is empty.
  record KitUri(
      String token,
      String manufacturer,
      String model,
      String serial,
      Optional<String> object,
      Optional<String> id,
      Optional<Long> objectClass,
      String written) {}

  private P11KitUris(SymbolLookup library) {
    create = function(library, "new", FunctionDescriptor.of(ADDRESS));
    free = function(library, "free", FunctionDescriptor.ofVoid(ADDRESS));
    parse = function(library, "parse", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    format =
        function(library, "format", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    attribute =
        function(library, "get_attribute", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG));
    tokenInfo = function(library, "get_token_info", FunctionDescriptor.of(ADDRESS, ADDRESS));
  }

  static Optional<P11KitUris> ofThisSystem() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .map(path -> new P11KitUris(SymbolLookup.libraryLookup(path, Arena.global())));
  }

  private static MethodHandle function(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow("p11_kit_uri_" + name), descriptor);
  }

  /// Empty if it refuses it.
  Optional<KitUri> read(String text) {
    try (var arena = Arena.ofConfined()) {
      var uri = (MemorySegment) create.invokeExact();
      try {
        if ((int) parse.invokeExact(arena.allocateFrom(text), ANY, uri) != 0) {
          return Optional.empty();
        }
        var written = arena.allocate(ADDRESS);
        if ((int) format.invokeExact(uri, ANY, written) != 0) {
          throw new AssertionError("p11-kit does not write what it has read: " + text);
        }
        var token = ((MemorySegment) tokenInfo.invokeExact(uri)).reinterpret(96);
        return Optional.of(
            new KitUri(
                field(token, 0, 32),
                field(token, 32, 32),
                field(token, 64, 16),
                field(token, 80, 16),
                value(uri, CKA_LABEL).map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
                value(uri, CKA_ID).map(HexFormat.of()::formatHex),
                value(uri, CKA_CLASS)
                    .map(bytes ->
                        MemorySegment.ofArray(bytes).get(JAVA_LONG.withByteAlignment(1), 0)),
                written.get(ADDRESS, 0).reinterpret(LONGEST).getString(0)));
      } finally {
        free.invokeExact(uri);
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Padded with blanks, or with zeros where nothing was said.
  private static String field(MemorySegment info, long from, long length) {
    var bytes = info.asSlice(from, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").stripTrailing();
  }

  private Optional<byte[]> value(MemorySegment uri, long type) throws Throwable {
    var found = (MemorySegment) attribute.invokeExact(uri, type);
    if (found.address() == 0) {
      return Optional.empty();
    }
    var attr = found.reinterpret(24);
    var length = attr.get(JAVA_LONG, 16);
    return Optional.of(
        length == 0 ? new byte[0] : attr.get(ADDRESS, 8).reinterpret(length).toArray(JAVA_BYTE));
  }
}
