package org.xksworkbench.bridge.localkms.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// What may be done with a key in which state: the table of AWS's documents, cell by cell.
class LocalKeyStateTest {

  private static final String INVALID = "KMSInvalidStateException";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "USE,               ok,      DisabledException, invalid, invalid",
    "CREATE_GRANT,      ok,      DisabledException, invalid, ok",
    "CHANGE,            ok,      ok,                invalid, ok",
    "SWITCH,            ok,      ok,                invalid, ok",
    "SCHEDULE_DELETION, ok,      ok,                invalid, ok",
    "CANCEL_DELETION,   invalid, invalid,           ok,      invalid"
  })
  void each_action_in_each_state(
      LocalKeyState.KeyAttempt action,
      String enabled,
      String disabled,
      String pendingDeletion,
      String unavailable) {
    assertThat(outcome(action, LocalKeyState.ENABLED)).isEqualTo(enabled);
    assertThat(outcome(action, LocalKeyState.DISABLED)).isEqualTo(disabled);
    assertThat(outcome(action, LocalKeyState.PENDING_DELETION)).isEqualTo(pendingDeletion);
    assertThat(outcome(action, LocalKeyState.UNAVAILABLE)).isEqualTo(unavailable);
  }

  private static String outcome(LocalKeyState.KeyAttempt action, LocalKeyState state) {
    try {
      state.require(action, "arn:of:the:key");
      return "ok";
    } catch (ServiceFault e) {
      assertThat(e.message()).isNotBlank();
      return e.code().equals(INVALID) ? "invalid" : e.code();
    }
  }
}
