package org.xksworkbench.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.guard.ReadOnlyException;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.KeptFiles;

/// Sessions with real clients of the AWS SDK, and SoftHSM behind a helper process. Nothing is sent.
class SessionsTest {

  @TempDir Path home;
  private final KeptFiles files = new KeptFiles();
  private Sessions sessions;
  private AwsSession first;

  @BeforeEach
  void a_session_with_aws() throws Exception {
    sessions =
        new Sessions(
            new Places(home, home, home, home),
            MachinePolicy.none(),
            files,
            Settings.inMemory(),
            MfaPrompt.none(),
            _ -> AgentProcess.likeThis(SoftHsm.environment()));
    first = sessions.aws("prod", Optional.empty()).open(Opening.OpeningProgress.toNobody());
  }

  @AfterEach
  void close() {
    first.close();
    files.close();
  }

  @Test
  void the_hsm_stays_attached_while_profiles_and_regions_come_and_go() {
    var _ = first.hsm().open(SoftHsm.modulePath());
    var next = sessions.elsewhere(first, "test", "eu-west-1");
    first.leave();
    assertThat(next.hsm()).isSameAs(first.hsm());
    assertThat(next.remembered()).isSameAs(first.remembered());
    assertThat(next.aws().kms().endpoint().region()).isEqualTo("eu-west-1");
    assertThat(next.hsm().status().module()).isPresent();
    next.leave();
  }

  @Test
  void nothing_that_runs_already_is_worked_on_where_the_policy_forbids_it() throws Exception {
    var policy =
        MachinePolicy.read(Files.writeString(home.resolve("policy.toml"), "attach = false"));
    var others =
        new Sessions(
            new Places(home, home, home, home),
            policy,
            files,
            Settings.inMemory(),
            MfaPrompt.none(),
            _ -> AgentProcess.likeThis(SoftHsm.environment()));
    var opening = others.running(URI.create("http://127.0.0.1:1"), "us-east-1");
    assertThatThrownBy(() -> opening.open(Opening.OpeningProgress.toNobody()))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("local KMS that runs already");
  }

  @Test
  void a_token_is_guarded_by_the_profile_that_the_window_shows_and_by_no_other() throws Exception {
    var _ = first.hsm().open(SoftHsm.modulePath());
    assertThat(guard()).as("nothing is shown yet").isEqualTo("none");
    first.begin();
    assertThat(guard()).isEqualTo("prod");
    var next = sessions.elsewhere(first, "test", "eu-west-1");
    assertThat(guard()).as("the next one is open and not shown").isEqualTo("prod");
    next.begin();
    assertThat(guard()).isEqualTo("test");
    next.leave();
  }

  @Test
  void work_begun_with_one_profile_is_never_judged_by_the_lock_of_another() throws Exception {
    first.begin();
    var next = sessions.elsewhere(first, "test", "eu-west-1");
    next.lock().setReadOnly(false);
    next.begin();
    assertThat(first.lock().profile()).isEqualTo("prod");
    assertThat(first.lock().readOnly()).isTrue();
    assertThat(sessions.elsewhere(next, "test", "eu-west-1").readOnly())
        .as("how the lock is when a session is opened")
        .isFalse();
    next.leave();
  }

  @Test
  void a_local_kms_is_open_for_changes_and_forgets_what_was_done() throws Exception {
    try (var session =
        sessions
            .running(java.net.URI.create("http://127.0.0.1:1"), "us-east-1")
            .open(Opening.OpeningProgress.toNobody())) {
      assertThat(session.readOnly()).isFalse();
      assertThat(session.faults()).isEmpty();
      assertThat(session.remembered().activity().entries()).isEmpty();
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void hsms_alone_are_read_only_until_they_are_unlocked_and_know_of_no_kms() throws Exception {
    try (var session = sessions.hsmAlone().open(Opening.OpeningProgress.toNobody())) {
      assertThat(session.readOnly()).isTrue();
      var _ = session.hsm().open(SoftHsm.modulePath());
      assertThatThrownBy(() -> initialiseNothing(session))
          .isInstanceOfSatisfying(
              ReadOnlyException.class,
              refused -> assertThat(refused.profile()).isEqualTo(HsmAloneSession.PROFILE));
      assertThatThrownBy(() -> session.aws().kms().keyStores())
          .isInstanceOf(KmsException.class)
          .hasMessage("No AWS KMS is open in this window.");
      session.lock().setReadOnly(false);
    }
    try (var again = sessions.hsmAlone().open(Opening.OpeningProgress.toNobody())) {
      assertThat(again.readOnly()).as("as it was left").isFalse();
      assertThatThrownBy(() -> initialiseNothing(again))
          .as("there is no such slot, which the module says")
          .isInstanceOf(HsmException.class);
    }
    assertThat(first.lock().readOnly()).as("of another profile").isTrue();
  }

  private static void initialiseNothing(Session session) {
    var _ = session.hsm().open(SoftHsm.modulePath());
    session
        .hsm()
        .module(SoftHsm.modulePath())
        .initToken(123_456, "nobody", new char[0], new char[0]);
  }

  /// Whose lock refuses to change a token.
  private String guard() {
    var name = new String[1];
    assertThatThrownBy(() ->
            first
                .hsm()
                .module(SoftHsm.modulePath())
                .initToken(0, "nobody", new char[0], new char[0]))
        .isInstanceOfSatisfying(ReadOnlyException.class, refused -> name[0] = refused.profile());
    return name[0];
  }
}
