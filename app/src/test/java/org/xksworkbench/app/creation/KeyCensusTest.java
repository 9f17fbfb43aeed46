package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;

class KeyCensusTest {

  private final AtomicInteger described = new AtomicInteger();
  private final List<String> ids = IntStream.range(0, 40).mapToObj(i -> "key-" + i).toList();

  @Test
  void keys_of_a_store_are_found_and_described_once() throws Exception {
    var census = new KeyCensus(listing());
    var first = census.inStore("cks-1", _ -> {});
    assertThat(first.keyIds()).hasSize(20).containsEntry("ext-1", "key-1");
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
                    yield key((String) arguments[0]);
                  }
                  default -> throw new AssertionError(method);
                });
  }

  private static KmsKey key(String id) {
    var number = Integer.parseInt(id.substring("key-".length()));
    return new KmsKey(
        id,
        "arn:" + id,
        "0",
        "",
        "Enabled",
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        "EXTERNAL_KEY_STORE",
        false,
        true,
        Instant.EPOCH,
        Optional.of("cks-" + number % 2),
        Optional.of("ext-" + number),
        Optional.empty());
  }
}
