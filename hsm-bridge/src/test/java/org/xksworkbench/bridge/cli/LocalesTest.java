package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// The command line for people who count with other digits and have other letters.
class LocalesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "tr-TR"})
  void what_is_written_in_one_locale_is_read_and_served_in_it(String tag) throws Exception {
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
    }
    var pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
    var there = in(Locale.forLanguageTag(tag));
    try (var running =
        BridgeScript.start(
            there,
            "proxy",
            "init",
            "--dir",
            folder.resolve("proxy").toString(),
            "--module",
            SoftHsm.modulePath().toString(),
            "--token",
            token.token().orElseThrow().label(),
            "--host",
            "xks.demo.test",
            "--path-prefix",
            "/payments")) {
      var ended = running.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isZero();
    }
    var config = folder.resolve("proxy/proxy.toml");
    assertThat(Files.readString(config)).isASCII();
    // A machine that builds and tests at the same time is no HSM's neighbour.
    OwnerOnly.replace(
        config,
        Files.readString(config)
            .replace("budget-ms = 150", "budget-ms = 8000")
            .replace("handshake-seconds = 5", "handshake-seconds = 60"));

    var ready = folder.resolve("ready");
    try (var _ = BridgeScript.serve(there, config, pinFile, ready)) {
      var port = java.net.URI.create(Files.readString(ready).strip()).getPort();
      var credential = ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst();
      var client =
          new XksTestClient(
              Files.readString(folder.resolve("proxy/ca.pem")), port, "/payments", credential);
      assertThat(client.metadata("key-1").status()).isEqualTo(200);
    }
  }

  private static Map<String, String> in(Locale locale) {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Duser.language=%s -Duser.country=%s -Duser.extensions=%s"
            .formatted(
                locale.getLanguage(),
                locale.getCountry(),
                locale.getExtension('u') == null ? "" : "u-" + locale.getExtension('u')));
  }
}
