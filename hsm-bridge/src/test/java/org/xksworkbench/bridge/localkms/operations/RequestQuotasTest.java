package org.xksworkbench.bridge.localkms.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.OperationModel;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// AWS KMS Developer Guide, "Request quotas".
class RequestQuotasTest {

  private static final int MORE_THAN_ANY = 100_002;

  @ParameterizedTest(name = "{1} in {0}: {2} a second")
  @CsvSource({
    "us-east-1,    Encrypt,                 100000",
    "us-west-2,    Decrypt,                 100000",
    "eu-west-1,    GenerateRandom,          100000",
    "eu-central-1, ReEncrypt,                20000",
    "us-east-2,    GenerateDataKey,          20000",
    "eu-north-1,   Encrypt,                  10000",
    "us-east-1,    DescribeKey,               2000",
    "us-east-1,    ListKeys,                   500",
    "us-east-1,    ListGrants,                 100",
    "us-east-1,    CreateGrant,                 50",
    "us-east-1,    PutKeyPolicy,                15",
    "us-east-1,    TagResource,                 10",
    "us-east-1,    DescribeCustomKeyStores,      5",
    "us-east-1,    GetKeyLastUsage,              5"
  })
  void a_quota(String region, String operation, int requests) {
    var quotas = standingStill(region);
    assertThat(admitted(quotas, operation)).isEqualTo(requests);
  }

  @ParameterizedTest(name = "{0} comes from the same quota as Encrypt")
  @CsvSource({
    "Decrypt",
    "ReEncrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateRandom"
  })
  void cryptographic_operations_share_one(String operation) {
    var quotas = standingStill("eu-north-1");
    assertThat(admitted(quotas, "Encrypt")).isEqualTo(10_000);
    assertThat(admitted(quotas, operation)).isZero();
    assertThatCode(() -> quotas.admit(call("ListKeys"))).doesNotThrowAnyException();
  }

  private static int admitted(RequestQuotas quotas, String operation) {
    var call = call(operation);
    for (var i = 0; i < MORE_THAN_ANY; i++) {
      try {
        quotas.admit(call);
      } catch (ServiceFault fault) {
        assertThat(fault.code()).isEqualTo("ThrottlingException");
        return i;
      }
    }
    return MORE_THAN_ANY;
  }

  private static RequestQuotas standingStill(String region) {
    return new RequestQuotas(region, Clock.fixed(Instant.EPOCH.plusSeconds(1), ZoneOffset.UTC));
  }

  private static Call call(String operation) {
    return new Call(
        new OperationModel("kms.amazonaws.com", operation, true, Shape.structure()),
        new Parameters(JsonNodeFactory.instance.objectNode()),
        "request",
        Instant.EPOCH,
        Call.Caller.itself());
  }
}
