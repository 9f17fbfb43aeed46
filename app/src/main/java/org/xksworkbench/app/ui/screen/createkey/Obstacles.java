package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import org.xksworkbench.app.policy.PolicyFinding;

/// What keeps a step from being done.
final class Obstacles {

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final PrincipalsViewModel principals;
  private final PolicyStepViewModel policy;

  Obstacles(
      FormEntries entries,
      KeyStoreStepViewModel keyStore,
      PrincipalsViewModel principals,
      PolicyStepViewModel policy) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.principals = principals;
    this.policy = policy;
  }

  /// A sentence; empty if nothing does.
  Optional<String> of(Step step) {
    return keyStore.surroundingsNow().flatMap(known -> of(step, known));
  }

  private Optional<String> of(Step step, Surroundings known) {
    var entered = entries.now();
    return switch (step) {
      case CONFIGURATION ->
          switch (entries.method()) {
            case FROM_KEY_STORE -> notConnected().or(() -> entered.problem(step));
            case FROM_KEYS -> entered.problem(step);
          };
      case KEY_STORE -> entered.problem(step).or(this::notConnected);
      case LABELS -> entered.problem(step).or(() -> taken(entered.alias(), known));
      case POLICY ->
          policy.findings().stream()
              .filter(PolicyFinding::refused)
              .map(PolicyFinding::text)
              .findFirst();
      case REVIEW ->
          Step.of(entries.method()).stream()
              .filter(earlier -> earlier != Step.REVIEW)
              .flatMap(earlier ->
                  of(earlier, known).map(found -> earlier.title() + ": " + found).stream())
              .findFirst();
      case ADMINISTRATORS ->
          entered.problem(step).or(() -> notAdded(principals.typedAdministrator().get()));
      case USERS -> entered.problem(step).or(() -> notAdded(principals.typedUser().get()));
      case EXTERNAL_KEY, TAGS -> entered.problem(step);
    };
  }

  private Optional<String> notConnected() {
    return keyStore.store().filter(store -> store.connectionState().usable()).isPresent()
        ? Optional.empty()
        : Optional.of("Connect the key store to go on.");
  }

  private static Optional<String> notAdded(String typed) {
    return typed.isBlank()
        ? Optional.empty()
        : Optional.of("Add the ARN that you typed, or clear its field.");
  }

  private static Optional<String> taken(String alias, Surroundings known) {
    return Optional.ofNullable(known.aliases().get("alias/" + alias))
        .map(keyId -> "alias/" + alias + " is the alias of " + keyId + " already.");
  }
}
