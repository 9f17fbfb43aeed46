package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.List;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// What modules are given when they are loaded: what the user said, and where that is nothing, what
/// is registered with p11-kit.
public final class ModuleStarts {

  private final Settings settings;

  public ModuleStarts(Settings settings) {
    this.settings = settings;
  }

  /// What a module is given now. Blocks: it reads what is registered.
  ModuleStart of(Path module) {
    var chosen = choice(module);
    return chosen.initialization().isEmpty()
        ? chosen.initializedWith(KnownModules.initializationOf(module))
        : chosen;
  }

  /// What the user said.
  public ModuleStart choice(Path module) {
    return settings.module(absolute(module)).orElse(ModuleStart.NOTHING);
  }

  public void keep(Path module, ModuleStart start) {
    settings.keepModule(absolute(module), start);
  }

  /// The modules of which the user said something.
  public List<Path> modules() {
    return settings.modules();
  }

  private static Path absolute(Path module) {
    return module.toAbsolutePath().normalize();
  }
}
