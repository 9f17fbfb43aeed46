package org.xksworkbench.bridge.hsm;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a PKCS#11 module is given when it is loaded. Nothing secret: it is kept in a file, and
/// programs of the same user can see it.
///
/// @param initialization what it is told when it starts (`pReserved` of `C_Initialize`); empty for
///   nearly all, needed by NSS
/// @param environment variables of its process, such as `SOFTHSM2_CONF`
public record ModuleStart(String initialization, Map<String, String> environment) {

  public static final ModuleStart NOTHING = new ModuleStart("", Map.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// They load code beside the module, or into every Java program.
  private static final Set<String> REFUSED =
      Set.of(
          "LD_PRELOAD",
          "LD_AUDIT",
          "DYLD_INSERT_LIBRARIES",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS");

  /// @throws IllegalArgumentException with a sentence on what cannot be given
  public ModuleStart {
    environment = Map.copyOf(environment);
    if (isOfSeveralLines(initialization)) {
      throw new IllegalArgumentException("The initialization string is one line.");
    }
    environment.forEach(ModuleStart::require);
  }

  private static void require(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + ForeignText.printable(name) + "\" is no name of a variable.");
    }
    if (REFUSED.contains(name)) {
      throw new IllegalArgumentException(
          name + " loads other code than the module, and is not given to it.");
    }
    if (isOfSeveralLines(value)) {
      throw new IllegalArgumentException("The value of " + name + " is one line.");
    }
  }

  private static boolean isOfSeveralLines(String text) {
    return text.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r');
  }

  /// @param variables as people write them: `NAME=value`, one a line
  /// @throws IllegalArgumentException with a sentence on the line that cannot be given
  public static ModuleStart of(String initialization, String variables) {
    var environment = new TreeMap<String, String>();
    for (var line : variables.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
      var equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "\"" + ForeignText.printable(line) + "\" is not of the form NAME=value.");
      }
      if (environment.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip())
          != null) {
        throw new IllegalArgumentException(line.substring(0, equals) + " is given twice.");
      }
    }
    return new ModuleStart(initialization.strip(), environment);
  }

  /// As [#of] reads them.
  public String variables() {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("\n"));
  }

  public ModuleStart initializedWith(String other) {
    return new ModuleStart(other, environment);
  }

  /// Without the values: somebody may have given a password after all.
  @Override
  public String toString() {
    return "ModuleStart[" + new TreeSet<>(environment.keySet()) + "]";
  }
}
