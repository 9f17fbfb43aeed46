package org.xksworkbench.app.kms.aws.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A profile as both files have it together: what the credentials file says wins.
///
/// @param shared names of what the credentials file says
public record ProfileSettings(
    String name, AwsFilePlace place, Map<String, Setting> settings, Set<String> shared) {

  public ProfileSettings {
    settings = Map.copyOf(settings);
    shared = Set.copyOf(shared);
  }

  /// Empty also where it is set to nothing.
  public Optional<Setting> setting(String key) {
    return Optional.ofNullable(settings.get(key)).filter(found -> !found.value().isBlank());
  }

  /// Empty also where it is set to nothing.
  public Optional<String> value(String key) {
    return setting(key).map(Setting::value);
  }

  public boolean has(String key) {
    return setting(key).isPresent();
  }

  @Override
  public String toString() {
    return "the profile " + name;
  }
}
