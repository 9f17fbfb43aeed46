package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm.Module;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Token;

/// What is there to see.
///
/// @param installed modules that are where their vendors put them, or that the user gave something,
///   and that are not open
/// @param selected the token that is looked into
public record HsmContents(
    List<Module> modules,
    List<KnownModules.KnownModule> installed,
    Map<TokenPlace, Role> loggedIn,
    Optional<TokenPlace> selected,
    Optional<Token> token) {

  public HsmContents {
    modules = List.copyOf(modules);
    installed = List.copyOf(installed);
    loggedIn = Map.copyOf(loggedIn);
  }
}
