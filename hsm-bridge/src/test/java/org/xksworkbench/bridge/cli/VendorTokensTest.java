package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.RawKeys;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// What the command line says of tokens that are not like SoftHSM.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorTokensTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ESC = Character.toString(0x1B);
  private static final String RIGHT_TO_LEFT = Character.toString(0x202E);

  private OddModule odd;
  private String label;
  private Path pinFile;

  @BeforeAll
  void makeAToken(@TempDir Path folder) throws IOException {
    odd = OddModule.in(folder);
    var token = SoftHsm.newToken();
    label = token.token().orElseThrow().label();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-2"));
    }
    pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
  }

  /// @param modes of the shim
  private Map<String, String> environment(String modes) {
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", modes);
    // For labels that are not of ASCII.
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  private EndedCommand run(String modes, String... arguments) {
    try (var running = BridgeScript.start(environment(modes), arguments)) {
      running.type("");
      return running.waitForEnd();
    }
  }

  private EndedCommand keys(String modes, String... arguments) {
    return keysWith(pinFile, modes, arguments);
  }

  private Path emptyPin() throws IOException {
    var file = pinFile.resolveSibling("no-pin");
    if (!Files.exists(file)) {
      OwnerOnly.write(file, "\n");
    }
    return file;
  }

  private EndedCommand keysWith(Path pin, String modes, String... arguments) {
    return onKeys(
        modes,
        List.of(
            "--module", odd.library().toString(), "--token", label, "--pin-file", pin.toString()),
        arguments);
  }

  /// @param options that name the token; the PIN file is added if there is none
  private EndedCommand onKeys(String modes, List<String> options, String... arguments) {
    var all = new ArrayList<>(List.of("keys", arguments[0]));
    all.addAll(options);
    if (!options.contains("--pin-file")) {
      all.addAll(List.of("--pin-file", pinFile.toString()));
    }
    all.addAll(List.of(arguments).subList(1, arguments.length));
    return run(modes, all.toArray(String[]::new));
  }

  private EndedCommand tokens(String modes, String... more) {
    var all = new ArrayList<>(List.of("token", "list", "--module", odd.library().toString()));
    all.addAll(List.of(more));
    return run(modes, all.toArray(String[]::new));
  }

  @Test
  void a_key_that_cannot_be_read_is_marked_in_the_list_and_counted() throws IOException {
    var listed = keys("badlabel:key-1", "list");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("cannot be read (CKR_GENERAL_ERROR)\t"))
        .anyMatch(line -> line.startsWith("key-2\t") && line.endsWith("\tfit"));
    assertThat(listed.err()).contains("1 of 2 secret keys cannot be read");
    var json = JSON.readTree(keys("badlabel:key-1", "list", "--json").out());
    assertThat(json.findValuesAsText("trouble"))
        .containsExactly("cannot be read (CKR_GENERAL_ERROR)");
  }

  @Test
  void what_is_not_told_is_null_in_the_json_of_a_key() throws IOException {
    // CKA_SENSITIVE and CKA_VALUE_LEN
    var told = JSON.readTree(keys("badattr:103+161,badrv:12", "list", "--json").out()).path(0);
    assertThat(told.get("sensitive").isNull()).as(told.toString()).isTrue();
    assertThat(told.get("sizeBits").isNull()).as(told.toString()).isTrue();
    assertThat(told.get("extractable").isBoolean()).as(told.toString()).isTrue();
    assertThat(told.get("notTold").toString()).isEqualTo("[\"CKA_SENSITIVE\",\"CKA_VALUE_LEN\"]");
    assertThat(told.get("fit").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yubihsm", "tpm2"})
  void a_token_without_aes_gcm_makes_no_key_fit_and_no_proxy_serves_or_writes_to_it(String vendor)
      throws IOException {
    assertThat(keys(vendor, "list").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).endsWith("\tnot fit"));
    assertThat(keys(vendor, "show", "--label", "key-1", "--json").out()).contains("no AES-GCM");
    var config =
        ProxyFolder.init(
            pinFile.resolveSibling("proxy-" + vendor),
            new ProxyFolder.Request(
                odd.library(), label, "xks.demo.test", List.of("/payments"), "fit"));
    try (var proxy = BridgeScript.startProxy(environment(vendor), config, pinFile)) {
      var ended = proxy.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err())
          .contains("does no AES-GCM")
          .contains("nothing was written to it")
          .doesNotContain("XKS proxy, for testing, at");
    }
    assertThat(keys("", "list").out().lines())
        .hasSize(2)
        .noneMatch(line -> line.startsWith("xks-health"));
  }

  @Test
  void labels_reach_a_terminal_as_escapes_and_a_program_as_they_are() throws IOException {
    var hostile = "a" + ESC + "[2J" + RIGHT_TO_LEFT + "b";
    var token = SoftHsm.newToken(hostile);
    String id;
    try (var session = SoftHsm.login(token)) {
      id = session.generateAesKey(AesKeyTemplate.forExternalKeyStore(hostile)).id();
    }
    var shown = "a\\u001B[2J\\u202Eb";
    // CKA_DERIVE, so that the log has the label, too
    var modes = "badattr:10c";
    var options = on(token);
    var listed = tokens("");
    assertThat(listed.out()).contains("\t" + shown + "\t").doesNotContain(ESC, RIGHT_TO_LEFT);
    assertThat(JSON.readTree(tokens("", "--json").out()).findValuesAsText("label"))
        .contains(hostile);
    var keys = onKeys(modes, options, "list");
    assertThat(keys.out()).startsWith(shown + "\t").doesNotContain(ESC, RIGHT_TO_LEFT);
    assertThat(keys.err())
        .contains("of objects of " + shown + " cannot be read")
        .doesNotContain(ESC, RIGHT_TO_LEFT);
    assertThat(onKeys("", options, "show", "--id", id).out())
        .contains(shown.substring(shown.indexOf("[2J")))
        .doesNotContain(ESC, RIGHT_TO_LEFT);
    var exact = JSON.readTree(onKeys("", options, "list", "--json").out()).path(0);
    assertThat(exact.path("label").asText()).isEqualTo(hostile);
    assertThat(onKeys("", options, "show", "--label", "no" + ESC).err())
        .contains("no\\u001B")
        .doesNotContain(ESC);
  }

  @Test
  void of_tokens_with_one_label_the_serial_number_or_the_slot_names_one() throws IOException {
    var first = SoftHsm.newToken("twins");
    var second = SoftHsm.newToken("twins");
    try (var session = SoftHsm.login(second)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("of-the-second"));
    }
    var serial = second.token().orElseThrow().serial();
    var module = List.of("--module", odd.library().toString());
    assertThat(onKeys("", with(module, "--token", "twins"), "list"))
        .returns(1, EndedCommand::exitCode)
        .extracting(EndedCommand::err)
        .asString()
        .contains(first.token().orElseThrow().serial(), serial, "--serial or --slot");
    assertThat(onKeys("", with(module, "--token", "twins", "--serial", serial), "list").out())
        .startsWith("of-the-second\t");
    assertThat(onKeys("", with(module, "--slot", slotOf(serial)), "list").out())
        .startsWith("of-the-second\t");
    assertThat(onKeys("", with(module, "--token", "twins", "--serial", "none"), "list").err())
        .contains("No slot has a token with the label twins, with the serial number none")
        .contains(serial);
    assertThat(onKeys("", module, "list"))
        .returns(2, EndedCommand::exitCode)
        .extracting(EndedCommand::err)
        .asString()
        .contains("--token, --serial, --slot or --uri");
  }

  /// A token has another slot in each process that sees it first.
  private String slotOf(String serial) throws IOException {
    for (var slot : JSON.readTree(tokens("", "--json").out())) {
      if (slot.path("serial").asText().equals(serial)) {
        return slot.path("slotId").asText();
      }
    }
    throw new AssertionError("no slot has the token " + serial);
  }

  private List<String> on(Slot token) {
    var serial = token.token().orElseThrow().serial();
    return List.of("--module", odd.library().toString(), "--serial", serial);
  }

  private static List<String> with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }

  @Test
  void of_keys_with_one_label_the_id_names_one() throws IOException {
    var token = SoftHsm.newToken();
    String kept;
    String deleted;
    try (var session = SoftHsm.login(token);
        var raw = new RawKeys(token)) {
      kept = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("twin")).id();
      var other = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("other"));
      deleted = other.id();
      raw.relabel(other.ref().number(), "twin");
    }
    var options = on(token);
    assertThat(onKeys("", options, "list").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("twin\t").endsWith("\tnot fit"));
    assertThat(onKeys("", options, "show", "--label", "twin").err())
        .contains("2 secret keys on the token have the label twin")
        .contains(kept, deleted, "--id");
    var one = JSON.readTree(onKeys("", options, "show", "--id", kept, "--json").out());
    assertThat(one.path("id").asText()).isEqualTo(kept);
    assertThat(
            onKeys("", options, "delete", "--label", "twin", "--id", deleted, "--confirm", "twin")
                .exitCode())
        .isZero();
    assertThat(onKeys("", options, "list").out().lines())
        .singleElement()
        .asString()
        .startsWith("twin\t" + kept)
        .endsWith("\tfit");
  }

  @Test
  void a_uri_names_library_token_key_and_the_file_with_the_pin() throws IOException {
    var listed = JSON.readTree(keys("", "list", "--json").out());
    var uri = listed.path(0).path("uri").asText();
    assertThat(uri).contains(";object=key-1;id=%").endsWith(";type=secret-key");
    var whole = uri + "?module-path=" + odd.library() + "&pin-source=file:" + pinFile;
    var shown = run("", "keys", "show", "--uri", whole, "--json");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(JSON.readTree(shown.out()).path("uri").asText()).isEqualTo(uri);
    var probed = run("", "token", "probe", "--uri", whole, "--json");
    assertThat(probed.exitCode()).as(probed.err()).isZero();
    for (var token : JSON.readTree(tokens("", "--json").out())) {
      if (token.path("label").asText().equals(label)) {
        var of = token.path("uri").asText();
        assertThat(uri).startsWith(of + ";");
        assertThat(onKeys("", List.of("--module", odd.library().toString(), "--uri", of), "list"))
            .extracting(EndedCommand::exitCode)
            .isEqualTo(0);
      }
    }
  }

  @Test
  void a_uri_of_another_key_token_or_library_names_nothing() throws IOException {
    var uri = JSON.readTree(keys("", "list", "--json").out()).path(0).path("uri").asText();
    var module = List.of("--module", odd.library().toString(), "--uri");
    assertThat(onKeys("", with(module, uri.replace("key-1", "key-9")), "show").err())
        .contains("No secret key on the token has the name pkcs11:");
    assertThat(onKeys("", with(module, uri.replace(";id=", ";id=%00")), "show").err())
        .contains("No secret key on the token has the name pkcs11:")
        .contains("The IDs of the keys with that label are: ");
    assertThat(
            onKeys("", with(module, uri.replaceAll(";serial=[0-9a-f]*", ";serial=0")), "show")
                .err())
        .contains("No slot has such a token, named by pkcs11:")
        .contains("With that label there is serial ");
    assertThat(onKeys("", with(module, uri + ";library-version=99.1"), "show").exitCode())
        .isEqualTo(1);
    var withPin = onKeys("", with(module, uri + "?pin-value=98765"), "show");
    assertThat(withPin.exitCode()).isEqualTo(2);
    assertThat(withPin.err()).contains("A PIN must not stand").doesNotContain("98765");
    assertThat(run("", "keys", "list", "--uri", uri, "--pin-file", pinFile.toString()).err())
        .contains("module-path in --uri");
    assertThat(onKeys("", with(module, uri.replaceAll(";object.*", "")), "show").err())
        .contains("object or id in --uri");
  }

  @Test
  void slot_numbers_have_no_sign() throws IOException {
    var listed = tokens("highslots");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out().lines())
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(Long.parseUnsignedLong(line.substring(0, line.indexOf('\t')))).isNegative());
    for (var slot : JSON.readTree(tokens("highslots", "--json").out())) {
      assertThat(slot.get("slotId").bigIntegerValue().signum()).as(slot.toString()).isPositive();
    }
    assertThat(keys("highslots", "list").out().lines()).hasSize(2);
  }

  @Test
  void a_token_with_a_keypad_is_not_given_a_pin_and_the_person_is_sent_to_it() throws IOException {
    odd.order("flags " + Long.toHexString(OddModule.KEYPAD), "keypad 123456");
    try {
      var withoutFile =
          run("", "keys", "list", "--module", odd.library().toString(), "--token", label);
      assertThat(withoutFile.exitCode()).as(withoutFile.err()).isZero();
      assertThat(withoutFile.out().lines()).hasSize(2);
      assertThat(withoutFile.err()).contains(label + " has a keypad of its own");
      var withEmptyFile = keysWith(emptyPin(), "", "list");
      assertThat(withEmptyFile.exitCode()).as(withEmptyFile.err()).isZero();
      assertThat(withEmptyFile.out().lines()).hasSize(2);
    } finally {
      odd.behave();
    }
  }

  @Test
  void a_token_that_needs_no_login_is_not_logged_in_to() throws IOException {
    // CKF_LOGIN_REQUIRED
    var listed = keysWith(emptyPin(), "noflags:4,nologin", "list");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out()).as("only public ones are shown").isEmpty();
    assertThat(keys("noflags:4,nologin", "list").err())
        .as("a PIN that is given is used")
        .contains("CKR_FUNCTION_FAILED");
    assertThat(keysWith(emptyPin(), "", "list").err()).contains("The PIN is empty.");
  }

  @Test
  void a_slot_that_cannot_be_asked_is_marked_in_the_list_and_counted() {
    var listed = tokens("badtoken:0");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.out().lines())
        .hasSizeGreaterThan(1)
        .filteredOn(line -> line.endsWith("\t(cannot be asked: CKR_DEVICE_ERROR)"))
        .hasSize(1);
    assertThat(listed.err()).containsPattern("1 of \\d+ slots cannot be asked");
  }
}
