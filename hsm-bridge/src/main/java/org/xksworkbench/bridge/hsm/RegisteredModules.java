package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xksworkbench.bridge.hsm.KnownModules.KnownModule;

/// Libraries that packages, administrators and users have registered with p11-kit, in files that
/// end in `.module` (`pkcs11.conf(5)`): one setting a line, `module: PATH` among them.
///
/// @param folders of such files; one of a name goes before another of it in a later folder
/// @param libraries where a library is whose path is not absolute
record RegisteredModules(List<Path> folders, List<Path> libraries) {

  private static final String ENDING = ".module";
  private static final long LONGEST = 1 << 16;

  /// What is registered on this machine for this user.
  static RegisteredModules ofUser() {
    var configured = System.getenv("XDG_CONFIG_HOME");
    var home =
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(configured);
    return new RegisteredModules(
        List.of(
            home.resolve("pkcs11/modules"),
            Path.of("/etc/pkcs11/modules"),
            Path.of("/usr/local/share/p11-kit/modules"),
            Path.of("/usr/share/p11-kit/modules")),
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/pkcs11"),
            Path.of("/usr/lib/aarch64-linux-gnu/pkcs11"),
            Path.of("/usr/lib64/pkcs11"),
            Path.of("/usr/lib/pkcs11"),
            Path.of("/usr/local/lib/pkcs11"),
            Path.of("/opt/homebrew/lib/pkcs11")));
  }

  /// Those that are there. A file that cannot be read registers nothing.
  List<KnownModule> list() {
    var files = new TreeMap<String, Path>();
    for (var folder : folders) {
      filesIn(folder).forEach(file -> files.putIfAbsent(file.getFileName().toString(), file));
    }
    var modules = new ArrayList<KnownModule>();
    files.forEach((name, file) -> {
      var settings = read(file);
      // Certificates of authorities, and no keys.
      if (!settings.getOrDefault("trust-policy", "").equals("yes")) {
        library(settings.getOrDefault("module", ""))
            .ifPresent(library ->
                modules.add(
                    new KnownModule(
                        name.substring(0, name.length() - ENDING.length()),
                        library,
                        settings.getOrDefault("x-init-reserved", ""))));
      }
    });
    return List.copyOf(modules);
  }

  /// Most machines have some of the folders only.
  private static List<Path> filesIn(Path folder) {
    try (var found = Files.list(folder)) {
      return found.filter(file -> file.getFileName().toString().endsWith(ENDING)).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private Optional<Path> library(String named) {
    try {
      var path = Path.of(named);
      if (named.isEmpty() || path.isAbsolute()) {
        return Optional.of(path).filter(Files::isRegularFile);
      }
      return libraries.stream()
          .map(folder -> folder.resolve(path))
          .filter(Files::isRegularFile)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        return Map.of();
      }
      var settings = new HashMap<String, String>();
      // Whatever its encoding, what is asked for is ASCII.
      for (var line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
        var colon = line.indexOf(':');
        if (colon > 0 && !line.strip().startsWith("#")) {
          settings.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
      return settings;
    } catch (IOException e) {
      return Map.of();
    }
  }
}
