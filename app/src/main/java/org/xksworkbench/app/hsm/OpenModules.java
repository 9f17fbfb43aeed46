package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.ModuleInfo;

/// The modules that are open, each once, whatever names lead to its file: a second helper process
/// would not know the logins of the first. Its lock is never held during a call to a module.
final class OpenModules {

  private final Function<Path, Hsm> opener;
  private final Map<Path, OpenModule> modules = new LinkedHashMap<>();

  /// Names of open modules other than the one that they were opened by.
  private final Map<Path, Path> otherNames = new HashMap<>();

  private @Nullable Path latest;
  private boolean closed;

  OpenModules(Function<Path, Hsm> opener) {
    this.opener = opener;
  }

  /// Loads a module, or waits while another thread does. What fails leaves nothing.
  ModuleInfo open(Path path) {
    var mine = new OpenModule(path);
    var there = enter(mine);
    if (there != null) {
      return there.awaitInfo();
    }
    Hsm hsm = null;
    try {
      hsm = opener.apply(path);
      var info = hsm.module();
      if (!loaded(mine, hsm, info)) {
        throw new HsmException(
            Reason.MODULE_UNUSABLE, "The module " + path + " was closed while it was loaded.");
      }
      return info;
    } catch (RuntimeException | Error e) {
      remove(mine);
      if (hsm != null) {
        hsm.close();
      }
      mine.fail(e);
      throw e;
    }
  }

  private synchronized @Nullable OpenModule enter(OpenModule mine) {
    if (closed) {
      throw new HsmException(
          Reason.MODULE_UNUSABLE, "No module is opened any more: the program ends.");
    }
    var there =
        modules.values().stream()
            .filter(one -> one.path().equals(nameOf(mine.path())) || one.isSameFileAs(mine))
            .findFirst()
            .orElse(null);
    if (there == null) {
      modules.put(mine.path(), mine);
      return null;
    }
    if (!there.path().equals(mine.path())) {
      otherNames.put(mine.path(), there.path());
    }
    if (there.isLoaded()) {
      latest = there.path();
    }
    return there;
  }

  /// The name by which the module was opened that this name leads to.
  synchronized Path nameOf(Path path) {
    return otherNames.getOrDefault(path, path);
  }

  /// Whether a module is open, by whatever name.
  boolean isOpen(Path path) {
    var asked = new OpenModule(path);
    return all().stream().anyMatch(asked::isSameFileAs);
  }

  private synchronized boolean loaded(OpenModule module, Hsm hsm, ModuleInfo info) {
    var wanted = isOpen(module);
    if (wanted) {
      module.complete(hsm, info);
      latest = module.path();
    }
    return wanted;
  }

  @SuppressWarnings("ReferenceEquality") // another of the same path is another
  synchronized boolean isOpen(OpenModule module) {
    return modules.get(module.path()) == module;
  }

  private synchronized void remove(OpenModule module) {
    if (modules.remove(module.path(), module)) {
      forgetNames(module);
    }
  }

  private void forgetNames(OpenModule module) {
    otherNames.values().removeIf(module.path()::equals);
  }

  /// @throws HsmException if it is not open, or not yet
  synchronized OpenModule require(Path path) {
    var module = modules.get(path);
    if (module == null || !module.isLoaded()) {
      throw OpenModule.notOpen(path);
    }
    return module;
  }

  /// The module opened last.
  synchronized Optional<Path> latest() {
    return Optional.ofNullable(latest);
  }

  synchronized Optional<ModuleInfo> info(Path path) {
    return Optional.ofNullable(modules.get(path)).flatMap(OpenModule::info);
  }

  synchronized List<OpenModule> all() {
    return modules.values().stream().filter(OpenModule::isLoaded).toList();
  }

  /// Its logins are of the past; nothing happens if it is not open.
  void renew(Path path) {
    // Not under the lock: the file may lie on a disk that does not answer.
    var file = OpenModule.fileOf(path);
    synchronized (this) {
      modules.computeIfPresent(path, (_, module) -> module.isLoaded() ? module.anew(file) : module);
    }
  }

  /// Who is loading it finds that it is not wanted any more.
  ///
  /// @return the module, to be closed by the caller if it is loaded
  synchronized OpenModule remove(Path path) {
    var module = modules.remove(path);
    if (module == null) {
      throw OpenModule.notOpen(path);
    }
    forgetNames(module);
    if (path.equals(latest)) {
      latest = all().stream().reduce((_, last) -> last).map(OpenModule::path).orElse(null);
    }
    return module;
  }

  /// No other is opened from now on.
  ///
  /// @return to be closed by the caller
  synchronized List<OpenModule> removeAll() {
    closed = true;
    var loaded = all();
    modules.clear();
    otherNames.clear();
    latest = null;
    return loaded;
  }

  /// One that is not shared, and that the caller closes.
  Hsm apart(Path module) {
    return opener.apply(module);
  }
}
