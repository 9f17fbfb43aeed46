package org.xksworkbench.app.ui.screen.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.guard.MachinePolicy;

class StartViewModelTest {

  private final List<String> done = new ArrayList<>();
  private AwsCheck.Choice usual = new AwsCheck.Choice("default", "");

  @Test
  void profiles_and_modules_are_found_and_the_default_profile_is_proposed_with_its_region() {
    var start =
        start(MachinePolicy.none(), profile("ada", "eu-west-1"), profile("default", "eu-north-1"));
    start.look();
    assertThat(found(start).profiles())
        .extracting(AwsProfile::name)
        .containsExactly("ada", "default");
    assertThat(found(start).demoPossible()).as("SoftHSM is where the tests run").isTrue();
    assertThat(start.region().get()).isEqualTo("eu-north-1");
    assertThat(start.canConnect().get()).isTrue();
    start.connect();
    start.openDemo();
    start.openHsm();
    start.makeProfile();
    assertThat(done).containsExactly("default in eu-north-1", "demo", "HSM alone", "new profile");
  }

  @Test
  void what_the_aws_cli_would_take_is_proposed_and_told_where_a_variable_says_it() {
    var start =
        start(MachinePolicy.none(), profile("ada", "eu-west-1"), profile("default", "eu-north-1"));
    start.look();
    assertThat(found(start).ofTheCli()).as("no variable says it").isEmpty();
    usual = new AwsCheck.Choice("ada", "AWS_PROFILE names it");
    start.look();
    assertThat(start.profile().get()).isEqualTo(profile("ada", "eu-west-1"));
    assertThat(found(start).ofTheCli())
        .contains("The AWS CLI would take ada (AWS_PROFILE names it).");
  }

  @Test
  void why_the_user_is_asked_is_told_and_the_way_to_aws_is_looked_at_from_here() {
    var start =
        start(
            MachinePolicy.none(),
            new AwsProfile(
                "broken",
                AwsProfile.ProfileKind.ROLE,
                Optional.empty(),
                Optional.of("It leads back.")));
    assertThat(start.why()).contains("The profile that was used last is gone.");
    start.checkConnection();
    assertThat(done).as("nothing is chosen yet").isEmpty();
    start.look();
    start.checkConnection();
    assertThat(done).containsExactly("check broken in us-east-1");
  }

  @Test
  void without_profiles_there_is_nothing_to_connect_with() {
    var start = start(MachinePolicy.none());
    start.look();
    assertThat(start.canConnect().get()).isFalse();
    start.connect();
    assertThat(done).isEmpty();
  }

  @Test
  void a_profile_that_cannot_be_used_is_shown_with_its_reason_and_not_connected_to() {
    var start =
        start(
            MachinePolicy.none(),
            new AwsProfile(
                "broken",
                AwsProfile.ProfileKind.ROLE,
                Optional.empty(),
                Optional.of("It leads back.")),
            profile("good", "eu-west-1"));
    start.look();
    assertThat(found(start).profiles()).hasSize(2);
    assertThat(found(start).findings()).containsExactly("config, line 3 is odd.");
    assertThat(start.profile().get()).as("proposed").isEqualTo(profile("good", "eu-west-1"));
    assertThat(start.canConnect().get()).isTrue();

    start.profile().set(found(start).profiles().getFirst());
    assertThat(start.fault().getValue()).isEqualTo("It leads back.");
    assertThat(start.canConnect().get()).isFalse();
    start.connect();
    assertThat(done).isEmpty();
  }

  @Test
  void what_the_policy_does_not_allow_is_not_proposed(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(folder.resolve("policy.toml"), "modules = []\nregions = [\"us-east-1\"]");
    var start = start(MachinePolicy.read(file), profile("default", "eu-north-1"));
    start.look();
    assertThat(found(start).modules()).isEmpty();
    assertThat(found(start).demoPossible()).isFalse();
    assertThat(start.region().get()).isEqualTo("us-east-1");
    assertThat(start.policy()).isNotEmpty();
  }

  private static StartViewModel.FoundOnMachine found(StartViewModel start) {
    return ((Loadable.Ready<StartViewModel.FoundOnMachine>) start.found().get()).value();
  }

  private StartViewModel start(MachinePolicy policy, AwsProfile... profiles) {
    return new StartViewModel(
        new AwsProfiles() {
          @Override
          public List<AwsProfile> profiles() {
            return List.of(profiles);
          }

          @Override
          public AwsCheck.Choice usual() {
            return usual;
          }

          @Override
          public List<String> findings() {
            return List.of("config, line 3 is odd.");
          }

          @Override
          public List<String> regionsBeside(String region) {
            return List.of("eu-north-1", "eu-west-1", "us-east-1");
          }
        },
        policy,
        new DirectTasks(),
        new StartViewModel.Next(
            () -> done.add("demo"),
            () -> done.add("HSM alone"),
            (profile, region) -> done.add(profile + " in " + region),
            (profile, region) -> done.add("check " + profile + " in " + region),
            () -> done.add("new profile")),
        Optional.of("The profile that was used last is gone."));
  }

  private static AwsProfile profile(String name, String region) {
    return new AwsProfile(name, AwsProfile.ProfileKind.SSO, Optional.of(region));
  }
}
