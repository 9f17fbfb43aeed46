package org.xksworkbench.app.ui.signin;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;

/// Signs a profile in to AWS, and tells what the person is to open. What waited goes on by itself:
/// it sees that the session is there.
public final class IdentityCenterViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(IdentityCenterViewModel.class);

  private final String profile;
  private final SignIns signIns;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Consumer<String> browser;
  private final ReadOnlyObjectWrapper<SignInStage> state =
      new ReadOnlyObjectWrapper<>(new SignInStage.SignInIdle(List.of()));
  private List<SignIns.SignInWay> ways = List.of();
  private @Nullable TaskHandle task;

  /// @param browser opens a page
  public IdentityCenterViewModel(
      String profile, SignIns signIns, Tasks tasks, Consumer<String> browser) {
    this.profile = profile;
    this.signIns = signIns;
    this.tasks = tasks;
    this.scope = tasks.scope();
    this.browser = browser;
  }

  public ReadOnlyObjectProperty<SignInStage> state() {
    return state.getReadOnlyProperty();
  }

  /// Looks how the profile signs in.
  public void look() {
    tasks
        .task("")
        .on(Job.FILES, _ -> signIns.ways(profile))
        .in(scope)
        .onSuccess(found -> {
          ways = found;
          if (!(state.get() instanceof SignInStage.SignInWaiting)
              && !(state.get() instanceof SignInStage.SignInAsking)) {
            state.set(new SignInStage.SignInIdle(found));
          }
        })
        .start();
  }

  public void begin(SignIns.SignInWay way) {
    end();
    state.set(new SignInStage.SignInAsking());
    task =
        tasks
            .task(WORDS.text("sign-in-here.task"))
            .on(
                Job.SIGN_IN_IN_BROWSER,
                _ -> {
                  signIns.signIn(profile, way, page -> tasks.soon(scope, () -> show(page)));
                  return way;
                })
            .in(scope)
            .onSuccess(_ -> state.set(new SignInStage.SignInDone()))
            .onProblem(problem -> state.set(new SignInStage.SignInFailed(problem, ways)))
            .start();
  }

  private void show(SignIns.SignInPage page) {
    if (state.get() instanceof SignInStage.SignInAsking) {
      state.set(new SignInStage.SignInWaiting(page));
      if (!page.isOpen()) {
        browser.accept(page.url());
      }
    }
  }

  /// Once more in the browser.
  public void open() {
    if (state.get() instanceof SignInStage.SignInWaiting(var page)) {
      browser.accept(page.url());
    }
  }

  /// Nobody signs in now.
  public void cancel() {
    end();
    state.set(new SignInStage.SignInIdle(ways));
  }

  private void end() {
    if (task != null) {
      var _ = task.cancel();
      task = null;
    }
  }

  @Override
  public void close() {
    end();
    scope.close();
  }
}
