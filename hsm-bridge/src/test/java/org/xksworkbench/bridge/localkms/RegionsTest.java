package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sts.StsClient;

/// The Region and the account that a request is signed for.
class RegionsTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void each_region_has_keys_aliases_and_key_stores_of_its_own() {
    var here = client(fixture.localKms(), "local", Region.US_EAST_1);
    var there = client(fixture.localKms(), "local", Region.EU_CENTRAL_1);
    var key = there.createKey(_ -> {}).keyMetadata();
    there.createAlias(r -> r.aliasName("alias/same").targetKeyId(key.keyId()));
    assertThat(key.arn()).startsWith("arn:aws:kms:eu-central-1:000000000000:key/");
    assertFault("NotFoundException", () -> here.describeKey(r -> r.keyId(key.keyId())));
    assertFault("NotFoundException", () -> here.describeKey(r -> r.keyId("alias/same")));
    assertThat(assertFault("NotFoundException", () -> here.describeKey(r -> r.keyId(key.arn()))))
        .isEqualTo("Invalid arn eu-central-1");
    var blob = there.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT)).ciphertextBlob();
    assertFault("AccessDeniedException", () -> here.decrypt(r -> r.ciphertextBlob(blob)));
    assertThat(there.describeCustomKeyStores().customKeyStores()).isEmpty();
    assertThat(here.describeCustomKeyStores().customKeyStores()).isNotEmpty();
  }

  @Test
  void the_quota_of_ten_key_stores_and_the_uniqueness_of_names_hold_in_a_region() {
    var there = client(fixture.localKms(), "local", Region.AP_SOUTHEAST_1);
    for (var i = 0; i < 10; i++) {
      var path = LocalKmsFixture.PREFIXES.get(i);
      there.createCustomKeyStore(fixture.request(_ -> {}, path));
    }
    assertFault(
        "LimitExceededException",
        () -> there.createCustomKeyStore(fixture.request(_ -> {}, "/main")));
    assertThat(
            client(fixture.localKms(), "local", Region.AP_NORTHEAST_1)
                .createCustomKeyStore(fixture.request(_ -> {}, "/main"))
                .customKeyStoreId())
        .startsWith("cks-");
  }

  @Test
  void an_access_key_id_of_twelve_digits_is_the_account() {
    var usual = client(fixture.localKms(), "local", Region.US_EAST_1);
    var other = client(fixture.localKms(), "123456789012", Region.US_EAST_1);
    var key = other.createKey(_ -> {}).keyMetadata();
    assertThat(key.awsAccountId()).isEqualTo("123456789012");
    assertThat(key.arn()).startsWith("arn:aws:kms:us-east-1:123456789012:key/");
    assertFault("NotFoundException", () -> usual.describeKey(r -> r.keyId(key.keyId())));
    var sts =
        fixture.client(
            StsClient.builder(), fixture.localKms().endpoint(), Region.US_EAST_1, "123456789012");
    assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
  }

  @Test
  void the_regions_that_are_named_are_the_only_ones() {
    var kms = opened(fixture.builder().region("eu-central-1").region("eu-west-1").start());
    assertThat(client(kms, "local", Region.EU_CENTRAL_1).listKeys().keys()).isEmpty();
    assertThat(client(kms, "local", Region.EU_WEST_1).listKeys().keys()).isEmpty();
    assertThatThrownBy(() -> client(kms, "local", Region.US_EAST_1).listKeys())
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("eu-central-1")
        .hasMessageContaining("us-east-1");
    assertThat(LocalKmsFixture.send(unsigned(kms)).body()).contains("eu-central-1");
  }

  @Test
  void iam_answers_to_the_signature_of_its_global_endpoint_and_kms_does_not() {
    var iam =
        fixture.client(
            IamClient.builder(), fixture.localKms().endpoint(), Region.AWS_GLOBAL, "local");
    assertThat(iam.listUsers().users()).isNotEmpty();
    assertThatThrownBy(() -> client(fixture.localKms(), "local", Region.AWS_GLOBAL).listKeys())
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("serves any")
        .hasMessageContaining("aws-global");
  }

  @Test
  void a_state_file_keeps_every_region_and_account() {
    var file = folder.resolve("state.json");
    String arn;
    try (var first = fixture.builder().stateFile(file).start()) {
      client(first, "local", Region.US_EAST_1).createKey(_ -> {});
      arn = client(first, "123456789012", Region.EU_WEST_3).createKey(_ -> {}).keyMetadata().arn();
    }
    var second = opened(fixture.builder().stateFile(file).start());
    assertThat(client(second, "local", Region.US_EAST_1).listKeys().keys()).hasSize(1);
    assertThat(client(second, "123456789012", Region.EU_WEST_3).listKeys().keys())
        .singleElement()
        .satisfies(key -> assertThat(key.keyArn()).isEqualTo(arn));
  }

  private static java.net.http.HttpRequest unsigned(LocalKms kms) {
    return java.net.http.HttpRequest.newBuilder(kms.endpoint())
        .header("X-Amz-Target", "TrentService.CreateKey")
        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
        .build();
  }

  private KmsClient client(LocalKms kms, String accessKeyId, Region region) {
    return fixture.client(KmsClient.builder(), kms.endpoint(), region, accessKeyId);
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    opened.add(closeable);
    return closeable;
  }
}
