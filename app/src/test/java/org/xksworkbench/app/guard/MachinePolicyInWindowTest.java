package org.xksworkbench.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.shell.LockViewModel;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// The policy of the machine, where the window reaches AWS KMS and asks the user.
class MachinePolicyInWindowTest {

  @TempDir Path folder;

  @Test
  void nothing_that_changes_aws_kms_is_sent_from_a_read_only_machine() throws IOException {
    var reached = new ArrayList<String>();
    var kms =
        (KeyManagement)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KeyManagement.class},
                (_, method, _) -> {
                  reached.add(method.getName());
                  return null;
                });
    var unlocked = ChangeLock.inMemory("prod", false);
    var guarded =
        new InterceptedKeyManagement(
            kms, Interceptors.of(new Guarding(policy("read-only = true").on(unlocked))));
    assertThatThrownBy(() -> guarded.perform(new KmsChange.EnableKey("key")))
        .isInstanceOf(ReadOnlyException.class)
        .satisfies(e -> {
          var problem = Problems.of(e);
          assertThat(problem.headline()).isEqualTo("This machine is read-only");
          assertThat(problem.causes().toString()).contains("policy.toml");
          assertThat(problem.nextStep()).doesNotContain("Unlock the profile");
        });
    assertThat(reached).isEmpty();
    guarded.keyIds();
    assertThat(reached).containsExactly("keyIds");
  }

  @Test
  void a_profile_or_region_that_is_not_listed_is_not_opened() throws IOException {
    var policy = policy("profiles = [\"security\"]\nregions = [\"eu-central-1\"]");
    assertThatThrownBy(() ->
            AwsServices.open(
                new AwsConnection.AwsProfileConnection("other", "eu-central-1"), policy))
        .isInstanceOf(PolicyException.class)
        .satisfies(e ->
            assertThat(Problems.of(e).headline())
                .isEqualTo("The policy of this machine does not allow the AWS profile other"));
    assertThatThrownBy(() ->
            AwsServices.open(
                new AwsConnection.AwsProfileConnection("security", "us-east-1"), policy))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("us-east-1");
  }

  @Test
  void only_what_is_listed_is_offered() throws IOException {
    var policy = policy("profiles = [\"security\"]\nregions = [\"eu-central-1\"]");
    var offered =
        new AllowedProfiles(
            new AwsProfiles() {
              @Override
              public List<AwsProfile> profiles() {
                return List.of(
                    new AwsProfile("other", AwsProfile.ProfileKind.SSO, Optional.empty()),
                    new AwsProfile("security", AwsProfile.ProfileKind.SSO, Optional.empty()));
              }

              @Override
              public List<String> regionsBeside(String region) {
                return List.of("eu-central-1", "us-east-1");
              }
            },
            policy);
    assertThat(offered.profiles()).extracting(AwsProfile::name).containsExactly("security");
    assertThat(offered.regionsBeside("us-east-1")).containsExactly("eu-central-1");
  }

  @Test
  void the_lock_of_the_window_cannot_be_opened_and_says_why() throws IOException {
    var dialogs = new ScriptedDialogs().confirming();
    var lock =
        new LockViewModel(
            policy("read-only = true").on(ChangeLock.inMemory("prod", false)),
            true,
            new DirectTasks(),
            dialogs);
    assertThat(lock.readOnly().get()).isTrue();
    lock.toggle("account 000000000000");
    assertThat(lock.readOnly().get()).isTrue();
    assertThat(dialogs.asked()).noneMatch(text -> text.contains("Unlock prod"));
    assertThat(lock.keptBy()).hasValueSatisfying(why -> assertThat(why).contains("policy.toml"));
  }

  private MachinePolicy policy(String text) throws IOException {
    return MachinePolicy.read(Files.writeString(folder.resolve("policy.toml"), text));
  }
}
