package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// What the token that is looked into tells of itself: read when somebody wants to see it, and once
/// for a token.
public final class TokenFactsViewModel {

  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final TaskScope scope;
  private final MessagesViewModel messages;
  private final ReadOnlyObjectWrapper<@Nullable TokenFacts> facts = new ReadOnlyObjectWrapper<>();
  private Optional<TokenPlace> readAt = Optional.empty();

  TokenFactsViewModel(AttachedHsm hsm, Tasks tasks, TaskScope scope, MessagesViewModel messages) {
    this.hsm = hsm;
    this.tasks = tasks;
    this.scope = scope;
    this.messages = messages;
  }

  /// Null until they were read.
  ReadOnlyObjectProperty<@Nullable TokenFacts> facts() {
    return facts.getReadOnlyProperty();
  }

  void readOnce() {
    var selected = hsm.selectedToken();
    if (!selected.equals(readAt)) {
      facts.set(null);
    }
    if (facts.get() == null) {
      selected.ifPresent(this::read);
    }
  }

  private void read(TokenPlace place) {
    tasks
        .task("Reading what the token tells of itself")
        .on(
            Job.HSM_LIST,
            _ -> {
              var module = hsm.module(place.module());
              return new TokenFacts(
                  module.details(place.slotId()), module.mechanisms(place.slotId()));
            })
        .in(scope)
        .latest("facts")
        .evenLate(messages::clearIfSame)
        .onSuccess(read -> {
          readAt = Optional.of(place);
          facts.set(read);
        })
        .onProblem(messages::tell)
        .start();
  }
}
