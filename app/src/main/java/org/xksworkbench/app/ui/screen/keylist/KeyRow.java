package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import java.util.Locale;
import org.xksworkbench.app.kms.KmsKey;

/// One KMS key, ready to show.
///
/// @param keyStore name of its external key store, empty if it is in none
public record KeyRow(KmsKey key, List<String> aliases, String keyStore) {

  public KeyRow {
    aliases = List.copyOf(aliases);
  }

  public String alias() {
    return switch (aliases.size()) {
      case 0 -> "–";
      case 1 -> aliases.getFirst();
      default -> aliases.getFirst() + " (+" + (aliases.size() - 1) + " more)";
    };
  }

  public String origin() {
    return key.external() ? "External key store" : key.origin();
  }

  boolean matches(String filter) {
    return String.join(
            " ",
            String.join(" ", aliases),
            key.keyId(),
            key.keyState(),
            keyStore,
            key.xksKeyId().orElse(""))
        .toLowerCase(Locale.ROOT)
        .contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
