package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;

class KeyCensusTest {

  private String denied = "";
  private String refusal = "AccessDeniedException";
  private int outside;
  private final AtomicInteger described = new AtomicInteger();
  private final List<String> ids = IntStream.range(0, 40).mapToObj(i -> "key-" + i).toList();

  @Test
  void keys_of_a_store_are_found_and_described_once() throws Exception {
    var census = new KeyCensus(listing());
    var first = census.inStore("cks-1", _ -> {});
    assertThat(first.keyIds()).hasSize(20).containsEntry("ext-1", "key-1");
    assertThat(first.elsewhere()).hasSize(20).containsEntry("ext-2", List.of("key-2"));
    assertThat(described.get()).isEqualTo(40);
    assertThat(census.inStore("cks-0", _ -> {}).keyIds()).hasSize(20);
    assertThat(described.get()).as("what never changes is asked once").isEqualTo(40);
  }

  @Test
  void requests_stay_within_a_tenth_of_the_quota() throws Exception {
    var started = System.nanoTime();
    var _ = new KeyCensus(listing()).all(_ -> {});
    var seconds = (System.nanoTime() - started) / 1e9;
    assertThat(39 / seconds).as("DescribeKey a second").isLessThanOrEqualTo(200.5);
  }

  @Test
  void it_can_be_stopped() throws Exception {
    var census = new KeyCensus(listing());
    var stopped = new java.util.concurrent.atomic.AtomicBoolean();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              try {
                var _ = census.all(_ -> {});
              } catch (InterruptedException e) {
                stopped.set(true);
              }
            });
    thread.join();
    assertThat(stopped).isTrue();
    assertThat(described.get()).isLessThan(40);
  }

  /// 10,000 keys, and others who use up nearly all of what the account may ask.
  @Test
  void a_large_account_is_listed_to_its_end_without_hammering_a_KMS_that_throttles()
      throws Exception {
    var aws = new ThrottlingKms(10_000, 1_950);
    var found = new KeyCensus(aws.port(), new Pace(Duration.ofMillis(5), aws)).all(_ -> {});
    assertThat(found.keys()).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(found.unknown()).isEmpty();
    assertThat(aws.refused()).as("it did throttle").isPositive();
    assertThat(aws.refused()).as("and few requests were in vain").isLessThan(1_000);
    assertThat(aws.mostInASecond()).isLessThanOrEqualTo(210);
  }

  @Test
  void with_the_quota_to_itself_ten_thousand_keys_take_fifty_seconds() throws Exception {
    var aws = new ThrottlingKms(10_000, 0);
    var _ = new KeyCensus(aws.port(), new Pace(Duration.ofMillis(5), aws)).all(_ -> {});
    assertThat(aws.refused()).isZero();
    assertThat(Duration.ofNanos(aws.nanos()))
        .isBetween(Duration.ofSeconds(49), Duration.ofSeconds(51));
  }

  @Test
  void a_KMS_that_only_throttles_ends_it_with_that_reason() {
    var aws = new ThrottlingKms(100, 2_000);
    assertThatThrownBy(
            () -> new KeyCensus(aws.port(), new Pace(Duration.ofMillis(5), aws)).all(_ -> {}))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo("ThrottlingException"));
  }

  @Test
  void a_key_that_may_not_be_described_costs_itself_only_and_is_told() throws Exception {
    denied = "key-3";
    var census = new KeyCensus(listing(), Duration.ZERO);
    var all = census.all(_ -> {});
    assertThat(all.keys()).hasSize(39);
    assertThat(all.unknown()).containsExactly("key-3");
    assertThat(census.inKeyStores(_ -> {}).unknown()).containsExactly("key-3");
  }

  @Test
  void keys_that_are_in_no_key_store_are_described_once() throws Exception {
    var census = new KeyCensus(listing(), Duration.ZERO);
    outside = 30;
    assertThat(census.inKeyStores(_ -> {}).keys()).hasSize(10);
    described.set(0);
    assertThat(census.inKeyStores(_ -> {}).keys()).hasSize(10);
    assertThat(described.get()).isEqualTo(10);
  }

  @Test
  void another_failure_is_not_hidden() {
    denied = "key-3";
    refusal = "KMSInternalException";
    assertThatThrownBy(() -> new KeyCensus(listing(), Duration.ZERO).all(_ -> {}))
        .isInstanceOfSatisfying(
            KmsException.class, e -> assertThat(e.code()).isEqualTo("KMSInternalException"));
  }

  private KeyManagement listing() {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "keyIds" -> ids;
                  case "key" -> {
                    described.incrementAndGet();
                    if (arguments[0].equals(denied)) {
                      throw new KmsException(
                          KmsException.KmsFailureKind.REFUSED, refusal, "refused", "r-1", null);
                    }
                    yield key((String) arguments[0], outside);
                  }
                  default -> throw new AssertionError(method);
                });
  }

  static KmsKey key(String id, int outside) {
    var number = Integer.parseInt(id.substring("key-".length()));
    return new KmsKey(
        id,
        "arn:" + id,
        "0",
        "",
        KeyState.KnownKeyState.ENABLED,
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
        false,
        true,
        Instant.EPOCH,
        number < outside ? Optional.empty() : Optional.of("cks-" + number % 2),
        Optional.of("ext-" + number),
        Optional.empty());
  }
}
