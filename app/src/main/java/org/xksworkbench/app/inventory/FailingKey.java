package org.xksworkbench.app.inventory;

import java.util.Optional;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;

/// A KMS key that would fail.
///
/// @param sure false where nobody here can see whether the part that is gone serves it
public record FailingKey(Lineage line, KmsKey kmsKey, boolean sure) {

  /// Whether it can be used as long as nothing is gone.
  public boolean worksNow() {
    return kmsKey.keyState() == KeyState.KnownKeyState.ENABLED
        && line.store().filter(store -> store.connectionState().usable()).isPresent();
  }

  /// Why it cannot be used already; empty if it can.
  public Optional<String> failsAlready() {
    if (worksNow()) {
      return Optional.empty();
    }
    if (kmsKey.keyState() != KeyState.KnownKeyState.ENABLED) {
      return Optional.of(kmsKey.keyState().text());
    }
    return Optional.of(
        line.store()
            .map(store -> "key store " + store.connectionState().wordsWithCode())
            .orElse("no key store"));
  }

  /// All aliases, or the key ID where there is none.
  public String names() {
    return line.aliases().isEmpty() ? kmsKey.keyId() : String.join(", ", line.aliases());
  }
}
