package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.CLOSED_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

/// What goes wrong on purpose.
class FaultsTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("text");

  @TempDir static Path folder;

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture().with(b -> b.faultsFile(folder.resolve("faults.toml")));

  private static KeyMetadata key;

  private final KmsClient kms = fixture.kms();

  @BeforeAll
  static void make_a_key() {
    key = fixture.newKey();
  }

  @AfterEach
  void switch_off() throws IOException {
    fixture.localKms().faults().set(List.of());
    Files.deleteIfExists(folder.resolve("faults.toml"));
  }

  @Test
  void a_throttling_proxy_an_expired_certificate_and_a_wrong_name_fail_what_needs_the_proxy() {
    for (var fault :
        List.of(
            new Fault.ThrottlingProxy(Optional.empty()),
            new Fault.ExpiredCertificate(Optional.empty()),
            new Fault.WrongName(Optional.empty()))) {
      fixture.localKms().faults().set(List.of(fault));
      assertFault("KMSInvalidStateException", this::encrypt);
      assertFault("CustomKeyStoreInvalidStateException", fixture::newKey);
      assertFault("XksProxyUriUnreachableException", () -> fixture.createStore("/f"));
    }
    fixture.localKms().faults().set(List.of());
    encrypt();
  }

  @Test
  void a_slow_proxy_takes_the_time_of_two_tries() {
    try (var hasty = fixture.builder().proxyTimeout(Duration.ofMillis(50)).start();
        var client = fixture.kmsClient(hasty.endpoint())) {
      hasty.faults().set(List.of(new Fault.SlowProxy(Optional.empty())));
      var start = System.nanoTime();
      assertThat(
              assertFault(
                  "XksProxyUriUnreachableException",
                  () -> client.createCustomKeyStore(fixture.request(_ -> {}, "/f"))))
          .contains("in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  @Timeout(30)
  void a_slow_proxy_is_given_up_as_soon_as_by_aws_kms_however_patient_the_stand_in_is() {
    try (var patient = fixture.builder().proxyTimeout(Duration.ofHours(1)).start();
        var client = fixture.kmsClient(patient.endpoint())) {
      patient.faults().set(List.of(new Fault.SlowProxy(Optional.empty())));
      assertFault(
          "XksProxyUriUnreachableException",
          () -> client.createCustomKeyStore(fixture.request(_ -> {}, "/f")));
    }
  }

  @Test
  void a_fault_strikes_the_key_store_that_it_names() {
    var store = fixture.describe(fixture.store());
    for (var named : List.of(store.customKeyStoreId(), store.customKeyStoreName())) {
      fixture.localKms().faults().set(List.of(new Fault.ThrottlingProxy(Optional.of(named))));
      assertFault("KMSInvalidStateException", this::encrypt);
    }
    fixture.localKms().faults().set(List.of(new Fault.ThrottlingProxy(Optional.of("other"))));
    encrypt();
  }

  @Test
  void a_disabled_external_key_encrypts_nothing_and_gets_no_kms_key() {
    var disabled = fixture.unusedExternalKey();
    fixture
        .localKms()
        .faults()
        .set(
            List.of(
                new Fault.DisabledExternalKey(Optional.empty(), key.xksKeyConfiguration().id()),
                new Fault.DisabledExternalKey(Optional.empty(), disabled)));
    assertThat(assertFault("KMSInvalidStateException", this::encrypt)).contains("not enabled");
    assertThat(
            assertFault(
                "XksKeyInvalidConfigurationException",
                () -> fixture.newKey(fixture.store(), disabled)))
        .contains("DISABLED");
    fixture.localKms().faults().set(List.of());
    fixture.newKey(fixture.store(), disabled);
  }

  @ParameterizedTest
  @EnumSource(ConnectFailure.class)
  void a_connect_fails_with_each_code(ConnectFailure code) {
    var id = fixture.createStore("/g");
    fixture.localKms().faults().set(List.of(new Fault.ConnectFails(Optional.of(id), code)));
    assertThat(fixture.failureOf(id).toString()).isEqualTo(code.name());
    fixture.discard(id);
  }

  @Test
  void a_vpc_endpoint_service_is_missing_or_wrong() {
    var faults = fixture.localKms().faults();
    faults.set(
        List.of(
            new Fault.ConnectFails(
                Optional.empty(), ConnectFailure.XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND)));
    assertFault(
        "XksProxyVpcEndpointServiceNotFoundException", () -> fixture.createVpcStore(CLOSED_HOST));
    faults.set(
        List.of(
            new Fault.ConnectFails(
                Optional.empty(), ConnectFailure.XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION)));
    assertFault(
        "XksProxyVpcEndpointServiceInvalidConfigurationException",
        () -> fixture.createVpcStore(CLOSED_HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"KMSInternalException", "DependencyTimeoutException", "KeyUnavailableException"})
  void aws_kms_itself_fails_with_http_500(String code) {
    fixture.localKms().faults().set(List.of(new Fault.ErrorResponse(Optional.of("Encrypt"), code)));
    assertThatThrownBy(this::encrypt)
        .asInstanceOf(type(KmsException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
          assertThat(e.statusCode()).isEqualTo(500);
        });
    kms.describeKey(r -> r.keyId(key.keyId()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingException", "AccessDeniedException"})
  void aws_kms_itself_refuses(String code) {
    fixture.localKms().faults().set(List.of(new Fault.ErrorResponse(Optional.empty(), code)));
    assertFault(code, this::encrypt);
    assertFault(code, () -> kms.listKeys());
  }

  @Test
  void a_file_switches_faults_on_and_off_while_it_runs() throws IOException {
    encrypt();
    write(
        """
        [[fault]]
        kind = "throttling-proxy"
        """);
    assertThat(assertFault("KMSInvalidStateException", this::encrypt))
        .contains("very high request rate");
    write("[[fault]]\nkind = \"mistyped\"\n");
    assertThat(assertFault("KMSInvalidStateException", this::encrypt))
        .as("a file that cannot be understood changes nothing")
        .contains("very high request rate");
    write("");
    encrypt();
  }

  @Test
  void a_file_has_every_fault() throws IOException {
    write(
        """
        [[fault]]
        kind = "slow-proxy"
        key-store = "a"
        [[fault]]
        kind = "throttling-proxy"
        key-store = "b"
        [[fault]]
        kind = "expired-certificate"
        key-store = "c"
        [[fault]]
        kind = "wrong-name"
        key-store = "d"
        [[fault]]
        kind = "disabled-external-key"
        key-store = "e"
        external-key = "payments-2025"
        [[fault]]
        kind = "connect-fails"
        key-store = "f"
        error-code = "NETWORK_ERRORS"
        [[fault]]
        kind = "answer"
        operation = "CreateGrant"
        error-code = "ThrottlingException"
        """);
    assertThat(fixture.localKms().faults().current())
        .containsExactly(
            new Fault.SlowProxy(Optional.of("a")),
            new Fault.ThrottlingProxy(Optional.of("b")),
            new Fault.ExpiredCertificate(Optional.of("c")),
            new Fault.WrongName(Optional.of("d")),
            new Fault.DisabledExternalKey(Optional.of("e"), "payments-2025"),
            new Fault.ConnectFails(Optional.of("f"), ConnectFailure.NETWORK_ERRORS),
            new Fault.ErrorResponse(Optional.of("CreateGrant"), "ThrottlingException"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not = [toml",
        "[[fault]]\nkind = \"unknown\"",
        "[[fault]]\nkey-store = \"x\"",
        "[[fault]]\nkind = \"connect-fails\"\nerror-code = \"NO_SUCH_CODE\"",
        "[[faults]]\nkind = \"wrong-name\""
      })
  void a_file_that_cannot_be_understood_keeps_it_from_starting(String text, @TempDir Path other)
      throws IOException {
    var file = Files.writeString(other.resolve("faults.toml"), text);
    assertThatThrownBy(() -> fixture.builder().faultsFile(file).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining(file.toString());
  }

  private void encrypt() {
    kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT));
  }

  private static void write(String text) throws IOException {
    Files.writeString(folder.resolve("faults.toml"), text);
  }
}
