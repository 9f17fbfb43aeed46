package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Listing with every attribute against OpenSC's `pkcs11-tool --list-objects`, on the same token in
/// the same run, in turn.
@Tag("speed")
class ListingSpeedTest {

  private static final Logger LOG = LoggerFactory.getLogger(ListingSpeedTest.class);

  private static final int KEYS = 2000;
  private static final int ROUNDS = 3;

  @Test
  void two_thousand_keys_are_listed_no_slower_than_by_pkcs11_tool() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/pkcs11-tool")), "apt-get install opensc to compare");
    var slot = SoftHsm.newToken();
    try (var session = SoftHsm.login(slot)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("many"));
    }
    SoftHsm.multiply(slot, KEYS);
    var label = slot.token().orElseThrow().label();
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (var round = 0; round < ROUNDS; round++) {
      theirs.add(seconds(() -> pkcs11Tool(label)));
      try (var session = SoftHsm.login(slot)) {
        ours.add(seconds(() -> list(session)));
      }
    }
    var ratio = median(ours) / median(theirs);
    LOG.info(
        "{} keys: {} s here, {} s by pkcs11-tool, ratio {}",
        KEYS,
        median(ours),
        median(theirs),
        ratio);
    assertThat(ratio).as("ours %s s, pkcs11-tool %s s", ours, theirs).isLessThanOrEqualTo(1.0);
  }

  private static void list(HsmSession session) {
    var objects = session.objects();
    var read = objects.read(objects.find());
    assertThat(read).hasSize(KEYS).allMatch(one -> one.attributes().size() > 20);
  }

  private static void pkcs11Tool(String label) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                "/usr/bin/pkcs11-tool",
                "--module",
                SoftHsm.modulePath().toString(),
                "--token-label",
                label,
                "--login",
                "--pin",
                new String(SoftHsm.userPin()),
                "--list-objects")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(SoftHsm.environment());
    var process = builder.start();
    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().filter(line -> line.startsWith("Secret Key Object"))).hasSize(KEYS);
  }

  private interface TimedStep {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(TimedStep step) throws IOException, InterruptedException {
    var started = System.nanoTime();
    step.run();
    return (System.nanoTime() - started) / 1e9;
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
