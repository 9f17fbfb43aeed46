package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// One key of the token, ready to show.
///
/// @param kmsKeys aliases or key IDs of the KMS keys whose external key this is
/// @param healthKey whether the XKS proxy of this workstation keeps it for its health check
public record HsmKeyRow(
    HsmKey key, ExternalKeyFitness fitness, List<String> kmsKeys, boolean healthKey) {

  public HsmKeyRow {
    kmsKeys = List.copyOf(kmsKeys);
  }

  public String usedBy() {
    if (healthKey) {
      return "proxy health check";
    }
    return kmsKeys.isEmpty() ? "–" : String.join(", ", kmsKeys);
  }

  public String usage() {
    return key.usages().isEmpty()
        ? "none"
        : key.usages().stream()
            .sorted()
            .map(usage -> usage.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  public String sensitive() {
    return key.sensitive() ? key.alwaysSensitive() ? "yes, always" : "yes" : "no";
  }

  public String extractable() {
    return key.extractable() ? "yes" : key.neverExtractable() ? "never" : "no longer";
  }

  boolean matches(String filter) {
    return (key.label() + " " + key.id() + " " + key.spec() + " " + String.join(" ", kmsKeys))
        .toLowerCase(Locale.ROOT)
        .contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
