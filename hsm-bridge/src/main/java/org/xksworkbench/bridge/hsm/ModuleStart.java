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
/// @param userType what `C_Login` is told of who logs in as the user; 0 is `CKU_USER`
public record ModuleStart(String initialization, Map<String, String> environment, long userType) {

  public static final ModuleStart NOTHING = new ModuleStart("", Map.of());

  /// Numbers of vendors begin there; others are of the standard (`CKU_VENDOR_DEFINED`).
  private static final long VENDORS = 0x8000_0000L;

  private static final long USER = 1;

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
    if (userType != 0 && !isUserType(userType)) {
      throw new IllegalArgumentException(
          "A user type is 1 (CKU_USER) or a vendor's number from 0x80000000 on.");
    }
  }

  /// For a user as every token has one.
  public ModuleStart(String initialization, Map<String, String> environment) {
    this(initialization, environment, 0);
  }

  /// Whether one may log in by it as a user: never as the security officer.
  public static boolean isUserType(long number) {
    return number == USER || (number >= VENDORS && number <= 0xFFFF_FFFFL);
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
  /// @param userType a number, or nothing
  /// @throws IllegalArgumentException with a sentence on what cannot be given
  public static ModuleStart of(String initialization, String variables, String userType) {
    return new ModuleStart(
        initialization.strip(), environment(variables), userTypeOf(userType.strip()));
  }

  private static long userTypeOf(String number) {
    try {
      return number.isEmpty() ? 0 : Long.decode(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A user type is a number, such as 0x80000001.", e);
    }
  }

  private static Map<String, String> environment(String variables) {
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
    return environment;
  }

  /// As [#of] reads it.
  public String userTypeText() {
    return userType == 0 ? "" : "0x" + Long.toHexString(userType);
  }

  /// As [#of] reads them.
  public String variables() {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("\n"));
  }

  public ModuleStart initializedWith(String other) {
    return new ModuleStart(other, environment, userType);
  }

  /// Without the values: somebody may have given a password after all.
  @Override
  public String toString() {
    return "ModuleStart[" + new TreeSet<>(environment.keySet()) + " " + userType + "]";
  }
}
