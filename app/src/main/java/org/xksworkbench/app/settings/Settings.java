package org.xksworkbench.app.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.KeptDocument;
import org.xksworkbench.bridge.store.KeptFiles;

/// What the user chose, in one file of the configuration folder. A disk that cannot be written
/// costs the memory of column widths and nothing else. Safe for use by several threads.
public final class Settings {

  private static final int VERSION = 1;

  private final Supplier<SettingsRecord> value;
  private final Consumer<UnaryOperator<SettingsRecord>> change;

  private Settings(Supplier<SettingsRecord> value, Consumer<UnaryOperator<SettingsRecord>> change) {
    this.value = value;
    this.change = change;
  }

  /// Forgotten with the program.
  public static Settings inMemory() {
    var value = new AtomicReference<>(SettingsRecord.NONE);
    return new Settings(value::get, value::updateAndGet);
  }

  /// @param writer on which changes are written: they are made on the window's thread
  public static Settings open(Path file, KeptFiles files, Executor writer) {
    var kept =
        KeptDocument.open(
            new Document<>(file, SettingsRecord.class, VERSION),
            SettingsRecord.NONE,
            files,
            writer);
    return new Settings(kept::value, kept::change);
  }

  public Optional<WindowState> window() {
    return value.get().window();
  }

  public void keepWindow(WindowState window) {
    change.accept(before ->
        new SettingsRecord(
            Optional.of(window),
            before.tables(),
            before.profiles(),
            before.modules(),
            before.proxy()));
  }

  /// @param id of the table, such as `key-stores`
  public Optional<TableState> table(String id) {
    return Optional.ofNullable(value.get().tables().get(id));
  }

  public void keepTable(String id, TableState state) {
    change.accept(before ->
        new SettingsRecord(
            before.window(),
            with(before.tables(), id, state),
            before.profiles(),
            before.modules(),
            before.proxy()));
  }

  /// The Region that the user chose last for a profile.
  public Optional<String> region(String profile) {
    return Optional.ofNullable(value.get().profiles().get(profile))
        .map(ProfileState::region)
        .filter(region -> !region.isEmpty());
  }

  public void keepRegion(String profile, String region) {
    change.accept(before ->
        new SettingsRecord(
            before.window(),
            before.tables(),
            with(before.profiles(), profile, new ProfileState(region)),
            before.modules(),
            before.proxy()));
  }

  /// What the user said that a PKCS#11 module is given.
  ///
  /// @param path of its file, absolute
  public Optional<ModuleStart> module(Path path) {
    return Optional.ofNullable(value.get().modules().get(path.toString()));
  }

  /// Keeps it; nothing is kept of a module that is given nothing.
  public void keepModule(Path path, ModuleStart start) {
    change.accept(before ->
        new SettingsRecord(
            before.window(),
            before.tables(),
            before.profiles(),
            start.equals(ModuleStart.NOTHING)
                ? without(before.modules(), path.toString())
                : with(before.modules(), path.toString(), start),
            before.proxy()));
  }

  /// Modules that are given something.
  public List<Path> modules() {
    return value.get().modules().keySet().stream().sorted().map(Path::of).toList();
  }

  /// The configuration of the XKS proxy that the window is attached to.
  public Optional<Path> proxy() {
    return value.get().proxy().map(Path::of);
  }

  public void keepProxy(Optional<Path> configuration) {
    change.accept(before ->
        new SettingsRecord(
            before.window(),
            before.tables(),
            before.profiles(),
            before.modules(),
            configuration.map(Path::toString)));
  }

  private static <V> Map<String, V> without(Map<String, V> before, String name) {
    var after = new HashMap<>(before);
    after.remove(name);
    return after;
  }

  private static <V> Map<String, V> with(Map<String, V> before, String name, V value) {
    var after = new HashMap<>(before);
    after.put(name, value);
    return after;
  }
}
