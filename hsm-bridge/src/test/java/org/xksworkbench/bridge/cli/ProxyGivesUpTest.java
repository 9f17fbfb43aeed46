package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// `proxy run` when a call hangs in the module and the login is lost.
class ProxyGivesUpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];

  /// `CKR_DEVICE_REMOVED`
  private static final String REMOVED = "32";

  @TempDir private Path folder;

  @Test
  void it_ends_with_a_code_of_its_own_and_says_why_and_another_serves() throws Exception {
    var token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments-1"));
    }
    var odd = OddModule.in(folder);
    var config =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                odd.library(),
                token.token().orElseThrow().label(),
                "xks.demo.test",
                List.of("/payments"),
                "fit"));
    OwnerOnly.replace(
        config,
        Files.readString(config)
            .replace("budget-ms = 150", "budget-ms = 8000")
            .replace("handshake-seconds = 5", "handshake-seconds = 60"));
    byte[] decrypted;
    try (var proxy = run(odd, config)) {
      var client = client(config);
      var sealed = client.encrypt("payments-1", TEXT, NONE, true);
      assertThat(sealed.status()).as(proxy.err()).isEqualTo(200);

      odd.hangIn(OddModule.ENCRYPT);
      var _ = Thread.ofPlatform().daemon().start(() -> encryptInVain(client));
      await().atMost(PATIENCE).until(odd::hangs);
      odd.order(
          "hang " + OddModule.ENCRYPT,
          "fail " + OddModule.DECRYPT_INIT + " " + REMOVED,
          "fail " + OddModule.GET_SESSION_INFO + " " + REMOVED);
      var _ = Thread.ofPlatform().daemon().start(() -> decryptInVain(client, sealed));

      var ended = proxy.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(75);
      assertThat(ended.err().strip().lines().toList().getLast())
          .contains(
              "has not returned for 2 seconds",
              "This process ends with exit code 75 and is to be started again");
      assertThat(folder.resolve("ready")).doesNotExist();

      odd.behave();
      try (var next = run(odd, config)) {
        decrypted = client(config).decrypt("payments-1", sealed, NONE).bytes("plaintext");
        assertThat(next.terminate().exitCode()).isZero();
      }
    }
    assertThat(decrypted).isEqualTo(TEXT);
  }

  private static void encryptInVain(XksTestClient client) {
    try {
      client.encrypt("payments-1", TEXT, NONE, false);
    } catch (RuntimeException | AssertionError e) {
      // The connection ends with the process.
    }
  }

  private static void decryptInVain(XksTestClient client, XksTestClient.TestClientAnswer sealed) {
    try {
      client.decrypt("payments-1", sealed, NONE);
    } catch (RuntimeException | AssertionError e) {
      // The connection ends with the process.
    }
  }

  private BridgeScript.RunningCommand run(OddModule odd, Path config) throws IOException {
    var pinFile = folder.resolve("pin");
    OwnerOnly.replace(pinFile, new String(SoftHsm.userPin()) + "\n");
    return BridgeScript.serve(odd.environment(), config, pinFile, folder.resolve("ready"));
  }

  private XksTestClient client(Path config) throws IOException {
    var url = URI.create(Files.readString(folder.resolve("ready")).strip());
    return new XksTestClient(
        Files.readString(folder.resolve("proxy/ca.pem")),
        url.getPort(),
        "/payments",
        ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst());
  }
}
