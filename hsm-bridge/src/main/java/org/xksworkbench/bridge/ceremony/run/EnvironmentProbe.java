package org.xksworkbench.bridge.ceremony.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.store.StoreException;

/// Tells what a ceremony runs on, by the names of [EnvironmentFacts].
public final class EnvironmentProbe {

  private static final String UNKNOWN = "unknown";

  private final String classPath;
  private @Nullable String program;

  public EnvironmentProbe() {
    this(System.getProperty("java.class.path"));
  }

  EnvironmentProbe(String classPath) {
    this.classPath = classPath;
  }

  /// What the devices and this machine tell of themselves. The first call reads every file of the
  /// program, which takes a second or two.
  public Map<String, String> facts(Devices devices) {
    var token = devices.session().token();
    var facts = new LinkedHashMap<String, String>();
    facts.put(EnvironmentFacts.PROGRAM, program());
    facts.put(
        EnvironmentFacts.PROGRAM_VERSION,
        Objects.requireNonNullElse(
            EnvironmentProbe.class.getPackage().getImplementationVersion(), "development"));
    facts.put(
        EnvironmentFacts.JVM,
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"));
    facts.put(
        EnvironmentFacts.OS,
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    facts.put(EnvironmentFacts.MODULE_HASH, hash(devices.module().path()));
    facts.put(
        EnvironmentFacts.LIBRARY,
        devices.module().manufacturer() + ", " + devices.module().description());
    facts.put(EnvironmentFacts.LIBRARY_VERSION, devices.module().libraryVersion());
    facts.put(EnvironmentFacts.TOKEN_LABEL, token.label());
    facts.put(EnvironmentFacts.TOKEN_MODEL, token.model());
    facts.put(EnvironmentFacts.TOKEN_SERIAL, token.serial());
    facts.put(EnvironmentFacts.FIRMWARE_VERSION, token.firmwareVersion());
    facts.put(EnvironmentFacts.HARDWARE_VERSION, token.hardwareVersion());
    facts.put(EnvironmentFacts.KMS, devices.kms().map(CeremonyKms::description).orElse("none"));
    return facts;
  }

  private static String hash(Path file) {
    try {
      return Fingerprint.ofFile(file.toRealPath()).hex();
    } catch (IOException e) {
      throw new CeremonyException(
          "The module " + file + " cannot be read: " + StoreException.words(e) + ".", e);
    }
  }

  /// SHA-256 over the sorted lines `name SHA-256` of every file on the class path.
  private synchronized String program() {
    var known = program;
    if (known == null) {
      known = hashProgram();
      program = known;
    }
    return known;
  }

  private String hashProgram() {
    var lines = new TreeMap<String, String>();
    try {
      for (var entry : classPath.split(File.pathSeparator, -1)) {
        if (entry.isEmpty()) {
          continue; // the working folder, which is not the program
        }
        var path = Path.of(entry);
        if (Files.isDirectory(path)) {
          for (var file : filesIn(path)) {
            lines.put(
                path.relativize(file).toString().replace('\\', '/'),
                Fingerprint.ofFile(file).hex());
          }
        } else if (Files.isRegularFile(path)) {
          lines.put(String.valueOf(path.getFileName()), Fingerprint.ofFile(path).hex());
        }
      }
    } catch (IOException e) {
      throw new CeremonyException(
          "The program's own files cannot be read: "
              + StoreException.words(e)
              + ". Install the program again.",
          e);
    }
    if (lines.isEmpty()) {
      return UNKNOWN;
    }
    var text = new StringBuilder();
    lines.forEach((name, hash) -> text.append(name).append(' ').append(hash).append('\n'));
    return Fingerprint.of(text.toString()).hex();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(folder)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    return files;
  }
}
