package org.xksworkbench.app.hsm;

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
  private final CompletableFuture<Loaded> loaded;
  private final Map<Long, Door> doors = new ConcurrentHashMap<>();

  /// One that is being loaded.
  OpenModule(Path path) {
    this(path, new CompletableFuture<>());
  }

  private OpenModule(Path path, CompletableFuture<Loaded> loaded) {
    this.path = path;
    this.loaded = loaded;
  }

  /// The same module without a login.
  OpenModule anew() {
    return new OpenModule(path, loaded);
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

  Path path() {
    return path;
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
      return unasked(Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }

  Module unasked(String why) {
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
