package org.xksworkbench.app.kms.aws.config;

import java.util.Map;

/// A value of a file and where it is written. The value may be secret: it is in no text that this
/// makes.
///
/// @param nested what is indented below, where the value itself is empty; by name
public record Setting(String value, AwsFilePlace place, Map<String, Setting> nested) {

  public Setting {
    nested = Map.copyOf(nested);
  }

  @Override
  public String toString() {
    return "a value of " + place;
  }
}
