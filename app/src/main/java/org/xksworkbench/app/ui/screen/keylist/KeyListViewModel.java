package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.ExistingKey;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Lists KMS keys with alias, key store and external key.
public final class KeyListViewModel implements AutoCloseable {

  /// The choice that filters nothing.
  public static final String ALL = "All";

  private final KeyListing listing;
  private final KeyCreation creation;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;

  private final Fetched<List<KeyRow>> state = new Fetched<>();
  private final KeyRows rows = new KeyRows();
  private final StringProperty progress = new SimpleStringProperty("");
  private final IntegerProperty unknown = new SimpleIntegerProperty();
  private final IntegerProperty unfinished = new SimpleIntegerProperty();
  private final KeyLastUses lastUses;
  private @Nullable TaskHandle refreshing;

  public KeyListViewModel(
      KeyManagement kms, KeyCensus census, KeyCreation creation, Tasks tasks, Navigator navigator) {
    this.listing = new KeyListing(kms, census);
    this.creation = creation;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.lastUses = new KeyLastUses(kms, tasks, scope);
  }

  public ReadOnlyObjectProperty<Loadable<List<KeyRow>>> state() {
    return state.getReadOnlyProperty();
  }

  public ObservableList<KeyRow> rows() {
    return rows.shown();
  }

  /// The keys shown that are in external key stores.
  List<ExistingKey> shownInKeyStores() {
    return rows.shown().stream().flatMap(row -> row.existing().stream()).toList();
  }

  public ObservableValue<String> count() {
    return rows.count();
  }

  public StringProperty filter() {
    return rows.filter();
  }

  /// A `KeyState`, or [#ALL].
  public StringProperty status() {
    return rows.status();
  }

  public StringProperty origin() {
    return rows.origin();
  }

  /// The name of a key store, or [#ALL].
  public StringProperty keyStore() {
    return rows.keyStore();
  }

  public ObservableList<String> statuses() {
    return rows.statuses();
  }

  public ObservableList<String> origins() {
    return rows.origins();
  }

  public ObservableList<String> keyStores() {
    return rows.keyStores();
  }

  /// How far a refresh is.
  public StringProperty progress() {
    return progress;
  }

  /// How many keys of the account could not be described.
  public IntegerProperty unknown() {
    return unknown;
  }

  /// How many creations were begun here and did not come to their end.
  public IntegerProperty unfinished() {
    return unfinished;
  }

  public KeyLastUses lastUses() {
    return lastUses;
  }

  public void refresh() {
    refreshing =
        tasks
            .task("Listing KMS keys")
            .on(
                Job.AWS_CALL,
                context ->
                    listing.read(how ->
                        context.progress(
                            "%,d of %,d KMS keys described".formatted(how.done(), how.of()))))
            .in(scope)
            .latest("refresh")
            .progress(progress)
            .onSuccess(this::show)
            .onProblem(state::fail)
            .start();
    tasks
        .task("Looking for unfinished work")
        .on(Job.FILE, _ -> creation.unfinishedCreations().size())
        .in(scope)
        .latest("unfinished")
        .onSuccess(unfinished::set)
        .onProblem(state::fail)
        .start();
  }

  /// Stops a refresh; what was listed before stays.
  public void stop() {
    if (refreshing != null && refreshing.cancel() && rows.isEmpty()) {
      state.set(
          new Loadable.LoadFailed<>(
              Problem.of(Problem.ProblemKind.CONFLICT, "Listing the KMS keys was stopped")
                  .because("Nothing can be shown of what was not listed.")
                  .toDo("Try again when there is time: AWS KMS has to describe each key.")));
    }
  }

  public void open(KeyRow row) {
    navigator.go(new Destination.KeyDetailScreen(row.key().keyId()));
  }

  public void createKey() {
    navigator.go(Destination.CreateKeyScreen.fromKeys());
  }

  public void openUnfinished() {
    navigator.go(new Destination.UnfinishedKeysScreen());
  }

  @Override
  public void close() {
    scope.close();
  }

  private void show(KeyListing.Listed fetched) {
    rows.show(fetched.rows());
    lastUses.refresh();
    unknown.set(fetched.unknown());
    state.ready(fetched.rows());
  }
}
