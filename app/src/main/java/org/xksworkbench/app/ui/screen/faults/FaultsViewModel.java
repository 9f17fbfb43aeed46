package org.xksworkbench.app.ui.screen.faults;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.fault.FaultTrial;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Switches a fault, does what it strikes, and keeps what came of it.
public final class FaultsViewModel implements AutoCloseable {

  /// What came of a trial.
  ///
  /// @param fault that was switched last
  /// @param on whether it was switched on
  /// @param problem empty if everything worked
  public record TrialOutcome(DemoFault fault, boolean on, Optional<Problem> problem) {}

  private final DemoFaults faults;
  private final FaultTrial trial;
  private final Tasks tasks;
  private final TaskScope scope;
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Optional<TrialOutcome>> outcome =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public FaultsViewModel(DemoFaults faults, FaultTrial trial, Tasks tasks) {
    this.faults = faults;
    this.trial = trial;
    this.tasks = tasks;
    this.scope = tasks.scope();
  }

  public boolean isOn(DemoFault fault) {
    return faults.on().contains(fault);
  }

  /// True while something is switched or tried.
  public BooleanProperty busy() {
    return busy;
  }

  public ReadOnlyObjectProperty<Optional<TrialOutcome>> outcome() {
    return outcome.getReadOnlyProperty();
  }

  public void set(DemoFault fault, boolean on) {
    tasks
        .task((on ? "Switching on: " : "Switching off: ") + fault.headline())
        .on(
            Job.PROXY_PROCESS,
            _ -> {
              faults.set(fault, on);
              // While another fault is on, waiting makes nothing right.
              return faults.on().isEmpty()
                  ? trial.afterwards(fault.trial())
                  : trial.of(fault.trial());
            })
        .in(scope)
        .busy(busy)
        .onSuccess(problem -> outcome.set(Optional.of(new TrialOutcome(fault, on, problem))))
        .onProblem(
            problem -> outcome.set(Optional.of(new TrialOutcome(fault, on, Optional.of(problem)))))
        .start();
  }

  @Override
  public void close() {
    scope.close();
  }
}
