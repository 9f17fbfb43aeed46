package org.xksworkbench.app.bootstrap;

import java.util.Optional;
import java.util.function.Consumer;
import org.xksworkbench.app.session.Sessions;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.awsconnection.AwsConnectionView;
import org.xksworkbench.app.ui.screen.awsconnection.AwsConnectionViewModel;
import org.xksworkbench.app.ui.screen.newprofile.NewProfileView;
import org.xksworkbench.app.ui.screen.newprofile.NewProfileViewModel;
import org.xksworkbench.app.ui.task.Tasks;

/// The screens to which the start page leads, while no session is open.
final class StartScreens {

  private StartScreens() {}

  /// @param back where the user came from
  static Screen connection(
      Sessions sessions, String profile, Optional<String> region, Tasks tasks, Runnable back) {
    return new AwsConnectionView(
        new AwsConnectionViewModel(profile, region, sessions.checks(), tasks, Optional.of(back)));
  }

  /// @param browser opens a page
  /// @param open takes the new profile
  static Screen newProfile(
      Sessions sessions,
      Tasks tasks,
      Consumer<String> browser,
      Consumer<Arguments.StartMode> open,
      Runnable back) {
    return new NewProfileView(
        new NewProfileViewModel(
            sessions.newProfiles(),
            sessions.profiles(),
            tasks,
            browser,
            new NewProfileViewModel.Leaving(
                (profile, region) ->
                    open.accept(new Arguments.StartMode.AwsMode(profile, Optional.of(region))),
                back)));
  }
}
