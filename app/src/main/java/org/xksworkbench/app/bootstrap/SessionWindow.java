package org.xksworkbench.app.bootstrap;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.aws.CredentialFiles;
import org.xksworkbench.app.session.AwsSession;
import org.xksworkbench.app.session.DemoSession;
import org.xksworkbench.app.session.HsmAloneSession;
import org.xksworkbench.app.session.LocalKmsSession;
import org.xksworkbench.app.session.Session;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellView;
import org.xksworkbench.app.ui.signin.IdentityCenterViewModel;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Tasks;

/// What the window shows of a session. Closing it leaves the session open.
///
/// @param view the whole frame
record SessionWindow(
    Session session, AppContext context, ShellView view, Optional<IdentityCenterViewModel> signIn)
    implements AutoCloseable {

  /// @param profiles to choose from
  /// @param signsIn the sign-in of a profile
  /// @param go goes to another profile and Region
  static SessionWindow on(
      Session session,
      AwsProfiles profiles,
      Function<String, IdentityCenterViewModel> signsIn,
      BiConsumer<String, String> go,
      Tasks tasks,
      Dialogs dialogs) {
    var desk = new SignInDesk(session.lock().profile(), CredentialFiles::fingerprint);
    var choices =
        switch (session) {
          case DemoSession _, LocalKmsSession _, HsmAloneSession _ ->
              SessionViewModel.unchangeable();
          case AwsSession aws -> choices(aws, profiles, go, tasks);
        };
    Optional<IdentityCenterViewModel> signIn =
        choices.isWithAws()
            ? Optional.of(signsIn.apply(session.lock().profile()))
            : Optional.empty();
    var context = new AppContext(session, choices, desk, tasks, dialogs);
    signIn.ifPresent(context.shell().signIn()::signsInBy);
    return new SessionWindow(
        session, context, new ShellView(context.shell(), context::screen, tasks.running()), signIn);
  }

  private static SessionViewModel choices(
      AwsSession session, AwsProfiles profiles, BiConsumer<String, String> go, Tasks tasks) {
    var region = session.aws().kms().endpoint().region();
    var model = new SessionViewModel(session.choices(), go, Clock.systemUTC());
    model.onLook(() ->
        tasks
            .task("")
            .on(Job.FILES, _ -> profiles.choices(region))
            .onSuccess(model::chooseFrom)
            .start());
    return model;
  }

  @Override
  public void close() {
    view.close();
    signIn.ifPresent(IdentityCenterViewModel::close);
    context.close();
  }
}
