package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// `proxy run` and `token probe` on tokens as vendors make them, with nothing set.
class VendorProxyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final Duration FOLLOWS = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private OddModule odd;
  private Path pinFile;
  private Path config;
  private Slot token;
  private String label;

  @BeforeEach
  void makeATokenAndAProxy() throws IOException {
    odd = OddModule.in(folder);
    token = SoftHsm.newToken();
    label = token.token().orElseThrow().label();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
    }
    pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
    config =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                odd.library(), label, "xks.demo.test", List.of("/payments"), "fit"));
    set("budget-ms = 150", "budget-ms = 8000");
    set("handshake-seconds = 5", "handshake-seconds = 60");
  }

  private void set(String before, String after) throws IOException {
    var text = Files.readString(config);
    assertThat(text).contains(before);
    OwnerOnly.replace(config, text.replace(before, after));
  }

  private Path state() {
    return folder.resolve("state");
  }

  /// @param modes of the shim
  private Map<String, String> environment(String modes) {
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", modes);
    environment.put("STATE_DIRECTORY", state().toString());
    environment.put("XDG_STATE_HOME", state().toString());
    return environment;
  }

  private BridgeScript.RunningCommand serve(String modes) {
    return BridgeScript.serve(environment(modes), config, pinFile, folder.resolve("ready"));
  }

  private XksTestClient client() throws IOException {
    return new XksTestClient(
        Files.readString(folder.resolve("proxy/ca.pem")),
        URI.create(Files.readString(folder.resolve("ready")).strip()).getPort(),
        "/payments",
        ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst());
  }

  private EndedCommand probe(String modes, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "token",
                "probe",
                "--module",
                odd.library().toString(),
                "--token",
                label,
                "--pin-file",
                pinFile.toString()));
    arguments.addAll(List.of(more));
    try (var running = BridgeScript.start(environment(modes), arguments.toArray(String[]::new))) {
      running.type("");
      return running.waitForEnd();
    }
  }

  private static JsonNode json(EndedCommand ended) throws IOException {
    assertThat(ended.out()).as(ended.err()).isNotBlank();
    return JSON.readTree(ended.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "luna-fips",
        "cloudhsm",
        "cloudhsm-own",
        "nshield",
        "google",
        "tagrv:80000123",
        "random:100-200",
        "sessions:2"
      })
  void a_proxy_serves_a_token_as_its_vendor_makes_it(String vendor) throws IOException {
    try (var proxy = serve(vendor)) {
      var client = client();
      var sealed = client.encrypt("key-1", TEXT, AAD, true);
      assertThat(sealed.status()).as(proxy.err()).isEqualTo(200);
      assertThat(client.decrypt("key-1", sealed, AAD).bytes("plaintext")).isEqualTo(TEXT);
      var other = client.decrypt("key-1", sealed, TEXT);
      assertThat(other.errorName()).as(proxy.err()).isEqualTo("InvalidCiphertextException");
      assertThat(other.status()).isEqualTo(400);
      assertThat(proxy.terminate().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iv:ignored, does not decrypt what it has just encrypted",
    "iv:ignored-twice, decrypts with another initialization vector"
  })
  void a_proxy_refuses_a_token_whose_vectors_are_not_known_and_writes_nothing_to_it(
      String modes, String why) throws IOException {
    try (var proxy = BridgeScript.startProxy(environment(modes), config, pinFile)) {
      var ended = proxy.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains(why, "nothing was written to it");
    }
    try (var session = SoftHsm.login(token)) {
      assertThat(session.secretKeys()).hasSize(1);
    }
  }

  @Test
  void what_a_proxy_found_it_keeps_in_its_own_folder_and_knows_the_next_time() throws IOException {
    var kept = state().resolve(ProbedTokens.FILE);
    try (var proxy = serve("luna-fips")) {
      assertThat(proxy.err()).contains("was found to do AES-GCM");
      await()
          .atMost(FOLLOWS)
          .until(() -> Files.exists(kept) && Files.readString(kept).contains("microsAlone"));
      assertThat(proxy.terminate().exitCode()).isZero();
    }
    try (var proxy = serve("luna-fips")) {
      assertThat(proxy.err()).contains("was known to do AES-GCM");
      assertThat(client().encrypt("key-1", TEXT, AAD, false).status()).isEqualTo(200);
    }
  }

  @Test
  void a_setting_goes_before_what_would_be_found() throws IOException {
    set("# iv = \"auto\"", "iv = \"token-appended\"");
    try (var proxy = serve("luna-optional")) {
      var sealed = client().encrypt("key-1", TEXT, AAD, false);
      assertThat(sealed.bytes("initializationVector")).as(proxy.err()).hasSize(16);
    }
  }

  @Test
  void a_proxy_that_is_told_not_to_probe_uses_the_token_as_it_is_set() throws IOException {
    set("# probe = true", "probe = false");
    set("# iv = \"auto\"", "iv = \"token-made\"");
    try (var proxy = serve("cloudhsm")) {
      assertThat(client().encrypt("key-1", TEXT, AAD, false).status())
          .as(proxy.err())
          .isEqualTo(200);
      assertThat(state().resolve(ProbedTokens.FILE)).doesNotExist();
    }
  }

  @Test
  void a_probe_tells_people_and_programs_what_it_found() throws IOException {
    var found = probe("luna-fips");
    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out())
        .contains("AES-GCM\tworks")
        .contains("Initialization vectors\tmade by the token, appended after the tag")
        .contains("Says of a wrong tag\tCKR_GENERAL_ERROR (0x00000005)")
        .contains("(assumed)");
    var told = json(probe("luna-fips", "--json"));
    assertThat(told.path("aesGcm").asText()).isEqualTo("works");
    assertThat(told.path("iv").asText()).isEqualTo("after-tag");
    assertThat(told.path("mechanism").asText()).isEqualTo("0x00001087");
    var wrongTag = told.path("wrongTagCodes").path(0);
    assertThat(wrongTag.path("code").asText()).isEqualTo("0x00000005");
    assertThat(wrongTag.path("name").asText()).isEqualTo("CKR_GENERAL_ERROR");
    assertThat(told.path("speed").path("perSecond").asLong()).isPositive();
  }

  @Test
  void a_probe_ends_by_what_it_found() throws IOException {
    var absent = probe("yubihsm", "--json");
    assertThat(absent.exitCode()).as(absent.err()).isEqualTo(1);
    assertThat(json(absent).path("aesGcm").asText()).isEqualTo("absent");
    odd.order("fail 58 d1");
    try {
      var untried = probe("", "--json");
      assertThat(untried.exitCode()).as(untried.err()).isEqualTo(3);
      assertThat(json(untried).path("assumed").toString()).contains("iv", "wrong-tag");
      assertThat(probe("", "--key", "key-1").exitCode()).isZero();
      assertThat(probe("", "--key", "no-such-key").err()).contains("the token has 0");
    } finally {
      odd.behave();
    }
  }
}
