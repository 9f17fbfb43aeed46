package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.session.HsmAloneSession;
import org.xksworkbench.app.session.Places;

/// Whose clients are loaded beforehand.
class AwsSdkWarmUpTest {

  @TempDir private Path folder;

  @Test
  void the_first_start_loads_nothing_before_its_question_is_answered() {
    assertThat(AwsSdkWarmUp.connection(new Arguments.StartMode.Unsaid(), places())).isEmpty();
  }

  @Test
  void a_later_start_loads_what_the_last_profile_needs() {
    places().locks().use("prod");
    assertThat(AwsSdkWarmUp.connection(new Arguments.StartMode.Unsaid(), places()))
        .get()
        .isInstanceOfSatisfying(
            AwsConnection.AwsProfileConnection.class,
            aws -> assertThat(aws.profile()).isEqualTo("prod"));
  }

  @Test
  void with_an_hsm_alone_nothing_of_aws_is_loaded() {
    assertThat(AwsSdkWarmUp.connection(new Arguments.StartMode.HsmMode(), places())).isEmpty();
    places().locks().use(HsmAloneSession.PROFILE);
    assertThat(AwsSdkWarmUp.connection(new Arguments.StartMode.Unsaid(), places())).isEmpty();
  }

  @Test
  void the_demo_leaves_the_users_aws_files_alone_beforehand_too() {
    for (var line : List.of(List.of("--demo"), List.of("--local-kms", "http://127.0.0.1:4599"))) {
      assertThat(AwsSdkWarmUp.connection(Arguments.parse(line).mode(), places()))
          .get()
          .isInstanceOf(AwsConnection.LocalKmsConnection.class);
    }
  }

  private Places places() {
    return new Places(folder, folder, folder, folder);
  }
}
