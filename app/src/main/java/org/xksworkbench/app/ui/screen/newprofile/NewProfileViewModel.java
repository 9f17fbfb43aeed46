package org.xksworkbench.app.ui.screen.newprofile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewProfiles;
import org.xksworkbench.app.kms.NewProfiles.CenterAccount;
import org.xksworkbench.app.kms.NewProfiles.CenterSession;
import org.xksworkbench.app.kms.NewProfiles.ProfileAddition;
import org.xksworkbench.app.kms.NewProfiles.ProfileDraft;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.signin.IdentityCenterViewModel;
import org.xksworkbench.app.ui.signin.SignInStage;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;

/// From a sign-in to an account, a role, a name, and what is written for it.
public final class NewProfileViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(NewProfileViewModel.class);

  /// What the user is asked.
  public sealed interface NewProfileStep {

    record SessionQuestion(List<CenterSession> known) implements NewProfileStep {}

    /// Nobody is signed in there.
    record SignInQuestion(CenterSession session, IdentityCenterViewModel signIn)
        implements NewProfileStep {}

    record AccountQuestion(CenterSession session, List<CenterAccount> accounts)
        implements NewProfileStep {}

    record RoleQuestion(CenterSession session, CenterAccount account, List<String> roles)
        implements NewProfileStep {}

    /// @param name proposed
    /// @param regions to choose from
    record NameQuestion(
        CenterSession session,
        CenterAccount account,
        String role,
        String name,
        List<String> regions)
        implements NewProfileStep {}

    record WriteQuestion(ProfileDraft draft, ProfileAddition addition) implements NewProfileStep {}

    record ProfileThere(ProfileDraft draft) implements NewProfileStep {}
  }

  private final NewProfiles profiles;
  private final AwsProfiles regions;
  private final Tasks everywhere;
  private final ScreenTasks tasks;
  private final Consumer<String> browser;
  private final Leaving leaving;
  private final ReadOnlyObjectWrapper<NewProfileStep> step =
      new ReadOnlyObjectWrapper<>(new NewProfileStep.SessionQuestion(List.of()));

  /// Where it goes on.
  ///
  /// @param connect takes profile and Region
  public record Leaving(BiConsumer<String, String> connect, Runnable back) {}

  /// @param regions tells which Regions there are
  /// @param browser opens a page
  public NewProfileViewModel(
      NewProfiles profiles,
      AwsProfiles regions,
      Tasks tasks,
      Consumer<String> browser,
      Leaving leaving) {
    this.profiles = profiles;
    this.regions = regions;
    this.everywhere = tasks;
    this.tasks = new ScreenTasks(tasks);
    this.browser = browser;
    this.leaving = leaving;
  }

  public ReadOnlyObjectProperty<NewProfileStep> step() {
    return step.getReadOnlyProperty();
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  /// Begins, or begins anew.
  public void look() {
    tasks.clearProblem();
    tasks
        .task(WORDS.text("task.sessions"), Job.FILE, _ -> profiles.sessions())
        .latest("step")
        .onSuccess(known -> show(new NewProfileStep.SessionQuestion(known)))
        .start();
  }

  /// Lists the accounts of a session, or has somebody sign in first.
  public void use(CenterSession session) {
    tasks.clearProblem();
    tasks
        .task(WORDS.text("task.accounts"), Job.AWS_LIST, _ -> accounts(session))
        .latest("step")
        .onSuccess(found ->
            found.ifPresentOrElse(
                accounts -> show(new NewProfileStep.AccountQuestion(session, accounts)),
                () -> askToSignIn(session)))
        .start();
  }

  /// Empty if somebody has to sign in.
  private Optional<List<CenterAccount>> accounts(CenterSession session) {
    try {
      return Optional.of(profiles.accounts(session));
    } catch (KmsException e) {
      if (e.is(KmsErrorCode.SSO_SESSION_EXPIRED)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void askToSignIn(CenterSession session) {
    var signIn =
        new IdentityCenterViewModel(session.name(), profiles.signIns(session), everywhere, browser);
    signIn
        .state()
        .subscribe(now -> {
          if (now instanceof SignInStage.SignInDone) {
            use(session);
          }
        });
    show(new NewProfileStep.SignInQuestion(session, signIn));
    signIn.look();
  }

  public void choose(CenterAccount account) {
    if (step.get() instanceof NewProfileStep.AccountQuestion(var session, _)) {
      tasks.clearProblem();
      tasks
          .task(WORDS.text("task.roles"), Job.AWS_LIST, _ -> profiles.roles(session, account.id()))
          .latest("step")
          .onSuccess(roles -> show(new NewProfileStep.RoleQuestion(session, account, roles)))
          .start();
    }
  }

  public void choose(String role) {
    if (step.get() instanceof NewProfileStep.RoleQuestion(var session, var account, _)) {
      tasks.clearProblem();
      show(
          new NewProfileStep.NameQuestion(
              session,
              account,
              role,
              proposal(account, role),
              regions.regionsBeside(session.region())));
    }
  }

  private static String proposal(CenterAccount account, String role) {
    return ((account.name().isBlank() ? account.id() : account.name()) + "-" + role)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_.-]+", "-");
  }

  /// Shows what would be written.
  ///
  /// @param region that the profile works in
  public void propose(String name, String region) {
    if (step.get()
        instanceof NewProfileStep.NameQuestion(var session, var account, var role, _, _)) {
      var draft = new ProfileDraft(session, account.id(), role, name.strip(), region.strip());
      tasks.clearProblem();
      tasks
          .task(WORDS.text("task.propose"), Job.FILE, _ -> profiles.propose(draft))
          .latest("step")
          .onSuccess(addition -> show(new NewProfileStep.WriteQuestion(draft, addition)))
          .start();
    }
  }

  /// The user's word: now the file is written.
  public void write() {
    if (step.get() instanceof NewProfileStep.WriteQuestion(var draft, var addition)) {
      tasks.clearProblem();
      tasks
          .task(
              WORDS.text("task.write"),
              Job.FILE,
              context -> {
                context.commit();
                profiles.write(addition);
                return draft;
              })
          .latest("step")
          .onSuccess(done -> show(new NewProfileStep.ProfileThere(done)))
          .start();
    }
  }

  public void connect() {
    if (step.get() instanceof NewProfileStep.ProfileThere(var draft)) {
      leaving.connect().accept(draft.name(), draft.region());
    }
  }

  public void goBack() {
    leaving.back().run();
  }

  private void show(NewProfileStep next) {
    endSignIn();
    step.set(next);
  }

  private void endSignIn() {
    if (step.get() instanceof NewProfileStep.SignInQuestion(_, var signIn)) {
      signIn.close();
    }
  }

  @Override
  public void close() {
    endSignIn();
    tasks.close();
  }
}
