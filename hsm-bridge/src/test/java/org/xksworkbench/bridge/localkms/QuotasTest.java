package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/// `--quotas aws`: requests are throttled as on AWS, in the seconds of a clock that stands still.
class QuotasTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final int OF_STORE = 1_800;

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final AdjustableClock clock = new AdjustableClock();
  private LocalKms local;
  private KmsClient kms;

  @BeforeEach
  void start() {
    // More than five keys: the local KMS itself has no quota.
    var keys =
        IntStream.range(0, 7)
            .mapToObj(i -> new Seed.Key(Optional.of("alias/ordinary-" + i), "", Map.of()))
            .toList();
    var external =
        new Seed.ExternalKey("key-0", new Seed.Key(Optional.of("alias/external"), "", Map.of()));
    var store =
        new Seed.Store(
            "seeded",
            fixture.address("/a"),
            Optional.empty(),
            Seed.LeftAs.CONNECTED,
            List.of(external));
    local =
        fixture
            .builder()
            .clock(clock)
            .seed(new Seed(List.of(store), keys, List.of()))
            .quotasOfAws()
            .start();
    kms = fixture.kmsClient(local.endpoint());
  }

  @AfterEach
  void stop() {
    kms.close();
    local.close();
  }

  @Test
  void the_sixth_key_of_a_second_is_throttled_in_the_words_of_aws() {
    for (var i = 0; i < 5; i++) {
      newKey(kms);
    }
    assertThat(assertFault("ThrottlingException", () -> newKey(kms)))
        .isEqualTo(
            "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
                + " calls.");
    assertThat(kms.listKeys().keys()).as("nothing was made").hasSize(8 + 5);
    clock.advance(Duration.ofMillis(999));
    assertFault("ThrottlingException", () -> newKey(kms));
    clock.advance(Duration.ofMillis(1));
    newKey(kms);
  }

  @Test
  void each_operation_region_and_account_has_a_quota_of_its_own() {
    for (var i = 0; i < 5; i++) {
      newKey(kms);
    }
    assertFault("ThrottlingException", () -> newKey(kms));
    kms.createAlias(r -> r.aliasName("alias/other").targetKeyId(idOf("alias/ordinary-0")));
    try (var there =
            fixture.client(KmsClient.builder(), local.endpoint(), Region.EU_WEST_1, "LOCALTEST");
        var other =
            fixture.client(
                KmsClient.builder(), local.endpoint(), Region.US_EAST_1, "123456789012")) {
      newKey(there);
      newKey(other);
    }
  }

  @Test
  void an_external_key_store_has_a_quota_beside_that_of_the_account() {
    var refused =
        IntStream.range(0, OF_STORE + 20)
            .parallel()
            .filter(_ -> {
              try {
                kms.encrypt(r -> r.keyId("alias/external").plaintext(TEXT));
                return false;
              } catch (KmsException e) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
                return true;
              }
            })
            .count();
    assertThat(refused).isEqualTo(20);
    kms.encrypt(r -> r.keyId("alias/ordinary-0").plaintext(TEXT));
    clock.advance(Duration.ofSeconds(1));
    kms.encrypt(r -> r.keyId("alias/external").plaintext(TEXT));
  }

  private String idOf(String alias) {
    return kms.describeKey(r -> r.keyId(alias)).keyMetadata().keyId();
  }

  private static void newKey(KmsClient kms) {
    kms.createKey(_ -> {});
  }
}
