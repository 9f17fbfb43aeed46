package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/// What tests of other programs ask between their cases.
class TestControlsTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private LocalKms local;
  private KmsClient kms;

  @BeforeEach
  void start() {
    var store =
        new Seed.Store(
            "seeded", fixture.address("/a"), Optional.empty(), Seed.LeftAs.CONNECTED, List.of());
    var key = new Seed.Key(Optional.of("alias/seeded"), "", Map.of());
    local = fixture.builder().seed(new Seed(List.of(store), List.of(key), List.of())).start();
    kms = fixture.kmsClient(local.endpoint());
  }

  @AfterEach
  void stop() {
    kms.close();
    local.close();
  }

  @Test
  void a_reset_leaves_what_the_seed_says() {
    var extra = kms.createKey(_ -> {}).keyMetadata().keyId();
    post("faults", "[[fault]]\nkind = \"slow-proxy\"\n");
    assertThat(post("reset", "").statusCode()).isEqualTo(200);
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId(extra)));
    assertThat(kms.listKeys().keys()).hasSize(1);
    assertThat(kms.describeKey(r -> r.keyId("alias/seeded")).keyMetadata().enabled()).isTrue();
    assertThat(kms.describeCustomKeyStores().customKeyStores())
        .singleElement()
        .satisfies(store -> assertThat(store.connectionStateAsString()).isEqualTo("CONNECTED"));
    assertThat(local.faults().current()).isEmpty();
  }

  @Test
  void faults_are_switched_on_and_off_and_nonsense_is_refused_with_its_reason() {
    var throttling = "[[fault]]\nkind = \"answer\"\nerror-code = \"ThrottlingException\"\n";
    assertThat(post("faults", throttling).body()).contains("1");
    assertFault("ThrottlingException", () -> kms.listKeys());
    var refused = post("faults", "[[fault]]\nkind = \"earthquake\"\n");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("earthquake");
    assertFault("ThrottlingException", () -> kms.listKeys());
    post("faults", "");
    assertThat(kms.listKeys().keys()).hasSize(1);
  }

  @Test
  void what_the_proxy_was_asked_is_told_without_a_plaintext() throws Exception {
    var store = kms.describeCustomKeyStores().customKeyStores().getFirst().customKeyStoreId();
    var key = fixture.unusedExternalKey();
    var id =
        kms.createKey(r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(store).xksKeyId(key))
            .keyMetadata()
            .keyId();
    post("reset", "");
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId(id)));
    var again = kms.describeCustomKeyStores().customKeyStores().getFirst().customKeyStoreId();
    var made =
        kms.createKey(r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(again).xksKeyId(key))
            .keyMetadata();
    kms.encrypt(r -> r.keyId(made.keyId()).plaintext(SdkBytes.fromUtf8String("not told")));
    var calls = new ObjectMapper().readTree(post("calls", "").body()).path("calls");
    assertThat(calls)
        .extracting(call -> call.path("operation").asText())
        .endsWith("CreateKey", "Encrypt");
    assertThat(calls.get(calls.size() - 1).path("proxy").path(0).asText())
        .startsWith("Encrypt 200");
    assertThat(calls.toString())
        .doesNotContain("not told")
        .doesNotContain(fixture.credential().secretAccessKey());
  }

  @Test
  void a_web_page_and_a_stranger_control_nothing() {
    var page =
        HttpRequest.newBuilder(local.endpoint().resolve("/_xks-workbench/reset"))
            .header("Origin", "https://evil.example")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(LocalKmsFixture.send(page).statusCode()).isEqualTo(403);
    assertThat(post("shutdown", "").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> post(String control, String body) {
    return LocalKmsFixture.send(
        HttpRequest.newBuilder(local.endpoint().resolve("/_xks-workbench/" + control))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
