package org.xksworkbench.bridge.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
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

  /// @throws ParameterException if no key is named
  void require() {
    if (label == null && id == null) {
      throw new ParameterException(spec.commandLine(), "Name the key by --label or --id.");
    }
  }

  /// The one key of this name.
  ///
  /// @throws CommandFailure if there is none, or more than one
  HsmKey find(HsmSession session) {
    var candidates = label == null ? session.secretKeys() : session.secretKeys(label);
    var found = candidates.stream().filter(key -> id == null || hasId(key, id)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new CommandFailure(
        found.isEmpty()
            ? "No secret key on the token has " + words() + "." + those(candidates)
            : found.size() + " secret keys on the token have " + words() + "." + those(found));
  }

  private static boolean hasId(HsmKey key, String id) {
    return key.id().equals(id.toLowerCase(Locale.ROOT));
  }

  private String words() {
    if (label == null) {
      return "the ID " + id;
    }
    return "the label " + label + (id == null ? "" : " and the ID " + id);
  }

  /// Those of the label, which their IDs tell apart.
  private String those(List<HsmKey> keys) {
    if (label == null || keys.isEmpty()) {
      return "";
    }
    var ids =
        keys.stream()
            .map(key -> key.id().isEmpty() ? "none" : key.id())
            .sorted()
            .collect(Collectors.joining(", "));
    return " The IDs of the keys with that label are: " + ids + ". Name one of them by --id.";
  }
}
