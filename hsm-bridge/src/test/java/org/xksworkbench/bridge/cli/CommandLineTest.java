package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;

/// The contract of the command line: what it prints, and how it ends.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "command line";

  private final AtomicInteger names = new AtomicInteger();
  private Path folder;
  private Path pinFile;

  @BeforeAll
  void initialiseAToken(@TempDir Path temporary) throws IOException {
    folder = temporary;
    pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, "123456\n");
    var ended =
        BridgeScript.runWithInput(
            "12345678\n123456\n",
            "token",
            "init",
            "--module",
            SoftHsm.modulePath().toString(),
            "--label",
            TOKEN,
            "--so-pin-file",
            "-",
            "--pin-file",
            "-",
            "--json");
    assertThat(ended.err()).isEmpty();
    assertThat(json(ended).path("label").asText()).isEqualTo(TOKEN);
  }

  private EndedCommand keys(String... arguments) {
    var all =
        new ArrayList<>(List.of("keys", arguments[0], "--module", SoftHsm.modulePath().toString()));
    all.addAll(List.of("--token", TOKEN, "--pin-file", pinFile.toString()));
    all.addAll(List.of(arguments).subList(1, arguments.length));
    return BridgeScript.run(all.toArray(String[]::new));
  }

  private static JsonNode json(EndedCommand ended) throws IOException {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return JSON.readTree(ended.out());
  }

  /// Commands that touch no token need no process of their own.
  private EndedCommand inProcess(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        HsmBridge.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new EndedCommand(code, out.toString(), err.toString());
  }

  private Path newProxy(String... prefixes) {
    var dir = folder.resolve("proxy-" + names.incrementAndGet());
    var arguments =
        new ArrayList<>(
            List.of("proxy", "init", "--dir", dir.toString(), "--module", "/usr/lib/m.so"));
    arguments.addAll(List.of("--token", TOKEN, "--host", "xks.demo.test"));
    for (var prefix : prefixes) {
      arguments.addAll(List.of("--path-prefix", prefix));
    }
    var ended = inProcess(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return dir.resolve("proxy.toml");
  }

  @Test
  void the_version_is_that_of_the_build() throws IOException {
    var pom = Files.readString(Path.of(System.getProperty("xksw.basedir"), "pom.xml"));
    assertThat(pom).contains("<version>" + Product.VERSION);
    assertThat(BridgeScript.run("--version").out().strip())
        .isEqualTo("XKS Workbench " + Product.VERSION);
  }

  @Test
  void keys_are_generated_in_one_login_listed_shown_and_deleted() throws IOException {
    var generated = keys("generate", "--label", "many", "--count", "3");
    assertThat(generated.out().lines())
        .extracting(line -> line.replaceAll("\\t[0-9A-F]{6}$", " with check value"))
        .containsExactly(
            "many-1 with check value", "many-2 with check value", "many-3 with check value");
    assertThat(
            keys("generate", "--label", "seal", "--size", "128", "--usage", "encrypt").exitCode())
        .isZero();

    var byLabel = new TreeMap<String, JsonNode>();
    json(keys("list", "--json")).forEach(key -> byLabel.put(key.path("label").asText(), key));
    assertThat(byLabel).containsKeys("many-1", "many-2", "many-3", "seal");
    assertThat(byLabel.get("many-1").properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "label",
            "id",
            "uri",
            "keyType",
            "sizeBits",
            "usage",
            "sensitive",
            "extractable",
            "fit");
    assertThat(byLabel.get("many-1").toString())
        .contains(
            "\"keyType\":\"AES\",\"sizeBits\":256,\"usage\":[\"encrypt\",\"decrypt\"],"
                + "\"sensitive\":true,\"extractable\":false,\"fit\":true");
    assertThat(byLabel.get("seal").path("fit").asBoolean()).isFalse();

    assertThat(json(keys("show", "--label", "seal", "--json")).path("reasons").toString())
        .contains("128 bits", "CKA_DECRYPT");

    var unconfirmed = keys("delete", "--label", "many-1");
    assertThat(unconfirmed.exitCode()).isEqualTo(1);
    assertThat(unconfirmed.err()).contains("--confirm");
    assertThat(keys("delete", "--label", "many-1", "--confirm", "many-2").exitCode()).isEqualTo(1);
    assertThat(keys("delete", "--label", "many-1", "--confirm", "many-1").exitCode()).isZero();
    assertThat(keys("list").out()).contains("many-2").doesNotContain("many-1");
  }

  @Test
  void each_key_is_told_with_its_check_value_also_where_a_later_one_is_not_made()
      throws IOException {
    assertThat(keys("generate", "--label", "batch-2", "--usage", "none").exitCode()).isZero();
    var batch = keys("generate", "--label", "batch", "--count", "3", "--json");
    assertThat(batch.exitCode()).isEqualTo(1);
    assertThat(batch.err()).contains("batch-2 is on the token already");
    var made = JSON.readTree(batch.out());
    assertThat(made).hasSize(1);
    assertThat(made.get(0).path("label").asText()).isEqualTo("batch-1");
    assertThat(made.get(0).path("checkValue").asText()).matches("[0-9A-F]{6}");
    assertThat(made.get(0).path("usage").toString()).isEqualTo("[\"encrypt\",\"decrypt\"]");
    assertThat(made.get(0).path("remarks")).isEmpty();
  }

  @Test
  void a_label_that_is_in_use_is_one_clear_sentence_and_exit_code_1() {
    assertThat(keys("generate", "--label", "twice").exitCode()).isZero();
    var second = keys("generate", "--label", "twice");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err().lines()).singleElement().asString().contains("twice");
  }

  @Test
  void a_pin_file_that_others_can_read_is_refused() throws IOException {
    var wide = folder.resolve("wide-pin");
    Files.writeString(wide, "123456\n");
    Files.setPosixFilePermissions(wide, PosixFilePermissions.fromString("rw-r--r--"));
    var ended =
        BridgeScript.run(
            "keys",
            "list",
            "--module",
            SoftHsm.modulePath().toString(),
            "--token",
            TOKEN,
            "--pin-file",
            wide.toString());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines()).singleElement().asString().contains("chmod 600");
  }

  @Test
  void a_wrong_pin_and_an_unknown_token_are_one_sentence_each() {
    var module = SoftHsm.modulePath().toString();
    var wrong =
        BridgeScript.runWithInput(
            "000000\n", "keys", "list", "--module", module, "--token", TOKEN, "--pin-file", "-");
    assertThat(wrong.exitCode()).isEqualTo(77);
    assertThat(wrong.err().lines()).singleElement().asString().containsIgnoringCase("pin");
    var unknown =
        BridgeScript.runWithInput(
            "000000\n", "keys", "list", "--module", module, "--token", "no", "--pin-file", "-");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err().lines()).containsExactly("No slot has a token with the label no.");
  }

  @Test
  void tokens_are_listed_as_json() throws IOException {
    var list =
        json(
            BridgeScript.run(
                "token", "list", "--json", "--module", SoftHsm.modulePath().toString()));
    assertThat(list).anySatisfy(token -> assertThat(token.path("label").asText()).isEqualTo(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-command",
        "keys list",
        "proxy",
        "proxy credentials",
        "keys generate --module m --token t --label x --size 512",
        "keys generate --module m --token t --label x --usage sign",
        "proxy init --dir d",
        "proxy policy test --operation Encrypt --principal p --key k",
        "proxy keys block --config c two words"
      })
  void wrong_usage_is_exit_code_2(String line) {
    var ended = inProcess(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isNotEmpty();
  }

  @Test
  void proxy_init_writes_what_proxy_and_console_need_and_refuses_to_do_it_twice()
      throws IOException {
    var dir = newProxy("/payments").getParent();
    assertThat(dir.resolve("ca.pem")).content().contains("BEGIN CERTIFICATE");
    var console = JSON.readTree(dir.resolve("xks-proxy-configuration.json").toFile());
    assertThat(console.path("XksProxyUriPath").asText()).isEqualTo("/payments/kms/xks/v1");
    var credential = console.path("XksProxyAuthenticationCredential");
    assertThat(credential.path("AccessKeyId").asText()).matches("[A-Z2-7]{20,30}");
    assertThat(credential.path("RawSecretAccessKey").asText()).matches("[A-Za-z0-9/+=]{43,64}");

    var again =
        inProcess(
            "proxy",
            "init",
            "--dir",
            dir.toString(),
            "--module",
            "/m.so",
            "--token",
            "t",
            "--host",
            "h",
            "--path-prefix",
            "/p");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err().lines())
        .singleElement()
        .asString()
        .contains("holds the configuration of a proxy already");
  }

  @Test
  void a_new_proxy_listens_on_8443_unless_told_otherwise_and_refuses_what_is_no_port() {
    assertThat(newProxy("/payments")).content().contains("port = 8443\n");
    var other = initOnPort("9443");
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(Path.of(other.out().strip())).content().contains("port = 9443\n");
    assertThat(initOnPort("99999").err()).contains("not 99999");
  }

  private EndedCommand initOnPort(String port) {
    var dir = folder.resolve("proxy-" + names.incrementAndGet()).toString();
    return inProcess(
        ("proxy init --module /m.so --token t --host h.test --path-prefix /p --port " + port)
            .concat(" --dir " + dir)
            .split(" "));
  }

  @Test
  void credentials_are_added_listed_without_secrets_and_removed() throws IOException {
    var config = newProxy("/payments").toString();
    var old =
        json(inProcess("proxy", "credentials", "list", "--config", config, "--json"))
            .path(0)
            .path("accessKeyId")
            .asText();
    var added = json(inProcess("proxy", "credentials", "add", "--config", config, "--json"));
    var console = JSON.readTree(Path.of(added.path("consoleFile").asText()).toFile());
    var secret =
        console.path("XksProxyAuthenticationCredential").path("RawSecretAccessKey").asText();
    assertThat(Files.readString(Path.of(config))).contains(secret);

    var listed = inProcess("proxy", "credentials", "list", "--config", config);
    assertThat(listed.out()).contains(old, added.path("accessKeyId").asText());
    assertThat(listed.out()).doesNotContain(secret);

    assertThat(inProcess("proxy", "credentials", "remove", "--config", config, old).exitCode())
        .isZero();
    var last =
        inProcess(
            "proxy",
            "credentials",
            "remove",
            "--config",
            config,
            "--access-key-id",
            added.path("accessKeyId").asText());
    assertThat(last.exitCode()).isEqualTo(1);
    assertThat(last.err()).contains("last credential");
  }

  @Test
  void a_prefix_must_be_named_where_there_are_several() {
    var config = newProxy("/payments", "/archive").toString();
    var ended = inProcess("proxy", "credentials", "add", "--config", config);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--path-prefix");
    assertThat(
            inProcess(
                    "proxy", "credentials", "add", "--config", config, "--path-prefix", "/archive")
                .exitCode())
        .isZero();
  }

  @Test
  void what_is_no_xks_key_id_cannot_be_blocked() {
    var config = newProxy("/payments").toString();
    var ended = inProcess("proxy", "keys", "block", "--config", config, "a/b");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("1 to 128 letters");
  }

  @Test
  void keys_and_key_stores_are_blocked_and_unblocked() throws IOException {
    var file = newProxy("/payments", "/archive");
    var config = file.toString();
    var before = Files.readString(file);
    assertThat(inProcess("proxy", "keys", "block", "--config", config, "k1").exitCode()).isZero();
    assertThat(
            inProcess("proxy", "block", "--config", config, "--path-prefix", "/archive").exitCode())
        .isZero();
    assertThat(Files.readString(file)).contains("blocked = true", "blocked-keys = [\"k1\"]");
    assertThat(inProcess("proxy", "keys", "unblock", "--config", config, "k1").exitCode()).isZero();
    assertThat(inProcess("proxy", "unblock", "--config", config).exitCode()).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void a_policy_is_tried_without_a_call() throws IOException {
    var policy = folder.resolve("policy.toml");
    Files.writeString(
        policy, "[[allow]]\nname = \"app\"\nprincipals = [\"*:role/app\"]\nkeys = [\"pay-*\"]\n");
    var allowed = json(tryPolicy(policy, "Decrypt", "pay-1", "--json"));
    assertThat(allowed.path("allowed").asBoolean()).isTrue();
    assertThat(allowed.path("statement").asText()).isEqualTo("app");
    var denied = tryPolicy(policy, "Decrypt", "other");
    assertThat(denied.exitCode()).isZero();
    assertThat(denied.out()).startsWith("denied: ").contains("nearest is app", "\"other\"");
    assertThat(tryPolicy(policy, "KmsHealthCheck", "other").out())
        .startsWith("allowed: ")
        .contains("exempt");
  }

  private EndedCommand tryPolicy(Path policy, String operation, String key, String... more) {
    var arguments =
        new ArrayList<>(List.of("proxy", "policy", "test", "--policy", policy.toString()));
    arguments.addAll(List.of("--principal", "arn:aws:iam::1:role/app", "--operation", operation));
    arguments.addAll(List.of("--key", key));
    arguments.addAll(List.of(more));
    return inProcess(arguments.toArray(String[]::new));
  }

  @Test
  void a_ready_file_that_somebody_else_wrote_is_refused_before_anything_is_started()
      throws IOException {
    var notes = folder.resolve("notes");
    Files.writeString(notes, "mine\n");
    var config =
        inProcess(
            "proxy",
            "init",
            "--dir",
            folder.resolve("ready-file").toString(),
            "--module",
            SoftHsm.modulePath().toString(),
            "--token",
            TOKEN,
            "--host",
            "xks.example.test",
            "--path-prefix",
            "/p");
    assertThat(config.exitCode()).as(config.err()).isZero();
    for (var server :
        List.of(
            List.of(
                "proxy",
                "run",
                "--config",
                folder.resolve("ready-file/proxy.toml").toString(),
                "--pin-file",
                pinFile.toString()),
            List.of("local-kms"))) {
      var arguments = new ArrayList<>(server);
      arguments.addAll(List.of("--ready-file", notes.toString()));
      var refused = inProcess(arguments.toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err().lines())
          .singleElement()
          .asString()
          .startsWith("The ready file " + notes + " is there already, and no server wrote it.");
    }
    assertThat(notes).hasContent("mine\n");
  }
}
