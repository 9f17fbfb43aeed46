package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.QueryAttribute;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which library, and what it is told when it starts.
final class ModuleOptions {

  @Option(names = "--module", description = "Path of the PKCS#11 library.")
  private @Nullable Path module;

  @Option(
      names = "--initialization",
      description =
          "What the library is told when it starts (pReserved of C_Initialize). NSS wants its"
              + " \"configdir=...\"; others want nothing. Else what is registered with p11-kit.")
  private @Nullable String initialization;

  @Option(
      names = "--user-type",
      paramLabel = "N",
      description =
          "As whom C_Login logs in: a vendor's number for somebody who may do less than the user"
              + " (CKU_USER, 1, which is the default).")
  private @Nullable String userType;

  /// The library that an option names, with nothing special to it.
  ///
  /// @param spec of the command
  Pkcs11Hsm open(CommandSpec spec) {
    return open(spec, Pkcs11Settings.defaults());
  }

  /// The library that an option names.
  Pkcs11Hsm open(CommandSpec spec, Pkcs11Settings settings) {
    if (module == null) {
      throw new ParameterException(spec.commandLine(), "Name the PKCS#11 library by --module.");
    }
    return open(spec, module, settings);
  }

  /// The library that an option names, else a URI.
  Pkcs11Hsm open(CommandSpec spec, Pkcs11Uri uri, Pkcs11Settings settings) {
    var named = uri.get(QueryAttribute.MODULE_PATH).map(Path::of);
    if (module == null && named.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name the PKCS#11 library by --module, or by module-path in --uri.");
    }
    var path = Optional.ofNullable(module).or(() -> named).orElseThrow();
    // The option was looked at before any command ran.
    HsmBridge.policy(spec).requireModule(path);
    return open(spec, path, settings);
  }

  private Pkcs11Hsm open(CommandSpec spec, Path path, Pkcs11Settings settings) {
    var told =
        initialization != null
            ? initialization
            : settings.initialization().isEmpty()
                ? KnownModules.initializationOf(path)
                : settings.initialization();
    return Pkcs11Hsm.open(
        path, settings.initializedWith(told).withUserType(userType(spec, settings)));
  }

  private long userType(CommandSpec spec, Pkcs11Settings settings) {
    if (userType == null) {
      return settings.userType();
    }
    try {
      var start = ModuleStart.of("", "", userType);
      return start.userType() == 0 ? settings.userType() : start.userType();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--user-type: " + e.getMessage(), e);
    }
  }
}
