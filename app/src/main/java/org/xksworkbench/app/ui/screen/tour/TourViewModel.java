package org.xksworkbench.app.ui.screen.tour;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Leads to the stops and marks them. A mark says what happened since the demo started, by whatever
/// way: a screen was seen, a key was created, a proof was made. Pressing a button here marks
/// nothing.
public final class TourViewModel implements AutoCloseable {

  private static final String FAILED_STORE = "branch-office";
  private static final String STORE = "payments-hsm";

  private final Set<Destination> visited;
  private final ActivityLog activity;
  private final DemoFaults faults;
  private final KeyManagement kms;
  private final KeyCensus census;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;
  private final BooleanProperty busy = new SimpleBooleanProperty();

  /// @param visited where the user went
  public TourViewModel(
      Set<Destination> visited,
      ActivityLog activity,
      DemoFaults faults,
      KeyManagement kms,
      KeyCensus census,
      Tasks tasks,
      Navigator navigator) {
    this.visited = visited;
    this.activity = activity;
    this.faults = faults;
    this.kms = kms;
    this.census = census;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
  }

  /// What happened at a stop, in a word or two; empty if nothing did.
  public Optional<String> mark(TourStop stop) {
    return switch (stop) {
      case KEY_STORES -> seen(Destination.KeyStores.class::isInstance);
      case CONNECTION_CHECK ->
          seen(there ->
              there instanceof Destination.ConnectionCheck(var storeId) && storeId.isPresent());
      case HSM_KEYS ->
          seen(
              there -> there instanceof Destination.HsmKeys || there instanceof Destination.HsmKey);
      case CREATE_KEY -> did("CreateKey", "Created");
      case PROVE -> did("Decrypt", "Proven");
      case LINEAGE -> seen(Destination.Lineage.class::isInstance);
      case XKS_PROXY -> seen(Destination.XksProxy.class::isInstance);
      case FAULTS ->
          Optional.of(faults.tried().size())
              .filter(tried -> tried > 0)
              .map(tried -> tried + " of " + DemoFault.values().length + " tried");
    };
  }

  /// The first stop without a mark.
  public Optional<TourStop> next() {
    return open().stream().findFirst();
  }

  /// How far the user is.
  public String progress() {
    var open = open();
    var all = TourStop.values().length;
    if (open.isEmpty()) {
      return "You made every stop.";
    }
    var minutes = TourStop.minutes(open);
    return "%d of %d stops made, about %d %s left"
        .formatted(all - open.size(), all, minutes, minutes == 1 ? "minute" : "minutes");
  }

  /// True while the way to a stop is looked up.
  public BooleanProperty busy() {
    return busy;
  }

  public void go(TourStop stop) {
    tasks
        .named("Going to " + stop.title())
        .on(Job.AWS_CALL, _ -> destination(stop))
        .in(scope)
        .busy(busy)
        .onSuccess(navigator::go)
        .start();
  }

  @Override
  public void close() {
    scope.close();
  }

  private List<TourStop> open() {
    return Arrays.stream(TourStop.values()).filter(stop -> mark(stop).isEmpty()).toList();
  }

  private Optional<String> seen(Predicate<Destination> there) {
    return visited.stream().anyMatch(there) ? Optional.of("Seen") : Optional.empty();
  }

  private Optional<String> did(String operation, String mark) {
    return activity.entries().stream()
            .anyMatch(
                entry -> entry.operation().equals(operation) && entry.outcome().equals("done"))
        ? Optional.of(mark)
        : Optional.empty();
  }

  /// Asks AWS KMS for IDs.
  private Destination destination(TourStop stop) throws InterruptedException {
    return switch (stop) {
      case KEY_STORES -> new Destination.KeyStores();
      case CONNECTION_CHECK ->
          inStore(FAILED_STORE, id -> new Destination.ConnectionCheck(Optional.of(id)));
      case HSM_KEYS -> new Destination.HsmKeys();
      case CREATE_KEY -> inStore(STORE, Destination.CreateKey::new);
      case PROVE -> newestKey();
      case LINEAGE -> new Destination.Lineage();
      case XKS_PROXY -> new Destination.XksProxy();
      case FAULTS -> new Destination.Faults();
    };
  }

  /// The list, where the user has deleted the key store or given it another name.
  private Destination inStore(String name, Function<String, Destination> there) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .map(store -> there.apply(store.id()))
        .orElseGet(Destination.KeyStores::new);
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
        .<Destination>map(key -> new Destination.KeyDetail(key.keyId()))
        .orElseGet(Destination.Keys::new);
  }
}
