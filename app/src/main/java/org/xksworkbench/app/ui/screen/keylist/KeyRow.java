package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.creation.ExistingKey;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KmsKey;

/// One KMS key, ready to show.
///
/// @param keyStore name of its external key store, empty if it is in none
/// @param searchText everything that the search looks at, in lower case; made once, since a filter
///   looks at each of many rows at each key press
public record KeyRow(KmsKey key, List<String> aliases, String keyStore, String searchText) {

  public KeyRow {
    aliases = List.copyOf(aliases);
  }

  public KeyRow(KmsKey key, List<String> aliases, String keyStore) {
    this(
        key,
        aliases,
        keyStore,
        String.join(
                " ",
                String.join(" ", aliases),
                key.keyId(),
                key.description(),
                keyStore,
                key.customKeyStoreId().orElse(""),
                key.xksKeyId().orElse(""))
            .toLowerCase(Locale.ROOT));
  }

  public String alias() {
    return switch (aliases.size()) {
      case 0 -> "–";
      case 1 -> aliases.getFirst();
      default -> aliases.getFirst() + " (+" + (aliases.size() - 1) + " more)";
    };
  }

  public String origin() {
    return switch (key.origin()) {
      case KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE -> "External key store";
      case KeyOrigin.KnownKeyOrigin.AWS_KMS -> "AWS KMS";
      case KeyOrigin.KnownKeyOrigin.AWS_CLOUDHSM -> "AWS CloudHSM key store";
      case KeyOrigin.KnownKeyOrigin.EXTERNAL -> "External (imported)";
      case KeyOrigin.NewerKeyOrigin(var text) -> text;
    };
  }

  /// The key as it is taken over elsewhere; empty for one in no external key store. A list reads
  /// neither policy nor tags.
  Optional<ExistingKey> existing() {
    return key.xksKeyId()
        .map(xksKeyId ->
            new ExistingKey(
                key.keyId(),
                new KeyPlan(
                    key.customKeyStoreId().orElse(""),
                    keyStore,
                    xksKeyId,
                    aliases.isEmpty() ? "alias/" : aliases.getFirst(),
                    key.description(),
                    Map.of(),
                    ""),
                false));
  }

  /// @param lowerCase what is searched, stripped and in lower case
  boolean matches(String lowerCase) {
    return searchText.contains(lowerCase);
  }
}
