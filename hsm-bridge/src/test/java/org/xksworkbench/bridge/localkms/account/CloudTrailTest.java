package org.xksworkbench.bridge.localkms.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Dispatcher;
import org.xksworkbench.bridge.localkms.wire.OperationModel;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// Which events are kept.
class CloudTrailTest {

  private static final int MORE_THAN_IS_KEPT = 10_100;

  private final CloudTrail trail =
      new CloudTrail(
          "000000000000", "us-east-1", new IamPrincipals(List.of()), new LastUsages(Instant.EPOCH));

  @Test
  void many_uses_of_a_key_do_not_push_out_how_its_key_store_was_made() {
    happened("CreateCustomKeyStore", false);
    for (var i = 0; i < MORE_THAN_IS_KEPT; i++) {
      happened("Encrypt", true);
    }
    assertThat(lookUp("CreateCustomKeyStore").path("Events")).hasSize(1);
    assertThat(lookUp("Encrypt").path("Events")).hasSize(50);
  }

  private void happened(String operation, boolean readOnly) {
    trail.answered(
        new Call(
            new OperationModel("kms.amazonaws.com", operation, readOnly, Shape.structure()),
            new Parameters(JsonNodeFactory.instance.objectNode()),
            "request",
            Instant.EPOCH,
            Call.Caller.itself()),
        JsonNodeFactory.instance.objectNode(),
        Duration.ZERO);
  }

  private ObjectNode lookUp(String operation) {
    var parameters = JsonNodeFactory.instance.objectNode();
    parameters
        .putArray("LookupAttributes")
        .addObject()
        .put("AttributeKey", "EventName")
        .put("AttributeValue", operation);
    return new Dispatcher(List.of(), Clock.systemUTC())
        .perform(trail.api(), "LookupEvents", parameters);
  }
}
