package org.xksworkbench.bridge.localkms.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// What may be done in which connection state: the table of AWS's documents, cell by cell.
class ConnectionTest {

  private static final List<StoreConnection> STATES =
      List.of(
          new StoreConnection.StoreDisconnected(),
          new StoreConnection.StoreConnecting(),
          new StoreConnection.StoreConnected(),
          new StoreConnection.StoreConnectFailed(ConnectFailure.INTERNAL_ERROR),
          new StoreConnection.StoreDisconnecting());

  @ParameterizedTest(name = "{0}: connect {1}, disconnect {2}")
  @CsvSource({
    "DISCONNECTED,  CONNECTING, no",
    "CONNECTING,    CONNECTING, DISCONNECTING",
    "CONNECTED,     CONNECTED,  DISCONNECTING",
    "FAILED,        no,         DISCONNECTING",
    "DISCONNECTING, no,         no"
  })
  void connect_and_disconnect(String state, String connected, String disconnected) {
    assertThat(outcome(() -> in(state).connect().wireName())).isEqualTo(connected);
    assertThat(outcome(() -> in(state).disconnect().wireName())).isEqualTo(disconnected);
  }

  @ParameterizedTest(
      name = "{0}: update in place {1}, update anything {2}, delete {3}, create a key {4}")
  @CsvSource({
    "DISCONNECTED,  yes, yes, yes, no",
    "CONNECTING,    no,  no,  no,  no",
    "CONNECTED,     yes, no,  no,  yes",
    "FAILED,        no,  no,  no,  no",
    "DISCONNECTING, no,  no,  no,  no"
  })
  void update_delete_and_create_a_key(
      String state, String updatedInPlace, String updated, String deleted, String keyMade) {
    assertThat(permitted(() -> in(state).requireUpdatable(true))).isEqualTo(updatedInPlace);
    assertThat(permitted(() -> in(state).requireUpdatable(false))).isEqualTo(updated);
    assertThat(permitted(() -> in(state).requireDeletable())).isEqualTo(deleted);
    assertThat(permitted(() -> in(state).requireConnected())).isEqualTo(keyMade);
  }

  @ParameterizedTest
  @CsvSource({"FAILED", "DISCONNECTING"})
  void a_refusal_names_the_state_and_the_way_out(String state) {
    assertThatThrownBy(() -> in(state).connect())
        .isInstanceOf(ServiceFault.class)
        .hasMessageContainingAll(state, "Disconnect");
  }

  private static StoreConnection in(String wireName) {
    return STATES.stream().filter(s -> s.wireName().equals(wireName)).findFirst().orElseThrow();
  }

  private static String permitted(Runnable attempt) {
    return outcome(() -> {
      attempt.run();
      return "yes";
    });
  }

  private static String outcome(java.util.function.Supplier<String> attempt) {
    try {
      return attempt.get();
    } catch (ServiceFault e) {
      assertThat(e.code()).isEqualTo("CustomKeyStoreInvalidStateException");
      return "no";
    }
  }
}
