package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.CLOSED_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.Tag;

/// What outlives a restart, and what becomes of a file that cannot be used.
class StateFileTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("text");

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  @TempDir Path folder;

  @Test
  void everything_is_there_again_after_a_restart() {
    var file = folder.resolve("state.json");
    String storeId;
    String failedId;
    String keyId;
    String pendingId;
    SdkBytes blob;
    String grantToken;
    try (var first = fixture.builder().stateFile(file).start();
        var kms = fixture.kmsClient(first.endpoint())) {
      storeId = kms.createCustomKeyStore(fixture.request(_ -> {}, "/a")).customKeyStoreId();
      settle(kms, storeId);
      failedId =
          kms.createCustomKeyStore(
                  fixture.request(
                      r ->
                          r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                              .xksProxyVpcEndpointServiceName(LocalKmsFixture.newVpcServiceName())
                              .xksProxyVpcEndpointServiceOwner("111122223333")
                              .xksProxyUriEndpoint("https://" + CLOSED_HOST),
                      "/a"))
              .customKeyStoreId();
      settle(kms, failedId);
      keyId =
          kms.createKey(r ->
                  r.origin("EXTERNAL_KEY_STORE")
                      .customKeyStoreId(storeId)
                      .xksKeyId("key-0")
                      .description("kept")
                      .tags(Tag.builder().tagKey("team").tagValue("payments").build()))
              .keyMetadata()
              .keyId();
      kms.createAlias(r -> r.aliasName("alias/kept").targetKeyId(keyId));
      grantToken =
          kms.createGrant(r ->
                  r.keyId(keyId)
                      .granteePrincipal("arn:aws:iam::000000000000:root")
                      .operationsWithStrings("Decrypt"))
              .grantToken();
      pendingId = kms.createKey(_ -> {}).keyMetadata().keyId();
      kms.scheduleKeyDeletion(r -> r.keyId(pendingId).pendingWindowInDays(9));
      blob =
          kms.encrypt(r -> r.keyId(keyId).plaintext(TEXT).encryptionContext(Map.of("a", "b")))
              .ciphertextBlob();
    }
    try (var second = fixture.builder().stateFile(file).start();
        var kms = fixture.kmsClient(second.endpoint())) {
      assertThat(
              kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "b")))
                  .plaintext())
          .isEqualTo(TEXT);
      var key = kms.describeKey(r -> r.keyId("alias/kept")).keyMetadata();
      assertThat(key.keyId()).isEqualTo(keyId);
      assertThat(key.description()).isEqualTo("kept");
      assertThat(kms.listResourceTags(r -> r.keyId(keyId)).tags()).hasSize(1);
      kms.retireGrant(r -> r.grantToken(grantToken));
      assertThat(kms.describeKey(r -> r.keyId(pendingId)).keyMetadata().keyStateAsString())
          .isEqualTo("PendingDeletion");
      var failed =
          kms.describeCustomKeyStores(r -> r.customKeyStoreId(failedId))
              .customKeyStores()
              .getFirst();
      assertThat(failed.connectionErrorCode())
          .isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
      assertThat(failed.xksProxyConfiguration().vpcEndpointServiceOwner())
          .isEqualTo("111122223333");
      assertFault(
          "XksKeyAlreadyInUseException",
          () ->
              kms.createKey(
                  r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(storeId).xksKeyId("key-0")));
    }
  }

  @Test
  void the_file_is_its_owners_alone_and_says_what_it_is() throws IOException {
    var file = folder.resolve("state.json");
    try (var kms = withKeptKey(file)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).contains("Demo data", "not AWS");
      assertThat(folder.resolve("state.json.partial")).doesNotExist();
      assertThat(kms.endpoint()).isNotNull();
    }
  }

  @Test
  void a_connect_that_was_under_way_goes_on() {
    var file = folder.resolve("state.json");
    String id;
    try (var first = fixture.builder().stateFile(file).connectDelay(Duration.ofHours(1)).start();
        var kms = fixture.kmsClient(first.endpoint())) {
      id = kms.createCustomKeyStore(fixture.request(_ -> {}, "/a")).customKeyStoreId();
      kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    }
    try (var second = fixture.builder().stateFile(file).start();
        var kms = fixture.kmsClient(second.endpoint())) {
      assertThat(settled(kms, id)).isEqualTo(ConnectionStateType.CONNECTED);
    }
  }

  @Test
  void a_seed_is_sown_once() {
    var file = folder.resolve("state.json");
    var seed =
        new Seed(
            List.of(), List.of(new Seed.Key(Optional.of("alias/seeded"), "", Map.of())), List.of());
    for (var run = 0; run < 2; run++) {
      try (var kms = fixture.builder().stateFile(file).seed(seed).start();
          var client = fixture.kmsClient(kms.endpoint())) {
        assertThat(client.listKeys().keys()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"format\": 2}",
        "{\"format\": 1, \"account\": \"111122223333\", \"region\": \"us-east-1\"}",
        "{\"format\": 1, \"account\": \"000000000000\", \"region\": \"us-east-1\"}"
      })
  void a_broken_file_is_a_clear_error_and_stays_as_it_is(String text) throws IOException {
    var file = folder.resolve("state.json");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> fixture.builder().stateFile(file).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContainingAll(file.toString(), "left as it is");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void a_file_of_a_newer_version_is_told_and_stays_as_it_is() throws IOException {
    var file = folder.resolve("state.json");
    withKeptKey(file).close();
    var newer = Files.readString(file).replaceFirst("\"format\" : 2", "\"format\" : 3");
    Files.writeString(file, newer);
    assertThatThrownBy(() -> fixture.builder().stateFile(file).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining("a newer version of this program wrote it (format 3)");
    assertThat(file).hasContent(newer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"material", "status", "created", "id", "policy", "tags"})
  void a_key_that_lost_a_field_is_a_clear_error(String field) throws IOException {
    var file = folder.resolve("state.json");
    withKeptKey(file).close();
    var json = new ObjectMapper();
    var root = (ObjectNode) json.readTree(file.toFile());
    var material = root.path("states").path(0).path("keys").path(0).path("material").asText();
    ((ObjectNode) root.path("states").path(0).path("keys").path(0)).remove(field);
    json.writeValue(file.toFile(), root);
    assertThatThrownBy(() -> fixture.builder().stateFile(file).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining(field)
        .hasMessageNotContaining(material);
  }

  @Test
  void a_file_that_others_can_read_is_refused_with_the_command_that_helps() throws IOException {
    var file = folder.resolve("state.json");
    withKeptKey(file).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> fixture.builder().stateFile(file).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void two_of_them_do_not_share_a_file() {
    var file = folder.resolve("state.json");
    try (var first = withKeptKey(file)) {
      assertThatThrownBy(() -> fixture.builder().stateFile(file).start())
          .isInstanceOf(LocalKmsException.class)
          .hasMessageContaining("another local KMS");
      assertThat(first.endpoint()).isNotNull();
    }
    withKeptKey(file).close();
  }

  @Test
  void a_change_that_cannot_be_kept_is_not_made() throws IOException {
    var file = folder.resolve("state.json");
    try (var local = withKeptKey(file);
        var kms = fixture.kmsClient(local.endpoint())) {
      Files.createDirectories(folder.resolve("state.json.partial/in-the-way"));
      assertThatThrownBy(() -> kms.createKey(_ -> {})).hasMessageContaining("see its log");
      assertThat(kms.listKeys().keys()).hasSize(1);
      Files.delete(folder.resolve("state.json.partial/in-the-way"));
      Files.delete(folder.resolve("state.json.partial"));
      kms.createKey(_ -> {});
      assertThat(kms.listKeys().keys()).hasSize(2);
    }
  }

  @Test
  void a_folder_that_is_not_there_is_said() {
    assertThatThrownBy(() -> fixture.builder().stateFile(folder.resolve("none/state.json")).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining("folder is not there");
  }

  private LocalKms withKeptKey(Path file) {
    var local = fixture.builder().stateFile(file).start();
    var kms = fixture.kmsClient(local.endpoint());
    if (kms.listKeys().keys().isEmpty()) {
      kms.createKey(_ -> {});
    }
    return local;
  }

  private static void settle(KmsClient kms, String id) {
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    settled(kms, id);
  }

  private static ConnectionStateType settled(KmsClient kms, String id) {
    while (true) {
      var state =
          kms.describeCustomKeyStores(r -> r.customKeyStoreId(id))
              .customKeyStores()
              .getFirst()
              .connectionState();
      if (state != ConnectionStateType.CONNECTING) {
        return state;
      }
    }
  }
}
