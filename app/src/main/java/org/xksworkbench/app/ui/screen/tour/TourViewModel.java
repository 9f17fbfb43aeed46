package org.xksworkbench.app.ui.screen.tour;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Leads to the stops and shows their marks. Pressing a button here marks nothing.
public final class TourViewModel implements AutoCloseable {

  private static final String FAILED_STORE = "branch-office";
  private static final String STORE = "payments-hsm";

  private final TourMarks marks;
  private final KeyManagement kms;
  private final KeyCensus census;
  private final ScreenTasks tasks;
  private final Navigator navigator;

  public TourViewModel(
      TourMarks marks, KeyManagement kms, KeyCensus census, Tasks tasks, Navigator navigator) {
    this.marks = marks;
    this.kms = kms;
    this.census = census;
    this.tasks = new ScreenTasks(tasks);
    this.navigator = navigator;
  }

  /// What happened at a stop, in a word or two; empty if nothing did.
  public Optional<String> mark(TourStop stop) {
    return marks.at(stop);
  }

  /// The first stop without a mark.
  public Optional<TourStop> next() {
    return open().stream().findFirst();
  }

  /// How far the user is.
  public String progress() {
    var open = open();
    var all = TourStop.values().length;
    var minutes = TourStop.minutes(open);
    return open.isEmpty()
        ? "You made every stop."
        : "%d of %d stops made, about %d %s left"
            .formatted(all - open.size(), all, minutes, minutes == 1 ? "minute" : "minutes");
  }

  /// True while the way to a stop is looked up.
  public BooleanProperty busy() {
    return tasks.busy();
  }

  public void go(TourStop stop) {
    tasks
        .aside("Going to " + stop.title(), Job.AWS_CALL, _ -> destination(stop))
        .busy(tasks.busy())
        .onSuccess(navigator::go)
        .start();
  }

  @Override
  public void close() {
    tasks.close();
  }

  private List<TourStop> open() {
    return Arrays.stream(TourStop.values()).filter(stop -> mark(stop).isEmpty()).toList();
  }

  /// Asks AWS KMS for IDs.
  private Destination destination(TourStop stop) throws InterruptedException {
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
