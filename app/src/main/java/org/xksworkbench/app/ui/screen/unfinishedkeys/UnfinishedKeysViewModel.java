package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// The creations of this account and Region that are not finished.
public final class UnfinishedKeysViewModel implements AutoCloseable {

  private final KeyCreation creation;
  private final AwsCommands commands;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;
  private final Fetched<List<UnfinishedKeyViewModel>> keys = new Fetched<>();

  public UnfinishedKeysViewModel(
      KeyCreation creation, AwsCommands commands, Tasks tasks, Navigator navigator) {
    this.creation = creation;
    this.commands = commands;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
  }

  public ReadOnlyObjectProperty<Loadable<List<UnfinishedKeyViewModel>>> keys() {
    return keys.getReadOnlyProperty();
  }

  /// Reads the records, then looks what exists of each.
  public void load() {
    tasks
        .task("Reading what was begun")
        .on(Job.FILE, _ -> creation.unfinishedCreations())
        .in(scope)
        .latest("unfinished")
        .onSuccess(found -> {
          var models =
              found.stream()
                  .map(one ->
                      new UnfinishedKeyViewModel(
                          one,
                          creation,
                          commands,
                          new ScreenTasks(tasks, scope),
                          navigator,
                          this::load))
                  .toList();
          keys.ready(models);
          models.forEach(model -> model.search().examine());
        })
        .onProblem(keys::fail)
        .start();
  }

  public void toKeys() {
    navigator.go(new Destination.KeysScreen());
  }

  @Override
  public void close() {
    scope.close();
  }
}
