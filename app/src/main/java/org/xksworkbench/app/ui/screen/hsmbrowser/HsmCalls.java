package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskContext;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.Token;

/// What is there to see at the HSM, and the one way in which the parts of the screen call it: the
/// screen is busy meanwhile, a failure is told, and what may have changed is read again.
final class HsmCalls {

  private static final Duration HOT_PLUG = Duration.ofSeconds(3);

  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final TaskScope scope;
  private final MessagesViewModel messages;
  private final Fetched<HsmContents> contents = new Fetched<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final BooleanProperty looking = new SimpleBooleanProperty();
  private boolean modulesAlone;
  private Runnable readObjects = () -> {};

  HsmCalls(AttachedHsm hsm, Tasks tasks, TaskScope scope, MessagesViewModel messages) {
    this.hsm = hsm;
    this.tasks = tasks;
    this.scope = scope;
    this.messages = messages;
    tasks.after(HOT_PLUG, scope, this::lookForChanges);
  }

  ReadOnlyObjectProperty<Loadable<HsmContents>> contents() {
    return contents.getReadOnlyProperty();
  }

  BooleanProperty busy() {
    return busy;
  }

  /// @param action reads the objects of the token that is looked into, or shows none
  void whenObjectsMayHaveChanged(Runnable action) {
    readObjects = action;
  }

  /// Modules that are where their vendors put them and are not open.
  List<KnownModules.KnownModule> installedModules() {
    return contents.value().map(HsmContents::installed).orElse(List.of());
  }

  /// The token whose objects are shown.
  Optional<Token> shownToken() {
    return contents.value().flatMap(HsmContents::token);
  }

  /// The token that the window works with.
  Optional<Token> token() {
    return hsm.status().token();
  }

  void refresh() {
    run("Reading the HSM", Job.HSM_LIST, _ -> {});
  }

  /// From the next look on, modules and slots are shown even while a token is logged in to, or the
  /// token again.
  void showModules(boolean show) {
    modulesAlone = show;
  }

  /// Does something to modules and tokens.
  void run(String what, Job job, Consumer<TaskContext> action) {
    messages.clear();
    var alone = modulesAlone;
    var task =
        tasks
            .task(what)
            .on(
                job,
                context -> {
                  action.accept(context);
                  return look(alone);
                })
            .in(scope)
            .busy(busy)
            .onSuccess(this::show)
            .onProblem(this::fail);
    // A login that nobody waits for any more is none.
    (job == Job.HSM_LOGIN ? task : task.evenLate(problem -> clearIfAnswered(what, job, problem)))
        .start();
  }

  /// Changes something on the token that is looked into.
  void change(String what, Consumer<HsmSession> change) {
    run(
        what,
        Job.HSM_CHANGE,
        context -> {
          context.commit();
          change.accept(session());
        });
  }

  /// Asks the token that is looked into, or changes it.
  ///
  /// @param then takes the answer, before objects that were changed are read again
  <T> void ask(String what, Job job, Function<HsmSession, T> question, Consumer<T> then) {
    messages.clear();
    tasks
        .task(what)
        .on(
            job,
            context -> {
              if (changes(job)) {
                context.commit();
              }
              return question.apply(session());
            })
        .in(scope)
        .busy(busy)
        .evenLate(problem -> clearIfAnswered(what, job, problem))
        .onSuccess(answer -> {
          then.accept(answer);
          if (changes(job)) {
            readObjects.run();
          }
        })
        .onProblem(this::fail)
        .start();
  }

  /// Of the token that is looked into.
  HsmSession session() {
    return hsm.session()
        .orElseThrow(() ->
            new HsmException(
                HsmException.Reason.NOT_LOGGED_IN, "Nobody is logged in to the token."));
  }

  /// Tells it, and looks whether a login has ended by it.
  void fail(Problem problem) {
    if (contents.value().isPresent()) {
      messages.tell(problem);
      lookQuietly();
    } else {
      contents.fail(problem);
    }
  }

  private void clearIfAnswered(String what, Job job, Problem problem) {
    messages.clearIfSame(problem);
    if (changes(job)) {
      messages.tell(
          new HsmNotice(true, "The HSM has answered after all", List.of(what + ": it is done.")));
    }
  }

  private static boolean changes(Job job) {
    return job == Job.HSM_CHANGE || job == Job.HSM_MAKE_KEY;
  }

  private HsmContents look(boolean alone) {
    return new HsmContents(
        hsm.modules(),
        KnownModules.installedModulesAnd(hsm.starts().modules()).stream()
            .filter(known -> !hsm.isOpen(known.path()))
            .toList(),
        hsm.loggedIn(),
        alone ? Optional.empty() : hsm.selectedToken(),
        alone ? Optional.empty() : token());
  }

  private void show(HsmContents looked) {
    contents.ready(looked);
    tellLosses();
    readObjects.run();
  }

  private void tellLosses() {
    var losses = hsm.takeLosses();
    if (!losses.isEmpty()) {
      messages.tell(new HsmNotice(false, "A login to a token has ended", losses));
    }
  }

  /// A token that was put in or pulled out, a login that ended, a helper that died.
  private void lookForChanges() {
    if (!busy.get() && !looking.get()) {
      lookQuietly();
    }
    tasks.after(HOT_PLUG, scope, this::lookForChanges);
  }

  private void lookQuietly() {
    var alone = modulesAlone;
    tasks
        .task("")
        .on(Job.HSM_LIST, _ -> look(alone))
        .in(scope)
        .latest("look")
        .busy(looking)
        .onSuccess(looked -> {
          tellLosses();
          if (contents.value().filter(shown -> !shown.equals(looked)).isPresent()) {
            show(looked);
          }
        })
        .onProblem(_ -> {})
        .start();
  }
}
