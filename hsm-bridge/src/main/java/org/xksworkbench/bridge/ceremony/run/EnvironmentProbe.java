package org.xksworkbench.bridge.ceremony.run;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.store.StoreException;

/// Tells what a ceremony runs on, by the names of [EnvironmentFacts].
public final class EnvironmentProbe {

  private static final String UNKNOWN = "unknown";

  /// A token of SoftHSM, other classes, other libraries: by these somebody else's runs.
  private static final Pattern VARIABLE =
      Pattern.compile(
          "JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|CLASSPATH|LD_.*|DYLD_.*|SOFTHSM2_CONF");

  private static final Pattern JVM_OPTION =
      Pattern.compile("-(javaagent|agentlib|agentpath|Xbootclasspath|-patch-module|-upgrade-).*");

  private final String classPath;
  private final Set<String> variables;
  private final List<String> jvmOptions;
  private @Nullable String program;

  public EnvironmentProbe() {
    this(
        System.getProperty("java.class.path"),
        System.getenv().keySet(),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  /// @param variables names of those that are set
  /// @param jvmArguments as the JVM was started
  EnvironmentProbe(String classPath, Set<String> variables, List<String> jvmArguments) {
    this.classPath = classPath;
    this.variables =
        variables.stream()
            .filter(name -> VARIABLE.matcher(name).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    this.jvmOptions =
        jvmArguments.stream().filter(option -> JVM_OPTION.matcher(option).matches()).toList();
  }

  /// Names of the variables that are set and change what runs.
  Set<String> variables() {
    return variables;
  }

  /// Options of the JVM by which something else runs in this program.
  List<String> jvmOptions() {
    return jvmOptions;
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
    facts.put(EnvironmentFacts.VARIABLES, list(variables));
    facts.put(EnvironmentFacts.JVM_OPTIONS, list(jvmOptions));
    return facts;
  }

  private static String list(Collection<String> found) {
    return found.isEmpty() ? EnvironmentFacts.NONE : String.join(" ", found);
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
