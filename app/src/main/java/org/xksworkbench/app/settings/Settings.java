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
import org.xksworkbench.bridge.store.StoreException;

/// What the user chose, in one file of the configuration folder. A disk that cannot be written
/// costs the memory of column widths and nothing else. Safe for use by several threads.
public final class Settings {

  private static final int VERSION = 1;

  private final Supplier<SettingsRecord> value;
  private final Consumer<UnaryOperator<SettingsRecord>> change;
  private final boolean outlasts;
  private volatile Consumer<Preferences> onPreferences = _ -> {};

  private Settings(
      Supplier<SettingsRecord> value,
      Consumer<UnaryOperator<SettingsRecord>> change,
      boolean outlasts) {
    this.value = value;
    this.change = change;
    this.outlasts = outlasts;
  }

  /// Forgotten with the program.
  public static Settings inMemory() {
    var value = new AtomicReference<>(SettingsRecord.NONE);
    return new Settings(value::get, value::updateAndGet, false);
  }

  /// @param writer on which changes are written: they are made on the window's thread
  public static Settings open(Path file, KeptFiles files, Executor writer) {
    var kept = KeptDocument.open(document(file), SettingsRecord.NONE, files, writer);
    return new Settings(kept::value, kept::change, true);
  }

  /// The language that was chosen, read alone, for who needs it before there is a window. A file
  /// that cannot be read says nothing here; [#open] tells of it.
  public static LanguageChoice language(Path file) {
    try {
      return document(file)
          .read()
          .flatMap(SettingsRecord::preferences)
          .map(Preferences::language)
          .orElse(LanguageChoice.SYSTEM);
    } catch (StoreException e) {
      return LanguageChoice.SYSTEM;
    }
  }

  private static Document<SettingsRecord> document(Path file) {
    return new Document<>(file, SettingsRecord.class, VERSION);
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
            before.proxy(),
            before.preferences()));
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
            before.proxy(),
            before.preferences()));
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
            before.proxy(),
            before.preferences()));
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
            before.proxy(),
            before.preferences()));
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
            configuration.map(Path::toString),
            before.preferences()));
  }

  public Preferences preferences() {
    return value.get().preferences().orElse(Preferences.USUAL);
  }

  public void keepPreferences(Preferences preferences) {
    change.accept(before ->
        new SettingsRecord(
            before.window(),
            before.tables(),
            before.profiles(),
            before.modules(),
            before.proxy(),
            Optional.of(preferences)));
    onPreferences.accept(preferences);
  }

  /// @param listener of what the user prefers from then on, called by whoever keeps it; in the
  ///   place of the one before
  public void onPreferences(Consumer<Preferences> listener) {
    onPreferences = listener;
  }

  /// Whether the next start finds what is kept here.
  public boolean outlastsTheProgram() {
    return outlasts;
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
