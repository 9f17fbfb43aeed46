package org.xksworkbench.bridge.ceremony.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A plan that comes with the program: a start, to be copied, adapted and reviewed.
public enum ShippedPlan {
  /// The main job.
  EXTERNAL_KEY("external-key"),
  /// A new key takes the place of an old one.
  ROTATION("rotation"),
  /// A key is destroyed.
  DESTRUCTION("destruction");

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
