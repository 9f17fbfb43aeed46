package org.xksworkbench.app.ui.screen.keylist;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// When each key was last used, asked for the rows that somebody sees, one after the other. The
/// quota of GetKeyLastUsage is five a second for all callers of an account: this leaves them more
/// than half of it.
public final class KeyLastUses {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /// When others use the quota up.
  private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

  private final KeyManagement kms;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Map<String, ReadOnlyObjectWrapper<LastUseEntry>> entries = new HashMap<>();

  /// By how many cells each key is shown: for a moment of scrolling it can be two.
  private final Map<String, Integer> seen = new LinkedHashMap<>();

  private final Set<String> answered = new HashSet<>();
  private boolean busy;

  /// What is known of one key.
  public record LastUseEntry(String keyId, Loadable<LastUse> use) {}

  KeyLastUses(KeyManagement kms, Tasks tasks, TaskScope scope) {
    this.kms = kms;
    this.tasks = tasks;
    this.scope = scope;
  }

  /// Asks nothing.
  public ReadOnlyObjectProperty<LastUseEntry> of(String keyId) {
    return entry(keyId).getReadOnlyProperty();
  }

  /// A row came into sight.
  public void comeIntoSight(String keyId) {
    seen.merge(keyId, 1, Integer::sum);
    next();
  }

  /// A row went out of sight: if it was not asked for yet, it is not.
  public void leaveSight(String keyId) {
    seen.computeIfPresent(keyId, (_, cells) -> cells > 1 ? cells - 1 : null);
  }

  /// What is known is shown until it is asked again.
  void refresh() {
    answered.clear();
    next();
  }

  private ReadOnlyObjectWrapper<LastUseEntry> entry(String keyId) {
    return entries.computeIfAbsent(
        keyId, id -> new ReadOnlyObjectWrapper<>(new LastUseEntry(id, new Loadable.Loading<>())));
  }

  private void next() {
    if (!busy) {
      seen.keySet().stream().filter(id -> !answered.contains(id)).findFirst().ifPresent(this::ask);
    }
  }

  private void ask(String keyId) {
    busy = true;
    tasks
        .task("")
        .on(Job.AWS_CALL, _ -> kms.lastUse(keyId))
        .in(scope)
        .onSuccess(use -> {
          answer(keyId, new Loadable.Ready<>(use));
          nextAfter(PAUSE);
        })
        .onProblem(problem -> fail(keyId, problem))
        .start();
  }

  private void fail(String keyId, Problem problem) {
    if (problem.code().equals(KmsErrorCode.THROTTLING.text())) {
      nextAfter(LONG_PAUSE);
    } else {
      answer(keyId, new Loadable.LoadFailed<>(problem));
      nextAfter(PAUSE);
    }
  }

  private void answer(String keyId, Loadable<LastUse> use) {
    answered.add(keyId);
    entry(keyId).set(new LastUseEntry(keyId, use));
  }

  private void nextAfter(Duration pause) {
    tasks.after(
        pause,
        scope,
        () -> {
          busy = false;
          next();
        });
  }
}
