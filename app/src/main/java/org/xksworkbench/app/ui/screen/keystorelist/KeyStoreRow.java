package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.kms.KmsKey;

/// One line of the table, ready to show.
///
/// @param keys the KMS keys in this key store, as far as known
/// @param names what they are called
/// @param known how far that is
public record KeyStoreRow(
    ExternalKeyStore store, List<KmsKey> keys, KeyNames names, KeyKnowledge known) {

  /// How much is known of the KMS keys in a key store.
  public enum KeyKnowledge {
    /// They are being listed.
    NOTHING,
    /// Some keys of the account may not be described: they may be in this key store, too.
    SOME,
    ALL
  }

  public KeyStoreRow {
    keys = List.copyOf(keys);
  }

  /// How many keys are in it, as far as known.
  String keyCount() {
    return switch (known) {
      case NOTHING -> "…";
      case SOME -> keys.size() + "+";
      case ALL -> Integer.toString(keys.size());
    };
  }

  public String connectivity() {
    return switch (store.proxy().connectivity()) {
      case PUBLIC_ENDPOINT -> "Public endpoint";
      case VPC_ENDPOINT_SERVICE -> "VPC endpoint service";
    };
  }

  /// What keeps AWS KMS from deleting the key store, each a sentence; empty if nothing does.
  List<String> deletionObstacles() {
    var obstacles = new ArrayList<String>();
    if (!keys.isEmpty()) {
      var pending = keys.stream().filter(KmsKey::pendingDeletion).count();
      obstacles.add(
          "%d KMS %s in it%s. Schedule the deletion of each key and wait until it is deleted, 7 to 30 days later."
              .formatted(
                  keys.size(),
                  keys.size() == 1 ? "key is" : "keys are",
                  pending == 0 ? "" : ", %d of them waiting for deletion".formatted(pending)));
    }
    if (!(store.connectionState() instanceof ConnectionState.Disconnected)) {
      obstacles.add("It is not disconnected. Disconnect it first.");
    }
    return obstacles;
  }

  /// The connection state in words, with its error code.
  String state() {
    return store.connectionState().wordsWithCode();
  }

  boolean matches(String filter) {
    var text =
        String.join(
            " ", store.name(), store.id(), store.proxy().uriEndpoint(), connectivity(), state());
    return text.toLowerCase(Locale.ROOT).contains(filter.strip().toLowerCase(Locale.ROOT));
  }
}
