package org.xksworkbench.bridge.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.store.TextFile;

/// What the administrator of this machine allows its users to do with this program. A user cannot
/// override it: no argument and no environment variable leads to another file.
///
/// A file that cannot be understood is not ignored: everything is read-only then and no PKCS#11
/// module is loaded, until it is mended.
///
/// @param file that it was read from; empty if this machine has none
/// @param fault file, line and reason if the file cannot be understood; empty if it can
/// @param readOnly whether nothing may be changed, whatever the profile
/// @param modules PKCS#11 libraries that may be loaded; empty allows every one
/// @param profiles AWS profiles that may be used; empty allows every one
/// @param regions AWS Regions that may be used; empty allows every one
/// @param idleLock the longest time without a user before logins to tokens end
/// @param signIn whether somebody may sign in to AWS in the window
/// @param credentialProcess whether programs may be started that hand out credentials of AWS
/// @param attach whether a service may be worked on that runs already and this program did not
///   start
public record MachinePolicy(
    Optional<Path> file,
    Optional<String> fault,
    boolean readOnly,
    Optional<List<Path>> modules,
    Optional<List<String>> profiles,
    Optional<List<String>> regions,
    Optional<Duration> idleLock,
    boolean signIn,
    boolean credentialProcess,
    boolean attach) {

  /// More than any list of modules needs, and little enough to read before a window.
  private static final int LONGEST = 1 << 16;

  public MachinePolicy {
    modules = modules.map(List::copyOf);
    profiles = profiles.map(List::copyOf);
    regions = regions.map(List::copyOf);
  }

  /// Allows everything.
  public static MachinePolicy none() {
    return new MachinePolicy(
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        true);
  }

  /// The one of this machine.
  public static MachinePolicy ofMachine() {
    return read(location(System.getProperty("os.name", "").toLowerCase(Locale.ROOT)));
  }

  /// Where only an administrator can write. Not taken from an environment variable such as
  /// `ProgramData`: its user could set that.
  static Path location(String os) {
    if (os.startsWith("windows")) {
      return Path.of("C:\\ProgramData\\xks-workbench\\policy.toml");
    }
    return os.startsWith("mac")
        ? Path.of("/Library/Application Support/xks-workbench/policy.toml")
        : Path.of("/etc/xks-workbench/policy.toml");
  }

  /// Reads a policy; a file that is not there allows everything. A link that leads nowhere is
  /// there: what it stands for was meant to be obeyed.
  public static MachinePolicy read(Path file) {
    try {
      return TextFile.read(file, LONGEST)
          // Editors on Windows put a byte order mark before the first line.
          .map(text -> text.startsWith("\uFEFF") ? text.substring(1) : text)
          .map(text -> MachinePolicyFile.parse(file, text))
          .orElseGet(MachinePolicy::none);
    } catch (StoreException e) {
      return ofBrokenFile(file, e.clause());
    }
  }

  static MachinePolicy ofBrokenFile(Path file, String fault) {
    return new MachinePolicy(
        Optional.of(file),
        Optional.of(fault),
        true,
        Optional.of(List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  /// A lock that is open only if this policy allows changes, too.
  public ChangeLock on(ChangeLock lock) {
    return readOnly ? new PolicyLock(lock, this) : lock;
  }

  /// Called right before a change where no profile is in use.
  ///
  /// @throws ReadOnlyException if this machine is read-only
  public void requireChanges(String operation) {
    if (readOnly) {
      throw ReadOnlyException.byPolicy(why(), operation);
    }
  }

  public boolean allowsModule(Path module) {
    return modules.map(allowed -> allowed.stream().anyMatch(one -> same(one, module))).orElse(true);
  }

  public boolean allowsProfile(String profile) {
    return profiles.map(allowed -> allowed.contains(profile)).orElse(true);
  }

  public boolean allowsRegion(String region) {
    return regions.map(allowed -> allowed.contains(region)).orElse(true);
  }

  /// @throws PolicyException if the module may not be loaded
  public void requireModule(Path module) {
    if (!allowsModule(module)) {
      throw new PolicyException("the PKCS#11 module " + module, why());
    }
  }

  /// @throws PolicyException if the profile may not be used
  public void requireProfile(String profile) {
    if (!allowsProfile(profile)) {
      throw new PolicyException("the AWS profile " + profile, why());
    }
  }

  /// @throws PolicyException if the Region may not be used
  public void requireRegion(String region) {
    if (!allowsRegion(region)) {
      throw new PolicyException("the Region " + region, why());
    }
  }

  /// @throws PolicyException if nobody may sign in to AWS in the window
  public void requireSignIn() {
    if (!signIn) {
      throw new PolicyException("the sign-in to AWS in this window", why());
    }
  }

  /// @param what such as "a local KMS that runs already"
  /// @throws PolicyException if it may not be worked on
  public void requireAttach(String what) {
    if (!attach) {
      throw new PolicyException(what, why());
    }
  }

  /// What is in force, a line each, for people. Empty if this machine has no policy.
  public List<String> summary() {
    if (file.isEmpty()) {
      return List.of();
    }
    var lines = new java.util.ArrayList<String>();
    lines.add("file: " + file.get());
    fault.ifPresent(what -> lines.add("cannot be understood: " + what));
    lines.add("read-only: " + readOnly);
    modules.ifPresent(list -> lines.add("modules: " + list));
    profiles.ifPresent(list -> lines.add("profiles: " + list));
    regions.ifPresent(list -> lines.add("regions: " + list));
    idleLock.ifPresent(time -> lines.add("idle-lock-minutes: " + time.toMinutes()));
    if (!signIn) {
      lines.add("sign-in: false");
    }
    if (!credentialProcess) {
      lines.add("credential-process: false");
    }
    if (!attach) {
      lines.add("attach: false");
    }
    return List.copyOf(lines);
  }

  /// The rule that a user reads when something is refused.
  String why() {
    var name = file.map(Path::toString).orElse("");
    return fault
        .map(what ->
            "The policy of this machine cannot be understood, so nothing may be changed and no"
                + " module is loaded. "
                + what
                + ".")
        .orElse("The policy of this machine, " + name + ", does not allow it.");
  }

  /// Also if one of them is a link to the other.
  private static boolean same(Path allowed, Path asked) {
    try {
      return allowed.toRealPath().equals(asked.toRealPath());
    } catch (IOException e) {
      return allowed.equals(asked.toAbsolutePath().normalize());
    }
  }
}
