package org.xksworkbench.bridge.guard;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// The text of a [MachinePolicy]. docs/policy-file.md describes it.
final class MachinePolicyFile {

  private static final int LONGEST_IDLE_MINUTES = 24 * 60;

  private static final TreeSet<String> SETTINGS =
      new TreeSet<>(
          List.of(
              "read-only",
              "modules",
              "profiles",
              "regions",
              "idle-lock-minutes",
              "sign-in",
              "credential-process",
              "attach"));

  private final Path file;
  private final TomlTable table;

  private MachinePolicyFile(Path file, TomlTable table) {
    this.file = file;
    this.table = table;
  }

  private static final class PolicyFault extends Exception {

    private static final long serialVersionUID = 1;
    private final String what;

    PolicyFault(String what) {
      super(what);
      this.what = what;
    }
  }

  static MachinePolicy parse(Path file, String text) {
    if (text.isBlank()) {
      return MachinePolicy.ofBrokenFile(
          file,
          file
              + ": it is empty, as a full disk or half a copy leaves it; a policy that allows"
              + " everything has a comment at least, or is no file");
    }
    TomlParseResult parsed;
    try {
      parsed = Toml.parse(text);
    } catch (StackOverflowError e) {
      // The parser calls itself for each bracket.
      return MachinePolicy.ofBrokenFile(file, file + ": lists are nested too deep");
    }
    if (parsed.hasErrors()) {
      var first = parsed.errors().getFirst();
      return MachinePolicy.ofBrokenFile(file, where(file, first.position()) + first.getMessage());
    }
    try {
      return new MachinePolicyFile(file, parsed).policy();
    } catch (PolicyFault e) {
      return MachinePolicy.ofBrokenFile(file, e.what);
    }
  }

  private MachinePolicy policy() throws PolicyFault {
    for (var setting : table.keySet()) {
      if (!SETTINGS.contains(setting)) {
        throw fault(
            setting,
            "there is no setting " + setting + "; known are " + String.join(", ", SETTINGS));
      }
    }
    return new MachinePolicy(
        Optional.of(file),
        Optional.empty(),
        flag("read-only", false),
        modules(),
        texts("profiles"),
        texts("regions"),
        minutes("idle-lock-minutes"),
        flag("sign-in", true),
        flag("credential-process", true),
        flag("attach", true));
  }

  private Optional<List<Path>> modules() throws PolicyFault {
    var texts = texts("modules");
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    var paths = new ArrayList<Path>();
    for (var text : texts.get()) {
      try {
        var path = Path.of(text);
        if (!path.isAbsolute()) {
          throw fault("modules", text + " is not an absolute path");
        }
        paths.add(path.normalize());
      } catch (InvalidPathException e) {
        throw fault("modules", "a path is not valid: " + e.getReason());
      }
    }
    return Optional.of(paths);
  }

  private boolean flag(String setting, boolean usually) throws PolicyFault {
    return switch (value(setting)) {
      case null -> usually;
      case Boolean flag -> flag;
      default -> throw fault(setting, setting + " must be true or false");
    };
  }

  private Optional<List<String>> texts(String setting) throws PolicyFault {
    return switch (value(setting)) {
      case null -> Optional.empty();
      case TomlArray array -> {
        var texts = new ArrayList<String>();
        for (var element : array.toList()) {
          if (!(element instanceof String text)) {
            throw fault(setting, setting + " must be a list of texts");
          }
          texts.add(text);
        }
        yield Optional.of(texts);
      }
      default -> throw fault(setting, setting + " must be a list of texts");
    };
  }

  private Optional<Duration> minutes(String setting) throws PolicyFault {
    return switch (value(setting)) {
      case null -> Optional.empty();
      case Long minutes when minutes >= 1 && minutes <= LONGEST_IDLE_MINUTES ->
          Optional.of(Duration.ofMinutes(minutes));
      default ->
          throw fault(setting, setting + " must be a number from 1 to " + LONGEST_IDLE_MINUTES);
    };
  }

  private @Nullable Object value(String setting) {
    return table.get(List.of(setting));
  }

  private PolicyFault fault(String setting, String what) {
    return new PolicyFault(where(file, table.inputPositionOf(List.of(setting))) + what);
  }

  private static String where(Path file, @Nullable TomlPosition at) {
    return file + (at == null ? ": " : ", line " + at.line() + ": ");
  }
}
