package org.xksworkbench.app.kms.aws.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file as it is written: sections with their settings, and what was left out of it.
///
/// @param sections in their order; what stands below the same header twice is one
record ConfigText(List<ConfigSection> sections, List<AwsFileFinding> findings) {

  private static final String CLI_REFUSES = " The AWS CLI refuses the whole file because of it.";

  /// @param header what stands between the brackets
  record ConfigSection(AwsFilePlace place, String header, Map<String, Setting> settings) {

    ConfigSection {
      settings = Map.copyOf(settings);
    }
  }

  ConfigText {
    sections = List.copyOf(sections);
    findings = List.copyOf(findings);
  }

  /// Never throws: a file that cannot be read is a finding, one that is not there is empty.
  static ConfigText read(Path file) {
    try {
      return of(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new ConfigText(List.of(), List.of());
    } catch (AccessDeniedException e) {
      return unusable(file, "cannot be read: you have no permission to.");
    } catch (IOException e) {
      return unusable(file, "cannot be read: " + e.getMessage());
    }
  }

  static ConfigText of(Path file, byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF) || hasNul(bytes)) {
      return unusable(file, "is written in UTF-16. Save it as UTF-8.");
    }
    var marked = startsWith(bytes, 0xEF, 0xBB, 0xBF);
    var content = ByteBuffer.wrap(bytes, marked ? 3 : 0, bytes.length - (marked ? 3 : 0));
    try {
      var reading = new Reading(file);
      if (marked) {
        reading.addFinding(
            1,
            "begins with a byte order mark, which was skipped. Save it as UTF-8 without one."
                + CLI_REFUSES);
      }
      StandardCharsets.UTF_8.newDecoder().decode(content).toString().lines().forEach(reading::line);
      return reading.text();
    } catch (CharacterCodingException e) {
      return unusable(file, "is not written in UTF-8. Save it as UTF-8.");
    }
  }

  private static ConfigText unusable(Path file, String what) {
    return new ConfigText(List.of(), List.of(new AwsFileFinding(new AwsFilePlace(file, 0), what)));
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    if (bytes.length < first.length) {
      return false;
    }
    for (var i = 0; i < first.length; i++) {
      if ((bytes[i] & 0xFF) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNul(byte[] bytes) {
    for (var one : bytes) {
      if (one == 0) {
        return true;
      }
    }
    return false;
  }

  /// A name and a value of one line. The first of `=` and `:` parts them, as Python has it.
  private record Pair(String key, String value) {

    static Optional<Pair> of(String line) {
      for (var i = 1; i < line.length(); i++) {
        if (line.charAt(i) == '=' || line.charAt(i) == ':') {
          var key = line.substring(0, i).strip().toLowerCase(Locale.ROOT);
          return Optional.of(new Pair(key, line.substring(i + 1).strip()));
        }
      }
      return Optional.empty();
    }

    @Override
    public String toString() {
      return key;
    }
  }

  /// Lines one after the other. What is indented deeper than a setting belongs to it, as in
  /// Python's RawConfigParser; what is only indented does not.
  private static final class Reading {

    private final Path file;
    private final Map<String, Open> sections = new LinkedHashMap<>();
    private final List<AwsFileFinding> findings = new ArrayList<>();
    private int number;
    private @Nullable Open section;
    private @Nullable String key;
    private int indentOfKey;
    private boolean afterBrokenHeader;

    /// A section that more may be added to.
    private record Open(AwsFilePlace place, String header, Map<String, Setting> settings) {}

    Reading(Path file) {
      this.file = file;
    }

    ConfigText text() {
      return new ConfigText(
          sections.values().stream()
              .map(open -> new ConfigSection(open.place(), open.header(), open.settings()))
              .toList(),
          findings);
    }

    void addFinding(int line, String what) {
      findings.add(new AwsFileFinding(new AwsFilePlace(file, line), what));
    }

    void line(String raw) {
      number++;
      var line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        return;
      }
      var indent = raw.indexOf(line.charAt(0));
      if (section != null && key != null && indent > indentOfKey) {
        deeper(section, key, line);
      } else {
        indentOfKey = indent;
        key = null;
        if (line.startsWith("[")) {
          header(line);
        } else {
          property(line);
        }
      }
    }

    private void header(String line) {
      var end = line.lastIndexOf(']');
      afterBrokenHeader = end < 0;
      if (end < 0) {
        section = null;
        addFinding(
            number,
            "is a header without its closing bracket, and was left out with what stands below it."
                + CLI_REFUSES);
        return;
      }
      // "[profile a] # see [b]" ends at the first one.
      var comment = line.indexOf('#') >= 0 ? line.indexOf('#') : line.indexOf(';');
      var first = line.indexOf(']');
      var header = line.substring(1, comment > first ? first : end);
      if (sections.containsKey(header)) {
        addFinding(
            number, "has the same header a second time. Both were read as one." + CLI_REFUSES);
      }
      section =
          sections.computeIfAbsent(
              header,
              name -> new Open(new AwsFilePlace(file, number), name, new LinkedHashMap<>()));
    }

    private void property(String line) {
      var into = section;
      if (into == null) {
        if (!afterBrokenHeader) {
          addFinding(number, "stands before the first header, and was left out." + CLI_REFUSES);
        }
        return;
      }
      Pair.of(line)
          .ifPresentOrElse(
              pair -> {
                key = pair.key();
                put(into, pair);
              },
              () -> addFinding(number, "is not understood, and was left out." + CLI_REFUSES));
    }

    private void put(Open into, Pair pair) {
      var value = pair.value();
      if (KnownKeys.endAtComment(pair.key())) {
        value = value.split("\\s+[#;]", 2)[0].strip();
        if (!value.equals(pair.value())) {
          addFinding(
              number,
              "has a comment behind the value of %s. The AWS CLI takes it for a part of the value."
                  .formatted(pair.key()));
        }
      }
      var before =
          into.settings()
              .put(pair.key(), new Setting(value, new AwsFilePlace(file, number), Map.of()));
      if (before != null) {
        addFinding(
            number,
            "has %s a second time, after line %d. This one is used.%s"
                .formatted(pair.key(), before.place().line(), CLI_REFUSES));
      }
    }

    /// @param parent the setting that it stands below
    private void deeper(Open into, String parent, String line) {
      var above = into.settings().get(parent);
      if (above == null) {
        return;
      }
      var pair = Pair.of(line);
      var name = pair.map(Pair::key).orElse("");
      if (KnownKeys.contains(parent)
          && pair.isPresent()
          && (KnownKeys.contains(name) || above.value().isEmpty())) {
        addFinding(
            number,
            "is indented. The AWS CLI takes it for a part of %s above it.".formatted(parent));
        put(into, pair.get());
      } else if (above.value().isEmpty() && pair.isPresent()) {
        var nested = new LinkedHashMap<>(above.nested());
        nested.put(name, new Setting(pair.get().value(), new AwsFilePlace(file, number), Map.of()));
        into.settings().put(parent, new Setting("", above.place(), nested));
      } else {
        into.settings()
            .put(parent, new Setting(above.value() + "\n" + line, above.place(), above.nested()));
      }
    }
  }
}
