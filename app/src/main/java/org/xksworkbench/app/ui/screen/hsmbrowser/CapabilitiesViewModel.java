package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.probe.ProbedTokens.ProbedToken;
import org.xksworkbench.bridge.probe.TokenFingerprint;

/// What the token that is looked into can do for an XKS proxy: what was found before, until
/// somebody wants it found out again.
public final class CapabilitiesViewModel {

  /// That nothing was chosen, and all was found out.
  private static final String NOTHING_CHOSEN = "";

  /// What was looked for.
  ///
  /// @param token empty if it was never probed
  record KnownCapabilities(Optional<ProbedToken> token) {}

  private final AttachedHsm hsm;
  private final ProbedTokens probed;
  private final Tasks tasks;
  private final TaskScope scope;
  private final MessagesViewModel messages;
  private final ReadOnlyObjectWrapper<@Nullable KnownCapabilities> known =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty probing = new SimpleBooleanProperty();
  private Optional<TokenPlace> readAt = Optional.empty();

  CapabilitiesViewModel(
      AttachedHsm hsm,
      ProbedTokens probed,
      Tasks tasks,
      TaskScope scope,
      MessagesViewModel messages) {
    this.hsm = hsm;
    this.probed = probed;
    this.tasks = tasks;
    this.scope = scope;
    this.messages = messages;
  }

  /// Null until it was looked for.
  ReadOnlyObjectProperty<@Nullable KnownCapabilities> known() {
    return known.getReadOnlyProperty();
  }

  BooleanProperty probing() {
    return probing;
  }

  void readOnce() {
    var selected = hsm.selectedToken();
    if (!selected.equals(readAt)) {
      known.set(null);
    }
    if (known.get() == null) {
      selected.ifPresent(this::read);
    }
  }

  private void read(TokenPlace place) {
    tasks
        .task("Looking for what the token can do")
        .on(Job.HSM_LIST, _ -> probed.find(fingerprint(place)))
        .in(scope)
        .latest("capabilities")
        .evenLate(messages::clearIfSame)
        .onSuccess(found -> showFound(place, found))
        .onProblem(messages::tell)
        .start();
  }

  /// Finds it out by doing it. Nothing is written to the token.
  void probe() {
    hsm.selectedToken().ifPresent(this::probe);
  }

  private void probe(TokenPlace place) {
    tasks
        .task("Finding out what the token can do")
        .on(Job.HSM_MAKE_KEY, _ -> Optional.of(findOut(place)))
        .in(scope)
        .busy(probing)
        .latest("capabilities")
        .onSuccess(found -> showFound(place, found))
        .onProblem(messages::tell)
        .start();
  }

  private ProbedToken findOut(TokenPlace place) {
    var session = session();
    var found = session.probe("");
    if (found.proven()) {
      found = session.measure(found, "");
    }
    var token = new ProbedToken(fingerprint(place), Instant.now(), found);
    // What cannot be kept is found out again the next time.
    var _ = probed.keep(token.of(), token.at(), found);
    return token;
  }

  private TokenFingerprint fingerprint(TokenPlace place) {
    return TokenFingerprint.of(
        hsm.module(place.module()), place.slotId(), session().token(), NOTHING_CHOSEN);
  }

  private HsmSession session() {
    return hsm.session()
        .orElseThrow(() ->
            new HsmException(
                HsmException.Reason.NOT_LOGGED_IN, "Nobody is logged in to the token."));
  }

  private void showFound(TokenPlace place, Optional<ProbedToken> found) {
    readAt = Optional.of(place);
    known.set(new KnownCapabilities(found));
  }
}
