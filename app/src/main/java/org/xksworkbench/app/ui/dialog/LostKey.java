package org.xksworkbench.app.ui.dialog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.lineage.Lineage;

/// A KMS key that goes with what is destroyed.
///
/// @param name its alias; where it has none, the end of its key ID
/// @param xksKeyId label of the key of the HSM
/// @param backup who recorded one, and how; empty if none is recorded
public record LostKey(String name, String xksKeyId, Optional<String> backup) {

  private static final int END_OF_ID = 8;

  /// Of those lines that have a KMS key; the ones without a recorded backup first.
  public static List<LostKey> of(List<Lineage> lines) {
    return lines.stream()
        .flatMap(line ->
            line
                .kmsKey()
                .map(key ->
                    new LostKey(
                        nameOf(line.aliases(), key.keyId()),
                        line.xksKeyId(),
                        line.backup().map(one -> one.by() + ": " + one.how())))
                .stream())
        .sorted(
            Comparator.comparing((LostKey key) -> key.backup().isPresent())
                .thenComparing(LostKey::name))
        .toList();
  }

  private static String nameOf(List<String> aliases, String keyId) {
    return aliases.isEmpty()
        ? "…" + keyId.substring(Math.max(0, keyId.length() - END_OF_ID))
        : String.join(", ", aliases);
  }
}
