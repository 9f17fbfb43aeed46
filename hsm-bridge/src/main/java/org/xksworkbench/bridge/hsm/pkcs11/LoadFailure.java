package org.xksworkbench.bridge.hsm.pkcs11;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a file cannot be loaded as a PKCS#11 library.
final class LoadFailure {

  private static final Pattern MISSING =
      Pattern.compile("(\\S+): cannot open shared object file: No such file or directory");
  private static final Pattern MISSING_ON_MACOS = Pattern.compile("Library not loaded: (\\S+)");
  private static final String FUNCTION = "C_GetFunctionList";

  private LoadFailure() {}

  /// Before anything is loaded: what the file itself shows.
  static Optional<String> ofFile(Path module) {
    if (Files.isDirectory(module)) {
      return Optional.of("it is a folder; choose the library file in it");
    }
    if (!Files.exists(module)) {
      return Optional.of(
          Files.notExists(module)
              ? "there is no such file"
              : "a folder on the way to it is closed to this user");
    }
    if (!Files.isRegularFile(module)) {
      return Optional.of("it is no file");
    }
    return Files.isReadable(module) ? Optional.empty() : Optional.of("this user may not read it");
  }

  /// Loads it, which the wrapper does once more: its own failures say less.
  static Optional<String> whenLoaded(Path module) {
    var library = SystemLoader.load(module);
    if (library.address() == 0) {
      return Optional.of(inWords(module, SystemLoader.error()));
    }
    return SystemLoader.has(library, FUNCTION) || SystemLoader.has(library, FunctionList.INTERFACE)
        ? Optional.empty()
        : Optional.of("it is no PKCS#11 library: it has no " + FUNCTION);
  }

  /// Whether a library that loads must be asked in the way of PKCS#11 3.0, because it has no other.
  static boolean hasInterfacesAlone(Path module) {
    return !SystemLoader.has(SystemLoader.load(module), FUNCTION);
  }

  /// @param loader what the system's loader said
  static String inWords(Path module, String loader) {
    var said = loader.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    return why(module, loader) + said.map(words -> ". The system says: " + words).orElse("");
  }

  private static String why(Path module, String loader) {
    var missing = missing(module, loader);
    if (missing.isPresent()) {
      return "it needs " + missing.get() + ", which the system does not find; install that, too";
    }
    if (loader.contains("ELFCLASS32")) {
      return "it is a library of 32 bits, and this program needs one of 64";
    }
    if (loader.contains("wrong ELF class") || loader.contains("incompatible architecture")) {
      return "it is made for another kind of processor";
    }
    if (loader.contains("failed to map segment")) {
      return "the system loads no libraries from its folder, which may be mounted noexec";
    }
    return "it is no PKCS#11 library for this system";
  }

  private static Optional<String> missing(Path module, String loader) {
    for (var pattern : new Pattern[] {MISSING, MISSING_ON_MACOS}) {
      var found = pattern.matcher(loader);
      if (found.find() && !found.group(1).equals(module.toString())) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }
}
