package org.xksworkbench.app.ui.screen.tour;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.navigation.Destination;

/// Where each stop is in this demo, whose key stores and keys the user may have changed.
public final class TourWays {

  private static final String FAILED_STORE = "branch-office";
  private static final String STORE = "payments-hsm";

  private final KeyManagement kms;
  private final KeyCensus census;

  public TourWays(KeyManagement kms, KeyCensus census) {
    this.kms = kms;
    this.census = census;
  }

  /// The way to a stop. Asks AWS KMS for IDs, so it blocks.
  Destination to(TourStop stop) throws InterruptedException {
    return switch (stop) {
      case KEY_STORES -> new Destination.KeyStoresScreen();
      case CONNECTION_CHECK ->
          inStore(FAILED_STORE, id -> new Destination.ConnectionCheckScreen(Optional.of(id)));
      case HSM_KEYS -> new Destination.HsmKeysScreen();
      case CREATE_KEY -> inStore(STORE, Destination.CreateKeyScreen::new);
      case PROVE -> newestKey();
      case LINEAGE -> new Destination.LineageScreen();
      case XKS_PROXY -> new Destination.XksProxyScreen();
      case FAULTS -> new Destination.FaultsScreen();
    };
  }

  /// The list, where the user has deleted the key store or given it another name.
  private Destination inStore(String name, Function<String, Destination> there) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .map(store -> there.apply(store.id()))
        .orElseGet(Destination.KeyStoresScreen::new);
  }

  /// Of those that can be proven just now: in a key store that is connected.
  private Destination newestKey() throws InterruptedException {
    var connected =
        kms.keyStores().stream()
            .filter(store -> store.connectionState().usable())
            .map(ExternalKeyStore::id)
            .collect(Collectors.toSet());
    return census.inKeyStores(_ -> {}).keys().stream()
        .filter(key -> key.customKeyStoreId().filter(connected::contains).isPresent())
        .filter(key -> !key.pendingDeletion())
        .max(Comparator.comparing(KmsKey::creationDate))
        .<Destination>map(key -> new Destination.KeyDetailScreen(key.keyId()))
        .orElseGet(Destination.KeysScreen::new);
  }
}
