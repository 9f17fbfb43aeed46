package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.TokenName;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which token of which module.
final class TokenNameOptions {

  @Mixin private final ModuleOptions module = new ModuleOptions();

  @Option(
      names = "--uri",
      description =
          "PKCS#11 URI (RFC 7512) of the token, instead of its label. Its object and id name a key,"
              + " module-path the library, pin-source the file with the PIN.")
  private @Nullable String uri;

  @Option(names = "--token", description = "Label of the token.")
  private @Nullable String token;

  @Option(
      names = "--serial",
      description = "Serial number of the token, where several have its label, or instead of it.")
  private @Nullable String serial;

  @Option(names = "--slot", description = "Number of the token's slot, likewise.")
  private @Nullable String slot;

  Pkcs11Hsm open(TokenName name, Pkcs11Settings settings, CommandSpec spec) {
    return name.uri()
        .map(uri -> module.open(spec, uri, settings))
        .orElseGet(() -> module.open(spec, settings));
  }

  TokenName name(CommandSpec spec) {
    var name =
        new TokenName(
            Optional.ofNullable(token),
            Optional.ofNullable(serial),
            Optional.ofNullable(slotId(spec)),
            uri(spec));
    if (name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name the token by --token, --serial, --slot or --uri.");
    }
    return name;
  }

  Optional<Pkcs11Uri> uri(CommandSpec spec) {
    try {
      return Optional.ofNullable(uri).map(Pkcs11Uri::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /// The `pin-source` of a URI: where the user's PIN is.
  @Nullable Path pinFileOf(TokenName name, CommandSpec spec) {
    try {
      return name.uri().flatMap(Pkcs11Uri::pinFile).map(Path::of).orElse(null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable Long slotId(CommandSpec spec) {
    try {
      return slot == null ? null : Long.valueOf(Long.parseUnsignedLong(slot));
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "--slot is a number, as `hsm-bridge token list` shows it.", e);
    }
  }
}
