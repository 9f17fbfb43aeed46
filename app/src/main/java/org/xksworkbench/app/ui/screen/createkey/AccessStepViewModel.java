package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.policy.KeyPolicyCheck;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.words.Words;

/// Who may manage and use the key, and the key policy that says so: made of the choices, until it
/// is edited by hand.
public final class AccessStepViewModel {

  private static final Words WORDS = Words.of(AccessStepViewModel.class);

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final Principals iam;
  private final ScreenTasks tasks;
  private final Fetched<List<IamPrincipal>> principals = new Fetched<>();
  private final ChosenPrincipals administrators =
      new ChosenPrincipals(KeyAccess::administrators, KeyAccess::withAdministrators);
  private final ChosenPrincipals users =
      new ChosenPrincipals(KeyAccess::users, KeyAccess::withUsers);
  private boolean asked;

  AccessStepViewModel(
      FormEntries entries, KeyStoreStepViewModel keyStore, Principals iam, ScreenTasks tasks) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.iam = iam;
    this.tasks = tasks;
  }

  /// IAM users and roles of the account; asked for when a step first needs them.
  ReadOnlyObjectProperty<Loadable<List<IamPrincipal>>> principals() {
    return principals.getReadOnlyProperty();
  }

  ChosenPrincipals administrators() {
    return administrators;
  }

  ChosenPrincipals users() {
    return users;
  }

  /// Whether an ARN would be lost.
  boolean isTyped() {
    return administrators.obstacle().or(users::obstacle).isPresent();
  }

  /// ARNs of users and roles, as far as they are known.
  Set<String> arns() {
    return principals.value().stream()
        .flatMap(List::stream)
        .map(IamPrincipal::arn)
        .collect(Collectors.toSet());
  }

  /// Asks for users and roles, if nobody did.
  void load() {
    if (!asked) {
      loadAgain();
    }
  }

  void loadAgain() {
    asked = true;
    principals.loading();
    tasks
        .aside(WORDS.text("task.principals"), Job.AWS_LIST, _ -> iam.list())
        .onSuccess(principals::ready)
        .onProblem(problem -> principals.fail(notListed(problem)))
        .start();
  }

  private static Problem notListed(Problem problem) {
    return Problem.of(problem.kind(), WORDS.text("principals.not-listed"))
        .because(problem.headline() + ".")
        .toDo(WORDS.text("principals.not-listed-to-do"))
        .withDetail(problem.technicalDetail())
        .withCode(problem.code())
        .withRequestId(problem.requestId());
  }

  /// The policy that the choices make.
  String generatedPolicy() {
    return keyStore
        .snapshotNow()
        .map(known -> entries.now().access().policy(known.partition(), known.caller().account()))
        .orElse("");
  }

  /// The policy that the key will have.
  String policy() {
    return entries.now().editedPolicy().orElseGet(this::generatedPolicy);
  }

  void edit(String text) {
    var edited = text.equals(generatedPolicy()) ? Optional.<String>empty() : Optional.of(text);
    if (!edited.equals(entries.now().editedPolicy())) {
      entries.edit(entered -> entered.withEditedPolicy(edited));
    }
  }

  /// Drops what was edited.
  void regenerate() {
    entries.edit(entered -> entered.withEditedPolicy(Optional.empty()));
  }

  List<PolicyFinding> findings() {
    return keyStore
        .snapshotNow()
        .map(known -> KeyPolicyCheck.of(policy(), known.caller().account(), arns()))
        .orElse(List.of());
  }

  /// Why AWS KMS would refuse the policy; empty if it would not.
  Optional<String> policyObstacle() {
    return findings().stream().filter(PolicyFinding::refused).map(PolicyFinding::text).findFirst();
  }

  /// Whether administrators and users in the policy are those that were chosen.
  boolean followsChoices() {
    return entries.now().editedPolicy().isEmpty()
        || KeyAccess.of(policy()).equals(KeyAccess.of(generatedPolicy()));
  }

  /// Users and roles that are chosen for one thing, by ARN.
  final class ChosenPrincipals {

    private final Function<KeyAccess, List<String>> arns;
    private final BiFunction<KeyAccess, List<String>, KeyAccess> with;
    private final StringProperty typed = new SimpleStringProperty("");

    private ChosenPrincipals(
        Function<KeyAccess, List<String>> arns,
        BiFunction<KeyAccess, List<String>, KeyAccess> with) {
      this.arns = arns;
      this.with = with;
    }

    List<String> arns() {
      return arns.apply(entries.now().access());
    }

    void set(String arn, boolean wanted) {
      var others = arns().stream().filter(other -> !other.equals(arn));
      var chosen = (wanted ? Stream.concat(others, Stream.of(arn)) : others).toList();
      entries.edit(entered -> entered.withAccess(access -> with.apply(access, chosen)));
    }

    /// An ARN that is typed and not added yet.
    StringProperty typed() {
      return typed;
    }

    Optional<String> obstacle() {
      return typed.get().isBlank() ? Optional.empty() : Optional.of(WORDS.text("obstacle.arn"));
    }
  }
}
