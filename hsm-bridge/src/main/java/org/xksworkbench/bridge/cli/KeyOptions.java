package org.xksworkbench.bridge.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.KeyName;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which secret key of a token. Labels need not be unique; all that is given must be right.
final class KeyOptions {

  @Option(names = "--label", description = "Label of the key.")
  private @Nullable String label;

  @Option(
      names = "--id",
      description =
          "CKA_ID of the key in hexadecimal, where several have its label, or instead of it.")
  private @Nullable String id;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /// @param uri of the token, which may name the key, too
  /// @throws ParameterException if no key is named
  KeyName name(Optional<Pkcs11Uri> uri) {
    var name = new KeyName(Optional.ofNullable(label), Optional.ofNullable(id), uri);
    if (name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name the key by --label or --id, or by object or id in --uri.");
    }
    return name;
  }
}
