package org.xksworkbench.app.ui.screen.start;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.opening.Opening.LogTail;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Opens what the window works on, and tells how that goes. Nothing is ended or given up for being
/// slow: after a while the user is asked, and what was chosen is done.
public final class OpeningViewModel<T extends AutoCloseable> implements AutoCloseable {

  private static final Duration TICK = Duration.ofSeconds(1);

  /// The word that the user types before what was kept is given up.
  private static final String WORD = "demo";

  /// How it stands.
  public sealed interface OpeningState {

    /// @param doing what is being done
    /// @param slow whether it takes so long that the user may want something else
    /// @param log of what is waited for
    record UnderWay(String doing, Duration took, boolean slow, LogTail log)
        implements OpeningState {}

    /// @param log of what was waited for last
    record OpeningFailed(Problem problem, Duration took, LogTail log) implements OpeningState {}
  }

  private final Opening<T> opening;
  private final Duration patience;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final InstantSource clock;
  private final TaskScope scope;
  private final Then<T> then;
  private final ReadOnlyObjectWrapper<OpeningState> state =
      new ReadOnlyObjectWrapper<>(
          new OpeningState.UnderWay("", Duration.ZERO, false, LogTail.NONE));
  private final BooleanProperty readingWhatGoes = new SimpleBooleanProperty();
  private volatile @Nullable OpeningAttempt<T> attempt;
  private @Nullable TaskHandle task;
  private Duration askAfter;

  /// Who goes on when it is over.
  ///
  /// @param opened takes what was opened
  /// @param failed told of a failure, which is shown too
  /// @param other the user chooses something else
  public record Then<T>(Consumer<T> opened, Consumer<Problem> failed, Runnable other) {}

  /// @param patience after it, and again as long after each *Wait*, the user is asked
  public OpeningViewModel(
      Opening<T> opening,
      Duration patience,
      Tasks tasks,
      Dialogs dialogs,
      InstantSource clock,
      Then<T> then) {
    this.opening = opening;
    this.patience = patience;
    this.askAfter = patience;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.clock = clock;
    this.scope = tasks.scope();
    this.then = then;
  }

  public ReadOnlyObjectProperty<OpeningState> state() {
    return state.getReadOnlyProperty();
  }

  /// True while the question is being prepared.
  public ReadOnlyBooleanProperty readingWhatGoes() {
    return readingWhatGoes;
  }

  /// What is opened, such as "the demo".
  public String name() {
    return opening.name();
  }

  /// How far it is, in words, for whoever asks from another thread.
  public String standing() {
    var now = attempt;
    return now == null ? "Nothing is being opened." : now.standing();
  }

  /// Whether something is kept that the user can give up.
  public boolean canStartOver() {
    return opening.anew().isPresent();
  }

  public void begin() {
    begin(CompletableFuture.completedFuture(null));
    tasks.after(TICK, scope, this::tick);
  }

  /// Goes on waiting; asks again after as long.
  public void await() {
    if (state.get() instanceof OpeningState.UnderWay(_, var took, _, _)) {
      askAfter = took.plus(patience);
      tell();
    }
  }

  /// Ends what was begun, and begins again.
  public void tryAgain() {
    begin(abandon());
  }

  /// Asks, by a typed word, before what was kept is given up; then begins again.
  public void startOver() {
    opening
        .anew()
        .ifPresent(anew ->
            tasks
                .task("Reading what would go")
                .on(Job.HSM_LOGIN, _ -> anew.whatGoes())
                .in(scope)
                .latest("what goes")
                .busy(readingWhatGoes)
                .onSuccess(what -> {
                  if (dialogs.confirmTyped("Start over?", what, WORD, "Start over")) {
                    startOver(anew, abandon());
                  }
                })
                .start());
  }

  private void startOver(Opening.Anew anew, CompletableFuture<?> before) {
    begin(
        before.thenApplyAsync(
            _ -> {
              try {
                anew.run();
                return true;
              } catch (Exception e) {
                throw new java.util.concurrent.CompletionException(e);
              }
            },
            work -> Thread.ofPlatform().daemon().name("start-over").start(work)));
  }

  /// Ends what was begun, and asks what to do instead.
  public void chooseOther() {
    var _ = abandon();
    then.other().run();
  }

  private CompletableFuture<?> abandon() {
    var before = attempt;
    attempt = null;
    if (task != null) {
      var _ = task.cancel();
    }
    return before == null ? CompletableFuture.completedFuture(null) : before.abandon();
  }

  /// @param before what has to be over first
  private void begin(CompletableFuture<?> before) {
    var begun = new OpeningAttempt<>(opening, before, clock);
    attempt = begun;
    askAfter = patience;
    tell();
    task =
        tasks
            .task("Opening " + opening.name())
            .on(Job.START, _ -> begun.run())
            .in(scope)
            .onSuccess(result -> {
              if (attempt == begun) {
                attempt = null;
                begun.handOver();
                scope.close();
                then.opened().accept(result);
              }
            })
            .onProblem(problem -> {
              if (attempt == begun) {
                attempt = null;
                state.set(new OpeningState.OpeningFailed(problem, begun.took(), begun.log()));
                then.failed().accept(problem);
              }
            })
            .start();
  }

  private void tick() {
    if (task != null) {
      // How long it may take is the user's choice.
      task.signOfLife();
    }
    tell();
    tasks.after(TICK, scope, this::tick);
  }

  private void tell() {
    var now = attempt;
    if (now != null) {
      var took = now.took();
      state.set(
          new OpeningState.UnderWay(now.doing(), took, took.compareTo(askAfter) >= 0, now.log()));
    }
  }

  /// Ends what was begun and is not open yet.
  @Override
  public void close() {
    scope.close();
    var _ = abandon();
  }
}
