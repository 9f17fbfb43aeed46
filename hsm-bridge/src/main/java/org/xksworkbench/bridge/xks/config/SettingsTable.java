package org.xksworkbench.bridge.xks.config;

import java.nio.file.Path;
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

/// One table of a TOML file. Remembers what it was asked for, so that a setting that nobody asked
/// for is refused with its line. Errors never hold a value: it may be a secret.
final class SettingsTable {

  private final Path file;
  private final String name;
  private final @Nullable TomlTable table;
  private final @Nullable TomlPosition position;
  private final TreeSet<String> known = new TreeSet<>();

  private SettingsTable(
      Path file, String name, @Nullable TomlTable table, @Nullable TomlPosition position) {
    this.file = file;
    this.name = name;
    this.table = table;
    this.position = position;
  }

  /// @throws ProxyConfigException if the text is not valid TOML
  static SettingsTable parse(Path file, String text) {
    TomlParseResult parsed;
    try {
      parsed = Toml.parse(text);
    } catch (StackOverflowError e) {
      // The parser calls itself for each bracket.
      throw new ProxyConfigException(file + ": lists are nested too deep", null);
    }
    if (!parsed.errors().isEmpty()) {
      var first = parsed.errors().getFirst();
      // Never the parser's own words: they quote the line, which may hold a secret.
      throw new ProxyConfigException(
          file + ", line " + first.position().line() + ": this is not valid TOML", null);
    }
    return new SettingsTable(file, "", parsed, null);
  }

  String text(String setting) {
    return optionalText(setting).orElseThrow(() -> missing(setting));
  }

  String text(String setting, String otherwise) {
    return optionalText(setting).orElse(otherwise);
  }

  Optional<String> optionalText(String setting) {
    return switch (value(setting)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(setting, "must be a text in quotation marks");
    };
  }

  int number(String setting, int otherwise, int least, int most) {
    return switch (value(setting)) {
      case null -> otherwise;
      case Long number when number >= least && number <= most -> number.intValue();
      default -> throw wrong(setting, "must be a number from " + least + " to " + most);
    };
  }

  /// One of PKCS#11, which has 32 bits and no sign.
  long code(String setting, long otherwise) {
    return switch (value(setting)) {
      case null -> otherwise;
      case Long number when isCode(number) -> number;
      default -> throw wrong(setting, "must be a number such as 0x1087");
    };
  }

  List<Long> codes(String setting) {
    return switch (value(setting)) {
      case null -> List.of();
      case TomlArray array -> {
        var codes = new ArrayList<Long>();
        for (var element : array.toList()) {
          if (!(element instanceof Long number && isCode(number))) {
            throw wrong(setting, "must be a list of numbers such as 0x06");
          }
          codes.add(number);
        }
        yield codes;
      }
      default -> throw wrong(setting, "must be a list of numbers such as 0x06");
    };
  }

  private static boolean isCode(long number) {
    return number > 0 && number <= 0xFFFF_FFFFL;
  }

  boolean flag(String setting, boolean otherwise) {
    return switch (value(setting)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      default -> throw wrong(setting, "must be true or false");
    };
  }

  List<String> texts(String setting) {
    return switch (value(setting)) {
      case null -> List.of();
      case TomlArray array -> {
        var texts = new ArrayList<String>();
        for (var element : array.toList()) {
          if (!(element instanceof String text)) {
            throw wrong(setting, "must be a list of texts");
          }
          texts.add(text);
        }
        yield texts;
      }
      default -> throw wrong(setting, "must be a list of texts");
    };
  }

  boolean has(String setting) {
    return value(setting) != null;
  }

  /// Whether the setting is there as a list.
  boolean isList(String setting) {
    return value(setting) instanceof TomlArray;
  }

  /// A table, an empty one if it is not there.
  SettingsTable table(String setting) {
    return switch (value(setting)) {
      case null -> new SettingsTable(file, "[" + setting + "]", null, null);
      case TomlTable inner ->
          new SettingsTable(file, "[" + setting + "]", inner, positionOf(setting));
      default -> throw wrong(setting, "must be a table, [" + setting + "]");
    };
  }

  List<SettingsTable> tables(String setting) {
    return switch (value(setting)) {
      case null -> List.of();
      case TomlArray array -> {
        var tables = new ArrayList<SettingsTable>();
        for (var i = 0; i < array.size(); i++) {
          if (!(array.get(i) instanceof TomlTable inner)) {
            throw wrong(setting, "must be tables, [[" + setting + "]]");
          }
          tables.add(
              new SettingsTable(file, "[[" + setting + "]]", inner, array.inputPositionOf(i)));
        }
        yield tables;
      }
      default -> throw wrong(setting, "must be tables, [[" + setting + "]]");
    };
  }

  /// @throws ProxyConfigException if it holds a setting that was not asked for until now
  void refuseUnknown() {
    if (table == null) {
      return;
    }
    for (var setting : table.keySet()) {
      if (!known.contains(setting)) {
        throw new ProxyConfigException(
            where(positionOf(setting))
                + (name.isEmpty() ? "there is no setting " : name + " has no setting ")
                + setting
                + "; known are "
                + String.join(", ", known),
            null);
      }
    }
  }

  ProxyConfigException wrong(String setting, String what) {
    return new ProxyConfigException(where(positionOf(setting)) + label(setting) + " " + what, null);
  }

  private ProxyConfigException missing(String setting) {
    return new ProxyConfigException(where(position) + label(setting) + " is missing", null);
  }

  private String label(String setting) {
    return name.isEmpty() ? setting : setting + " in " + name;
  }

  private @Nullable Object value(String setting) {
    known.add(setting);
    return table == null ? null : table.get(List.of(setting));
  }

  private @Nullable TomlPosition positionOf(String setting) {
    var own = table == null ? null : table.inputPositionOf(List.of(setting));
    return own == null ? position : own;
  }

  private String where(@Nullable TomlPosition at) {
    return file + (at == null ? ": " : ", line " + at.line() + ": ");
  }
}
