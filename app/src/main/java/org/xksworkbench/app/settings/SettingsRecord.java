package org.xksworkbench.app.settings;

import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// All settings, as they are on disk.
///
/// @param tables by the table's id
/// @param profiles by the profile's name
/// @param modules by the module's path
/// @param proxy `proxy.toml` of the XKS proxy that the window is attached to
/// @param preferences empty where none was changed
record SettingsRecord(
    Optional<WindowState> window,
    Map<String, TableState> tables,
    Map<String, ProfileState> profiles,
    Map<String, ModuleStart> modules,
    Optional<String> proxy,
    Optional<Preferences> preferences) {

  static final SettingsRecord NONE =
      new SettingsRecord(
          Optional.empty(), Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());

  SettingsRecord {
    tables = Map.copyOf(tables);
    profiles = Map.copyOf(profiles);
    modules = Map.copyOf(modules);
  }
}
