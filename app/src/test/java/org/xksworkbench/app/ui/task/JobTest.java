package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.agent.AgentHsm;

class JobTest {

  /// What gives up by itself has a moment more, so that its own reason is told: a call to AWS after
  /// 30 seconds, the creation of a key after 60, a login and a device that makes a key after 120.
  @ParameterizedTest
  @CsvSource({
    "HSM_LIST, 5, 0",
    "HSM_CHANGE, 5, 0",
    "HSM_CRYPTO, 1, 0",
    "HSM_MAKE_KEY, 120, 5",
    "HSM_LOGIN, 120, 5",
    "AWS_CALL, 30, 5",
    "AWS_CREATE, 60, 5",
    "AWS_LIST, 120, 0",
    "SIGN_IN, 120, 0",
    "FILE, 5, 0",
    "FILES, 60, 0",
    "PROXY_CALL, 30, 0",
    "PROXY_CHECK, 30, 0",
    "PROXY_LAB, 90, 0",
    "PROXY_PROCESS, 120, 0",
    "CEREMONY, 180, 0",
    "START, 600, 0"
  })
  void each_kind_sets_its_deadline(Job job, int seconds, int more) {
    assertThat(job.deadline()).isEqualTo(Duration.ofSeconds(seconds + more));
  }

  @ParameterizedTest
  @EnumSource(
      value = Job.class,
      names = {"HSM_LIST", "HSM_CHANGE", "HSM_CRYPTO"})
  void nobody_waits_as_long_as_a_helper_has_and_that_is_said(Job job) {
    assertThat(job.deadline()).isLessThan(AgentHsm.DEADLINE);
    assertThat(job.goesOn())
        .contains("Only after %d seconds".formatted(AgentHsm.DEADLINE.toSeconds()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Job.class,
      names = {"HSM_MAKE_KEY", "HSM_LOGIN"})
  void a_login_and_a_new_key_are_waited_for_until_the_helper_has_given_up(Job job) {
    var helper = AgentHsm.DEADLINE.multipliedBy(4);
    assertThat(job.deadline()).isGreaterThan(helper);
    assertThat(job.goesOn()).contains("Only after %d seconds".formatted(helper.toSeconds()));
  }
}
