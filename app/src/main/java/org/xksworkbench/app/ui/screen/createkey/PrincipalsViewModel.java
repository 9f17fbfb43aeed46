package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// IAM users and roles of the account, and which of them may manage and use the key.
public final class PrincipalsViewModel {

  private final FormEntries entries;
  private final Principals iam;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Fetched<List<IamPrincipal>> principals = new Fetched<>();
  private final StringProperty typedAdministrator = new SimpleStringProperty("");
  private final StringProperty typedUser = new SimpleStringProperty("");
  private boolean asked;

  PrincipalsViewModel(FormEntries entries, Principals iam, Tasks tasks, TaskScope scope) {
    this.entries = entries;
    this.iam = iam;
    this.tasks = tasks;
    this.scope = scope;
  }

  /// Asked for when a step first needs them.
  ReadOnlyObjectProperty<Loadable<List<IamPrincipal>>> principals() {
    return principals.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return entries.draft();
  }

  /// The ARN of an administrator that is typed and not added yet.
  StringProperty typedAdministrator() {
    return typedAdministrator;
  }

  /// The ARN of a user that is typed and not added yet.
  StringProperty typedUser() {
    return typedUser;
  }

  /// Whether an ARN would be lost.
  boolean isTyped() {
    return !typedAdministrator.get().isBlank() || !typedUser.get().isBlank();
  }

  /// ARNs, as far as they are known.
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
        .named("Listing IAM users and roles")
        .on(Job.AWS_LIST, _ -> iam.list())
        .in(scope)
        .onSuccess(principals::ready)
        .onProblem(problem -> principals.failed(notListed(problem)))
        .start();
  }

  private static Problem notListed(Problem problem) {
    return Problem.of(problem.kind(), "IAM users and roles could not be listed")
        .because(problem.headline() + ".")
        .toDo(
            "Ask for the permissions iam:ListUsers and iam:ListRoles, or add users and roles by"
                + " their ARNs. The key can be created without them.")
        .withDetail(problem.technicalDetail())
        .withCode(problem.code())
        .withRequestId(problem.requestId());
  }

  void setAdministrator(String arn, boolean wanted) {
    entries.edit(entered ->
        entered.withAccess(
            access -> access.withAdministrators(with(access.administrators(), arn, wanted))));
  }

  void setUser(String arn, boolean wanted) {
    entries.edit(entered ->
        entered.withAccess(access -> access.withUsers(with(access.users(), arn, wanted))));
  }

  private static List<String> with(List<String> arns, String arn, boolean wanted) {
    var others = arns.stream().filter(other -> !other.equals(arn));
    return (wanted ? Stream.concat(others, Stream.of(arn)) : others).toList();
  }
}
