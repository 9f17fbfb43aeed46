package org.xksworkbench.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.fault.FaultTrial;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Every switch of the demo, on the real demo.
class DemoFaultsTest {

  private static final int PATIENCE_SECONDS = 60;

  /// What a fault brings.
  ///
  /// @param code of AWS KMS, or the ConnectionErrorCode
  /// @param words of AWS KMS
  /// @param answer of the real proxy, as its log has it; empty where AWS KMS does not get as far
  private record Brought(String code, String words, String answer) {}

  @TempDir static Path folder;
  private static Demo demo;
  private static KeyManagement kms;

  @BeforeAll
  static void start() {
    demo = Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody());
    kms = client(demo);
  }

  /// A fault that a failed test left on would fail every test after it.
  @AfterEach
  void switchOff() {
    demo.faults().on().forEach(fault -> demo.faults().set(fault, false));
  }

  @AfterAll
  static void stop() {
    kms.close();
    demo.close();
  }

  @ParameterizedTest
  @EnumSource(DemoFault.class)
  void a_fault_brings_its_error_from_the_next_request_on_and_leaves_nothing_behind(DemoFault fault)
      throws InterruptedException {
    var expected = brought(fault);
    var calls = new LinkedBlockingQueue<XksCall>();
    Consumer<XksCall> listener = calls::add;
    demo.proxy().onCall(listener);
    var trial = new FaultTrial(kms);

    demo.faults().set(fault, true);
    var met = trial.of(fault.trial()).orElseThrow();
    assertThat(met.code()).isEqualTo(expected.code());
    assertThat(met.technicalDetail()).contains(expected.words());
    assertThat(met.nextStep()).isNotEmpty();
    if (!expected.answer().isEmpty()) {
      assertThat(lineOf(met, calls).errorName()).isEqualTo(expected.answer());
    }
    assertThat(demo.faults().on()).containsExactly(fault);
    assertThat(demo.proxy().alive()).isEqualTo(fault != DemoFault.PROXY_STOPPED);
    if (fault == DemoFault.TOKEN_REMOVED) {
      assertThat(demo.hsm().session()).isEmpty();
      assertThat(demo.hsm().takeLosses()).singleElement().asString().contains("demo-token");
    }

    demo.faults().set(fault, false);
    assertThat(rightAgain(fault, trial)).isEmpty();
    demo.proxy().forget(listener);
    assertThat(demo.faults().on()).isEmpty();
    assertThat(demo.kms().faults().current()).isEmpty();
    assertThat(demo.proxy().alive()).isTrue();
    assertThat(demo.proxy().state().paths()).noneMatch(path -> path.blocked());
    if (fault == DemoFault.TOKEN_REMOVED) {
      DemoToken.logIn(demo.hsm());
    }
    assertThat(keysInTheWindow()).contains("payments-2025");
  }

  @Test
  void a_demo_that_ends_with_every_fault_on_starts_again_with_none(@TempDir Path other)
      throws InterruptedException {
    try (var first = Demo.start(other, MachinePolicy.none(), Opening.OpeningProgress.toNobody())) {
      for (var fault : DemoFault.values()) {
        first.faults().set(fault, true);
      }
      assertThat(first.faults().on()).containsExactlyInAnyOrder(DemoFault.values());
    }
    try (var again = Demo.start(other, MachinePolicy.none(), Opening.OpeningProgress.toNobody());
        var client = client(again)) {
      assertThat(again.faults().on()).isEmpty();
      assertThat(new FaultTrial(client).of(DemoFault.Trial.ENCRYPT)).isEmpty();
    }
  }

  private static Brought brought(DemoFault fault) {
    var refused = "KMSInvalidStateException";
    return switch (fault) {
      case SLOW_PROXY -> new Brought(refused, "did not respond in time", "");
      case THROTTLING_PROXY -> new Brought(refused, "very high request rate", "");
      case EXPIRED_CERTIFICATE, WRONG_NAME ->
          new Brought(refused, "cannot establish a TLS connection", "");
      case WRONG_CREDENTIAL -> new Brought("INVALID_CREDENTIALS", "", "");
      case ENDPOINT_SERVICE_GONE -> new Brought("XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND", "", "");
      case BLOCKED_AT_PROXY -> new Brought(refused, "not enabled", "InvalidStateException");
      case PROXY_STOPPED ->
          new Brought(refused, "cannot communicate with the external key store proxy", "");
      case TOKEN_REMOVED ->
          new Brought(refused, "cannot communicate with the external key", "InternalException");
      case EXTERNAL_KEY_DISABLED -> new Brought(refused, "not enabled", "");
      case KMS_THROTTLING -> new Brought("ThrottlingException", "", "");
    };
  }

  /// Only a token that was away may take a moment: the proxy looks for it now and then.
  private static Optional<Problem> rightAgain(DemoFault fault, FaultTrial trial)
      throws InterruptedException {
    return fault == DemoFault.TOKEN_REMOVED
        ? trial.afterwards(fault.trial())
        : trial.of(fault.trial());
  }

  private static List<String> keysInTheWindow() {
    return demo.hsm().session().orElseThrow().secretKeys().stream()
        .map(key -> key.label())
        .toList();
  }

  private static XksCall lineOf(Problem met, BlockingQueue<XksCall> calls)
      throws InterruptedException {
    var call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (call != null && !call.kmsRequestId().equals(met.requestId())) {
      call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(call).as("the line of the proxy's log for " + met.requestId()).isNotNull();
    return call;
  }

  private static KeyManagement client(Demo running) {
    return AwsServices.open(
            new AwsConnection.LocalKmsConnection(running.kms().endpoint(), LocalKms.REGION))
        .kms();
  }
}
