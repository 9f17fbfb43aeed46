package org.xksworkbench.bridge.ceremony.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A plan that comes with the program: a start, to be copied, adapted and reviewed.
public enum ShippedPlan {
  /// The main job.
  EXTERNAL_KEY("external-key"),
  /// A new key takes the place of an old one.
  ROTATION("rotation"),
  /// A key is destroyed.
  DESTRUCTION("destruction");

  /// Needs no quotes in YAML and is no number.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9/_.-]*");

  private final String fileName;

  ShippedPlan(String name) {
    this.fileName = name;
  }

  /// The plan's name on a command line, such as `external-key`.
  public String fileName() {
    return fileName;
  }

  public String text() {
    return resource(fileName + ".yaml");
  }

  /// The plan with other values, otherwise as it is, comments and all. What comes of it is a plan
  /// of its own, with a fingerprint of its own.
  ///
  /// @param values by the names that the plan has
  public String text(Map<String, String> values) {
    var text = text();
    for (var value : values.entrySet()) {
      var line =
          Pattern.compile("^  " + Pattern.quote(value.getKey()) + ": .*$", Pattern.MULTILINE);
      text =
          line.matcher(text)
              .replaceFirst(
                  Matcher.quoteReplacement("  " + value.getKey() + ": " + yaml(value.getValue())));
    }
    return text;
  }

  private static String yaml(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  public Plan plan() {
    return Plan.parse(text());
  }

  /// The published JSON schema of plans.
  public static String schema() {
    return resource("ceremony-plan.schema.json");
  }

  private static String resource(String name) {
    try (var in = ShippedPlan.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
