package org.xksworkbench.app.hsm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.xksworkbench.app.hsm.AttachedHsm.Module;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.ModuleInfo;

/// A module from when it is wanted until it is closed, starts anew or its process ends: a login
/// belongs to one of these.
final class OpenModule {

  private record Loaded(Hsm hsm, ModuleInfo info) {}

  private final Path path;
  private final Path file;
  private final CompletableFuture<Loaded> loaded;
  private final Map<Long, Door> doors = new ConcurrentHashMap<>();

  /// The file that a name leads to, over whatever links, at this moment.
  static Path fileOf(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // What cannot be followed is known by its name; loading it says why.
      return path;
    }
  }

  /// One that is being loaded.
  OpenModule(Path path) {
    this(path, fileOf(path), new CompletableFuture<>());
  }

  private OpenModule(Path path, Path file, CompletableFuture<Loaded> loaded) {
    this.path = path;
    this.file = file;
    this.loaded = loaded;
  }

  /// The same module without a login.
  ///
  /// @param now the file that its name leads to
  OpenModule anew(Path now) {
    return new OpenModule(path, now, loaded);
  }

  void complete(Hsm hsm, ModuleInfo info) {
    loaded.complete(new Loaded(hsm, info));
  }

  void fail(Throwable failure) {
    loaded.completeExceptionally(failure);
  }

  /// Waits while it is being loaded.
  ModuleInfo awaitInfo() {
    try {
      return loaded.join().info();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /// As it was named when it was opened.
  Path path() {
    return path;
  }

  /// Whether both were made of one file.
  boolean isSameFileAs(OpenModule other) {
    return file.equals(other.file);
  }

  boolean isLoaded() {
    return loaded.isDone() && !loaded.isCompletedExceptionally();
  }

  /// Empty until it is loaded.
  Optional<ModuleInfo> info() {
    return isLoaded() ? Optional.of(loaded.join().info()) : Optional.empty();
  }

  Hsm hsm() {
    if (!isLoaded()) {
      throw notOpen(path);
    }
    return loaded.join().hsm();
  }

  /// Asks it which slots it has.
  Module look() {
    try {
      return new Module(path, info(), hsm().slots(), Optional.empty());
    } catch (HsmException e) {
      return notAsked(Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }

  Module notAsked(String why) {
    return new Module(path, info(), List.of(), Optional.of(why));
  }

  Door door(long slotId) {
    return doors.computeIfAbsent(slotId, _ -> new Door());
  }

  static HsmException notOpen(Path path) {
    return new HsmException(
        Reason.MODULE_UNUSABLE, "The module " + path + " is not open. Open it first.");
  }
}
