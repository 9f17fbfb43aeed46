package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Token;

/// Finds out which KMS keys are lost with a token, before somebody is asked whether to initialise
/// it.
final class TokenLossReader {

  private final AttachedHsm hsm;
  private final HsmCalls calls;
  private final LineageReader lineages;
  private final Tasks tasks;
  private final TaskScope scope;

  TokenLossReader(
      AttachedHsm hsm, HsmCalls calls, LineageReader lineages, Tasks tasks, TaskScope scope) {
    this.hsm = hsm;
    this.calls = calls;
    this.lineages = lineages;
    this.tasks = tasks;
    this.scope = scope;
  }

  /// @param then takes what is known in the end, little as it may be
  void read(TokenPlace place, Token token, Consumer<TokenLoss> then) {
    if (!token.initialized()) {
      then.accept(new TokenLoss(List.of(), List.of()));
      return;
    }
    if (!readable(place)) {
      ask(token, List.of(), Optional.of("Nobody is logged in to the token."), then);
      return;
    }
    tasks
        .task("Reading the keys of the token")
        .on(Job.HSM_LIST, _ -> calls.session().secretKeys())
        .in(scope)
        .latest("loss")
        .busy(calls.busy())
        .onSuccess(keys -> ask(token, keys, Optional.empty(), then))
        .onProblem(problem ->
            ask(
                token,
                List.of(),
                Optional.of("Its keys could not be read: " + problem.headline() + "."),
                then))
        .start();
  }

  private boolean readable(TokenPlace place) {
    return hsm.selectedToken().equals(Optional.of(place))
        && Optional.ofNullable(hsm.loggedIn().get(place)).equals(Optional.of(Role.USER));
  }

  /// @param unread why the keys of the token are not known, a sentence; empty if they are
  private void ask(
      Token token, List<HsmKey> keys, Optional<String> unread, Consumer<TokenLoss> then) {
    tasks
        .task("Looking which KMS keys need the token")
        .on(Job.AWS_LIST, _ -> lineages.read(Optional.of(token.label()), keys, Map.of()))
        .in(scope)
        .latest("loss")
        .busy(calls.busy())
        .onSuccess(reading -> then.accept(TokenLoss.of(reading, unread)))
        .onProblem(problem -> then.accept(TokenLoss.unknown(problem)))
        .start();
  }
}
