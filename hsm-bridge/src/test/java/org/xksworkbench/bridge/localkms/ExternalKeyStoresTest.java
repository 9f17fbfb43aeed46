package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.CLOSED_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.OTHER_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.newName;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.newVpcServiceName;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.xks.audit.XksCall;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/// The six custom key store operations.
class ExternalKeyStoresTest {

  private static final AdjustableClock CLOCK = new AdjustableClock();

  @RegisterExtension
  static final LocalKmsFixture fixture = new LocalKmsFixture().with(b -> b.clock(CLOCK));

  private final KmsClient kms = fixture.kms();

  /// An account has ten key stores at most.
  @AfterEach
  void discard_what_the_test_made() {
    for (var store : kms.describeCustomKeyStores().customKeyStores()) {
      if (!store.customKeyStoreId().equals(fixture.store())) {
        fixture.discard(store.customKeyStoreId());
      }
    }
  }

  @Test
  void an_external_key_store_takes_nothing_of_aws_cloudhsm() {
    for (Consumer<CreateCustomKeyStoreRequest.Builder> of :
        List.<Consumer<CreateCustomKeyStoreRequest.Builder>>of(
            r -> r.cloudHsmClusterId("cluster-234567abcde"),
            r -> r.keyStorePassword("kmsPswd1"),
            r -> r.trustAnchorCertificate("certificate"))) {
      assertFault("ValidationException", () -> fixture.create(of, "/a"));
    }
  }

  @Test
  void a_vpc_endpoint_service_of_another_region_is_not_found() {
    assertFault(
        "XksProxyVpcEndpointServiceNotFoundException",
        () ->
            fixture.create(
                r ->
                    r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                        .xksProxyUriEndpoint("https://xks.elsewhere.test")
                        .xksProxyVpcEndpointServiceName(
                            "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0"),
                "/a"));
  }

  @Test
  void a_new_key_store_is_disconnected_and_told_without_its_secret() {
    var id = fixture.createStore("/a");
    var entry = fixture.describe(id);
    assertThat(id).matches("cks-[0-9a-f]{17}");
    assertThat(entry.connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
    assertThat(entry.connectionErrorCode()).isNull();
    assertThat(entry.customKeyStoreType()).isEqualTo(CustomKeyStoreType.EXTERNAL_KEY_STORE);
    assertThat(entry.creationDate()).isNotNull();
    var configuration = entry.xksProxyConfiguration();
    assertThat(configuration.connectivity()).isEqualTo(XksProxyConnectivityType.PUBLIC_ENDPOINT);
    assertThat(configuration.uriEndpoint()).isEqualTo("https://" + HOST);
    assertThat(configuration.uriPath()).isEqualTo("/a/kms/xks/v1");
    assertThat(configuration.accessKeyId()).isEqualTo(fixture.credential().accessKeyId());
    assertThat(configuration.vpcEndpointServiceName()).isNull();
    var raw =
        fixture.post(
            "TrentService.DescribeCustomKeyStores", "{\"CustomKeyStoreId\":\"%s\"}".formatted(id));
    assertThat(raw.body()).contains(id).doesNotContain(fixture.credential().secretAccessKey());
  }

  @Test
  void creating_a_public_key_store_asks_the_proxy_for_its_health() {
    var created =
        kms.createCustomKeyStore(fixture.request(_ -> {}, "/a")).responseMetadata().requestId();
    assertThat(fixture.callsOf(created))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.operation()).isEqualTo("GetHealthStatus");
          assertThat(call.kmsOperation()).isEqualTo("CreateCustomKeyStore");
          assertThat(call.awsPrincipalArn()).isEmpty();
        });
  }

  @Test
  void creating_a_key_store_with_a_vpc_endpoint_service_asks_nobody() {
    var service = newVpcServiceName();
    var answer =
        kms.createCustomKeyStore(
            fixture.request(
                r ->
                    r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                        .xksProxyUriEndpoint("https://" + CLOSED_HOST)
                        .xksProxyVpcEndpointServiceName(service)
                        .xksProxyVpcEndpointServiceOwner("111122223333"),
                "/a"));
    assertThat(fixture.callsOf(answer.responseMetadata().requestId())).isEmpty();
    var configuration = fixture.describe(answer.customKeyStoreId()).xksProxyConfiguration();
    assertThat(configuration.connectivity())
        .isEqualTo(XksProxyConnectivityType.VPC_ENDPOINT_SERVICE);
    assertThat(configuration.vpcEndpointServiceName()).isEqualTo(service);
    assertThat(configuration.vpcEndpointServiceOwner()).isEqualTo("111122223333");
  }

  @Test
  void connecting_goes_through_CONNECTING_and_asks_the_proxy_with_the_id_of_the_request() {
    try (var slow = fixture.builder().connectDelay(Duration.ofHours(1)).start();
        var client = fixture.kmsClient(slow.endpoint())) {
      var id = client.createCustomKeyStore(fixture.request(_ -> {}, "/a")).customKeyStoreId();
      client.connectCustomKeyStore(r -> r.customKeyStoreId(id));
      assertThat(stateIn(client, id)).isEqualTo(ConnectionStateType.CONNECTING);
      client.connectCustomKeyStore(r -> r.customKeyStoreId(id));
      assertFault(
          "CustomKeyStoreInvalidStateException",
          () ->
              client.updateCustomKeyStore(r -> r.customKeyStoreId(id).newCustomKeyStoreName("x")));
      client.disconnectCustomKeyStore(r -> r.customKeyStoreId(id));
      assertThat(stateIn(client, id)).isEqualTo(ConnectionStateType.DISCONNECTING);
      assertFault(
          "CustomKeyStoreInvalidStateException",
          () -> client.connectCustomKeyStore(r -> r.customKeyStoreId(id)));
      assertFault(
          "CustomKeyStoreInvalidStateException",
          () -> client.deleteCustomKeyStore(r -> r.customKeyStoreId(id)));
    }
    var id = fixture.createStore("/a");
    var requestId =
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(id)).responseMetadata().requestId();
    assertThat(fixture.settled(id).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(fixture.callsOf(requestId))
        .extracting(XksCall::operation, XksCall::kmsOperation)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("GetHealthStatus", "ConnectCustomKeyStore"));
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    assertThat(fixture.describe(id).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
  }

  @Test
  void a_connected_key_store_is_asked_for_its_health_from_time_to_time() throws Exception {
    try (var watching = fixture.builder().healthInterval(Duration.ofMillis(20)).start();
        var client = fixture.kmsClient(watching.endpoint())) {
      var id = client.createCustomKeyStore(fixture.request(_ -> {}, "/i")).customKeyStoreId();
      client.connectCustomKeyStore(r -> r.customKeyStoreId(id));
      while (fixture.calls().stream()
          .noneMatch(
              c -> c.kmsOperation().equals("KmsHealthCheck") && c.pathPrefix().equals("/i"))) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void keys_of_a_disconnected_key_store_are_unavailable_until_it_is_connected_again() {
    var id = fixture.createStore("/a");
    fixture.connect(id);
    var enabled = fixture.newKey(id, "key-0");
    var disabled = fixture.newKey(id, "key-1");
    var pending = fixture.newKey(id, "key-2");
    kms.disableKey(r -> r.keyId(disabled.keyId()));
    kms.scheduleKeyDeletion(r -> r.keyId(pending.keyId()));
    fixture.disconnect(id);
    assertThat(fixture.stateOf(enabled)).isEqualTo(KeyState.UNAVAILABLE);
    assertThat(fixture.stateOf(disabled)).isEqualTo(KeyState.UNAVAILABLE);
    assertThat(fixture.stateOf(pending)).isEqualTo(KeyState.PENDING_DELETION);
    kms.enableKey(r -> r.keyId(disabled.keyId()));
    kms.disableKey(r -> r.keyId(enabled.keyId()));
    assertThat(fixture.stateOf(enabled)).isEqualTo(KeyState.UNAVAILABLE);
    fixture.connect(id);
    assertThat(fixture.stateOf(enabled)).isEqualTo(KeyState.DISABLED);
    assertThat(fixture.stateOf(disabled)).isEqualTo(KeyState.ENABLED);
    fixture.disconnect(id);
    assertFault(
        "CustomKeyStoreHasCMKsException",
        () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id)));
    forget(id, enabled.keyId(), disabled.keyId(), pending.keyId());
  }

  @Test
  void a_deleted_key_store_is_not_found_and_no_longer_listed() {
    var id = fixture.createStore("/a");
    kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id));
    assertFault(
        "CustomKeyStoreNotFoundException",
        () -> kms.describeCustomKeyStores(r -> r.customKeyStoreId(id)));
    assertThat(kms.describeCustomKeyStores().customKeyStores())
        .extracting(CustomKeyStoresListEntry::customKeyStoreId)
        .containsExactly(fixture.store());
  }

  @Test
  void key_stores_are_found_by_name_and_listed_in_pages() {
    var first = fixture.createStore("/a");
    var second = fixture.createStore("/b");
    var name = fixture.describe(second).customKeyStoreName();
    assertThat(kms.describeCustomKeyStores(r -> r.customKeyStoreName(name)).customKeyStores())
        .extracting(CustomKeyStoresListEntry::customKeyStoreId)
        .containsExactly(second);
    var ids = new ArrayList<String>();
    kms.describeCustomKeyStoresPaginator(r -> r.limit(1))
        .customKeyStores()
        .forEach(entry -> ids.add(entry.customKeyStoreId()));
    assertThat(ids).containsExactly(fixture.store(), first, second);
    assertFault(
        "ValidationException",
        () -> kms.describeCustomKeyStores(r -> r.customKeyStoreId(first).customKeyStoreName(name)));
    assertFault(
        "InvalidMarkerException", () -> kms.describeCustomKeyStores(r -> r.marker("nonsense")));
    var markerOfKeys = "S2V5czox";
    assertFault(
        "InvalidMarkerException", () -> kms.describeCustomKeyStores(r -> r.marker(markerOfKeys)));
  }

  @Test
  void a_name_belongs_to_one_key_store() {
    var name = newName();
    fixture.create(r -> r.customKeyStoreName(name), "/a");
    assertFault(
        "CustomKeyStoreNameInUseException",
        () -> fixture.create(r -> r.customKeyStoreName(name), "/b"));
  }

  @Test
  void endpoint_and_path_together_belong_to_one_key_store_before_the_proxy_is_asked() {
    fixture.calls().clear();
    assertFault("XksProxyUriInUseException", () -> fixture.createStore("/main"));
    assertThat(fixture.calls()).isEmpty();
  }

  @Test
  void an_endpoint_is_either_public_or_private_and_a_private_one_belongs_to_one_key_store() {
    assertFault("XksProxyUriEndpointInUseException", () -> createVpc(HOST, newVpcServiceName()));
    createVpc(CLOSED_HOST, newVpcServiceName());
    assertFault(
        "XksProxyUriEndpointInUseException", () -> createVpc(CLOSED_HOST, newVpcServiceName()));
  }

  @Test
  void a_vpc_endpoint_service_belongs_to_one_key_store() {
    var service = newVpcServiceName();
    createVpc(CLOSED_HOST, service);
    assertFault("XksProxyVpcEndpointServiceInUseException", () -> createVpc(OTHER_HOST, service));
  }

  @Test
  void an_account_has_ten_key_stores_at_most() {
    for (var prefix : LocalKmsFixture.PREFIXES.subList(1, 10)) {
      fixture.createStore(prefix);
    }
    assertFault("LimitExceededException", () -> fixture.createStore("/x"));
  }

  @Test
  void what_an_external_key_store_needs_is_asked_for_by_name() {
    assertThat(
            assertFault(
                "ValidationException", () -> fixture.create(r -> r.xksProxyUriPath(null), "/a")))
        .contains("XksProxyUriPath");
    assertThat(
            assertFault(
                "ValidationException",
                () -> fixture.create(r -> r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE"), "/a")))
        .contains("XksProxyVpcEndpointServiceName");
    assertThat(
            assertFault(
                "ValidationException",
                () ->
                    fixture.create(
                        r -> r.xksProxyVpcEndpointServiceName(newVpcServiceName()), "/a")))
        .contains("XksProxyVpcEndpointServiceName");
  }

  @Test
  void there_is_no_cloudhsm() {
    assertThat(
            assertFault(
                "ValidationException",
                () -> kms.createCustomKeyStore(r -> r.customKeyStoreName("hsm"))))
        .contains("EXTERNAL_KEY_STORE");
    assertFault(
        "CloudHsmClusterNotFoundException",
        () ->
            kms.createCustomKeyStore(r ->
                r.customKeyStoreName("hsm")
                    .cloudHsmClusterId("cluster-234567abcde")
                    .keyStorePassword("kmsPswd7")
                    .trustAnchorCertificate("pem")));
  }

  @Test
  void while_connected_only_name_path_and_credential_can_be_updated() {
    var id = fixture.createStore("/a");
    fixture.connect(id);
    var name = newName();
    var rotated = fixture.secondCredential();
    var answer =
        kms.updateCustomKeyStore(r ->
            r.customKeyStoreId(id)
                .newCustomKeyStoreName(name)
                .xksProxyUriPath("/b/kms/xks/v1")
                .xksProxyAuthenticationCredential(c ->
                    c.accessKeyId(rotated.accessKeyId())
                        .rawSecretAccessKey(rotated.secretAccessKey())));
    var entry = fixture.describe(id);
    assertThat(entry.customKeyStoreName()).isEqualTo(name);
    assertThat(entry.xksProxyConfiguration().uriPath()).isEqualTo("/b/kms/xks/v1");
    assertThat(entry.xksProxyConfiguration().accessKeyId()).isEqualTo(rotated.accessKeyId());
    assertThat(entry.connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(fixture.callsOf(answer.responseMetadata().requestId()))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.kmsOperation()).isEqualTo("UpdateCustomKeyStore");
          assertThat(call.pathPrefix()).isEqualTo("/b");
        });
    assertFault(
        "CustomKeyStoreInvalidStateException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId(id).xksProxyUriEndpoint("https://" + OTHER_HOST)));
  }

  @Test
  void an_update_that_the_proxy_does_not_confirm_changes_nothing() {
    var id = fixture.createStore("/a");
    assertFault(
        "XksProxyIncorrectAuthenticationCredentialException",
        () ->
            kms.updateCustomKeyStore(r ->
                r.customKeyStoreId(id)
                    .newCustomKeyStoreName("other")
                    .xksProxyAuthenticationCredential(
                        c -> c.accessKeyId("A".repeat(26)).rawSecretAccessKey("x".repeat(43)))));
    assertFault(
        "XksProxyInvalidConfigurationException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId(id).xksProxyUriPath("/nowhere/kms/xks/v1")));
    assertThat(fixture.describe(id).xksProxyConfiguration().uriPath()).isEqualTo("/a/kms/xks/v1");
    assertThat(fixture.describe(id).customKeyStoreName()).isNotEqualTo("other");
  }

  @Test
  void an_update_keeps_the_rules_of_uniqueness() {
    var id = fixture.createStore("/a");
    var main = fixture.describe(fixture.store()).customKeyStoreName();
    assertFault(
        "CustomKeyStoreNameInUseException",
        () -> kms.updateCustomKeyStore(r -> r.customKeyStoreId(id).newCustomKeyStoreName(main)));
    assertFault(
        "XksProxyUriInUseException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId(id).xksProxyUriPath("/main/kms/xks/v1")));
  }

  @Test
  void a_disconnected_key_store_moves_between_public_and_private_with_a_new_endpoint() {
    var id = fixture.createStore("/a");
    var service = newVpcServiceName();
    assertFault(
        "ValidationException",
        () ->
            kms.updateCustomKeyStore(r ->
                r.customKeyStoreId(id)
                    .xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                    .xksProxyVpcEndpointServiceName(service)));
    kms.updateCustomKeyStore(r ->
        r.customKeyStoreId(id)
            .xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
            .xksProxyUriEndpoint("https://" + CLOSED_HOST)
            .xksProxyVpcEndpointServiceName(service));
    assertThat(fixture.describe(id).xksProxyConfiguration().vpcEndpointServiceName())
        .isEqualTo(service);
    kms.updateCustomKeyStore(r ->
        r.customKeyStoreId(id)
            .xksProxyConnectivity("PUBLIC_ENDPOINT")
            .xksProxyUriEndpoint("https://" + HOST));
    var configuration = fixture.describe(id).xksProxyConfiguration();
    assertThat(configuration.connectivity()).isEqualTo(XksProxyConnectivityType.PUBLIC_ENDPOINT);
    assertThat(configuration.vpcEndpointServiceName()).isNull();
  }

  @Test
  void a_key_store_that_does_not_exist_is_not_found_by_any_operation() {
    var none = "cks-00000000000000000";
    var code = "CustomKeyStoreNotFoundException";
    assertFault(code, () -> kms.describeCustomKeyStores(r -> r.customKeyStoreName("none")));
    assertFault(code, () -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(none)));
    assertFault(code, () -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(none)));
    assertFault(code, () -> kms.updateCustomKeyStore(r -> r.customKeyStoreId(none)));
    assertFault(code, () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(none)));
    assertFault(code, () -> fixture.newKey(none, "key-0"));
    assertFault(code, () -> kms.generateRandom(r -> r.numberOfBytes(1).customKeyStoreId(none)));
  }

  @Test
  void a_key_store_must_be_disconnected_to_be_deleted_and_connected_to_be_disconnected() {
    assertFault(
        "CustomKeyStoreInvalidStateException",
        () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(fixture.store())));
    var id = fixture.createStore("/a");
    assertFault(
        "CustomKeyStoreInvalidStateException",
        () -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id)));
  }

  private static void createVpc(String host, String service) {
    fixture.create(
        r ->
            r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                .xksProxyUriEndpoint("https://" + host)
                .xksProxyVpcEndpointServiceName(service),
        "/" + newName());
  }

  private static ConnectionStateType stateIn(KmsClient client, String id) {
    return client
        .describeCustomKeyStores(r -> r.customKeyStoreId(id))
        .customKeyStores()
        .getFirst()
        .connectionState();
  }

  /// Lets the waiting periods of the keys pass.
  private void forget(String storeId, String... keyIds) {
    for (var keyId : keyIds) {
      if (kms.describeKey(r -> r.keyId(keyId)).keyMetadata().keyState()
          != KeyState.PENDING_DELETION) {
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
      }
    }
    assertFault(
        "CustomKeyStoreHasCMKsException",
        () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId)));
    CLOCK.advance(Duration.ofDays(31));
  }
}
