package org.xksworkbench.bridge.hsm.pkcs11;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;

/// The one instance of a module that a process can have, with its logins and who is in it.
final class LoadedModule {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedModule.class);

  private final PKCS11Module pkcs11;
  private final Path path;
  private final String initialization;

  /// Null where java.lang.foreign cannot call them.
  private final @Nullable FunctionList functions;

  private final Gates gates;
  private final Map<Pkcs11Session, Long> logins = new ConcurrentHashMap<>();

  private LoadedModule(
      PKCS11Module pkcs11,
      Path path,
      @Nullable FunctionList functions,
      String initialization,
      GiveUp giveUp) {
    this.pkcs11 = pkcs11;
    this.path = path;
    this.functions = functions;
    this.initialization = initialization;
    this.gates = new Gates(giveUp);
  }

  /// Initialises it (`C_Initialize`).
  ///
  /// @param functions null where java.lang.foreign cannot call them
  static LoadedModule start(
      PKCS11Module pkcs11,
      Path path,
      @Nullable FunctionList functions,
      String initialization,
      GiveUp giveUp)
      throws PKCS11Exception {
    var loaded = new LoadedModule(pkcs11, path, functions, initialization, giveUp);
    loaded.initialize();
    return loaded;
  }

  PKCS11Module pkcs11() {
    return pkcs11;
  }

  /// The functions of the module, for java.lang.foreign.
  ///
  /// @throws IllegalStateException where it cannot call them
  FunctionList functions() {
    if (functions == null) {
      throw new IllegalStateException("java.lang.foreign cannot call modules on this platform.");
    }
    return functions;
  }

  Gates gates() {
    return gates;
  }

  void add(Pkcs11Session login, long slotId) {
    logins.put(login, slotId);
  }

  /// Whether this program made a login to the token in a slot that is not ended.
  boolean isLoggedInTo(long slotId) {
    return logins.entrySet().stream()
        .anyMatch(login -> login.getValue() == slotId && login.getKey().endsItsLogin());
  }

  void remove(Pkcs11Session login) {
    logins.remove(login);
  }

  /// A module that must be told something is started here, and the wrapper then finds it started.
  private void initialize() throws PKCS11Exception {
    if (initialization.isEmpty()) {
      pkcs11.initialize();
      return;
    }
    ForeignCryptoki.initialize(functions(), initialization);
    try {
      pkcs11.initialize();
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCodes.CRYPTOKI_ALREADY_INITIALIZED) {
        throw e;
      }
    }
  }

  /// Ends and starts the module (`C_Finalize`, `C_Initialize`): some find a token that was away, or
  /// a daemon that was restarted, only then. Ends every login.
  void restart() {
    gates.alone(() -> {
      List.copyOf(logins.keySet()).forEach(Pkcs11Session::abandon);
      try {
        pkcs11.finalize(null);
      } catch (PKCS11Exception e) {
        LOG.debug("The module {} did not end cleanly: {}", path, e.getErrorName());
      }
      try {
        initialize();
      } catch (PKCS11Exception e) {
        throw ReturnCodes.toException("start the module", e);
      }
    });
  }

  /// Logs out everywhere and ends the module.
  void end() {
    gates.alone(() -> {
      List.copyOf(logins.keySet()).forEach(Pkcs11Session::close);
      try {
        pkcs11.finalize(null);
      } catch (PKCS11Exception e) {
        LOG.warn("The module {} did not end cleanly: {}", path, e.getErrorName());
      }
    });
  }
}
