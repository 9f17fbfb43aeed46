package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.xks.audit.LogRotation;
import org.xksworkbench.bridge.xks.audit.RequestLog.OnFailure;
import org.xksworkbench.bridge.xks.server.AddressRange;
import org.xksworkbench.bridge.xks.server.ConnectionLimits;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.KeyIdRule;
import org.xksworkbench.bridge.xks.server.ProxyLimits;
import org.xksworkbench.bridge.xks.server.TlsIdentity;
import org.xksworkbench.bridge.xks.server.TlsSettings;

class ProxyConfigTest {

  private static final String POLICY =
      """
      [[allow]]
      name = "everybody"
      """;

  @TempDir private Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void make() {
    folder = temporary.resolve("proxy");
    file =
        ProxyFolder.init(
            folder,
            new ProxyFolder.Request(
                Path.of("/usr/lib/module.so"),
                "a \"token\"",
                "xks.demo.test",
                List.of("/payments"),
                "fit"));
  }

  private void edit(String from, String to) throws IOException {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void a_fresh_folder_is_readable_and_its_owners_alone() throws IOException {
    var config = ProxyConfig.read(file);
    assertThat(config.host()).isEqualTo("xks.demo.test");
    assertThat(config.token().label()).contains("a \"token\"");
    assertThat(config.prefixes())
        .singleElement()
        .satisfies(prefix -> {
          assertThat(prefix.path()).isEqualTo("/payments");
          assertThat(prefix.keys()).isEqualTo(new KeyAdmission.FitKeys());
          assertThat(prefix.ids()).isEqualTo(new KeyIdRule.Label());
          assertThat(prefix.blocked()).isFalse();
        });
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (var files = Files.list(folder)) {
      assertThat(files)
          .hasSize(5)
          .allSatisfy(one ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void a_folder_with_a_configuration_is_refused_and_nothing_is_changed() throws IOException {
    var before = Files.readString(file);
    assertThatThrownBy(() ->
            ProxyFolder.init(
                folder,
                new ProxyFolder.Request(Path.of("/m.so"), "t", "h", List.of("/other"), "all")))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("holds the configuration of a proxy already");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void a_wrong_path_prefix_leaves_no_folder_behind() {
    var other = temporary.resolve("other");
    assertThatThrownBy(() ->
            ProxyFolder.init(
                other,
                new ProxyFolder.Request(Path.of("/m.so"), "t", "h", List.of("payments"), "all")))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("begins with a slash");
    assertThat(other).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h.test|/p,/q,/p|the path prefix "/p" is given twice
          h.test|,|the path prefix "" is given twice
          h.test|/p/|does not end with one
          h.test|/p q|letters, digits, hyphens and underscores
          127.0.0.1|/p|the host name 127.0.0.1 is an address
          10.1|/p|is an address
          ::1|/p|is an address
          h.test:443|/p|is an address
          *.h.test|/p|is a wildcard
          my host|/p|is no domain name
          -h.test|/p|is no domain name
          h..test|/p|is no domain name
          """)
  void what_the_proxy_would_refuse_is_refused_before_anything_is_written(
      String host, String prefixes, String words) {
    var other = temporary.resolve("other");
    var request =
        new ProxyFolder.Request(
            Path.of("/m.so"), "t", host, List.of(prefixes.split(",", -1)), "all");
    assertThatThrownBy(() -> ProxyFolder.init(other, request))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining(words);
    assertThat(other).doesNotExist();
  }

  @Test
  void a_prefix_that_is_too_long_is_told_its_length() throws IOException {
    var longest = "/" + "p".repeat(116);
    var fits = temporary.resolve("fits");
    var config =
        ProxyConfig.read(
            ProxyFolder.init(
                fits,
                new ProxyFolder.Request(Path.of("/m.so"), "t", "h", List.of(longest), "all")));
    assertThat(config.prefixes().getFirst().path()).isEqualTo(longest);
    var other = temporary.resolve("other");
    assertThatThrownBy(() ->
            ProxyFolder.init(
                other,
                new ProxyFolder.Request(Path.of("/m.so"), "t", "h", List.of(longest + "p"), "all")))
        .hasMessageContaining("at most 117 characters")
        .hasMessageContaining("this one has 118");
    assertThat(other).doesNotExist();
    edit("path = \"/payments\"", "path = \"" + longest + "p\"");
    assertThatThrownBy(() -> ProxyConfig.read(file)).hasMessageContaining("this one has 118");
  }

  @Test
  void each_prefix_has_its_own_file_for_the_console() throws IOException {
    var paths = List.of("/payments", "", "/root", "/a/b", "/a-b", "/a_b", "/a");
    var made =
        ProxyFolder.init(
            temporary.resolve("many"),
            new ProxyFolder.Request(Path.of("/m.so"), "t", "h", paths, "all"));
    var json = new ObjectMapper();
    for (var prefix : ProxyConfig.read(made).prefixes()) {
      var first = prefix.path().equals(paths.getFirst());
      var file = ProxyFolder.consoleFile(temporary.resolve("many"), prefix.path(), first);
      var console = json.readTree(Files.readString(file));
      assertThat(console.path("XksProxyUriPath").asText()).isEqualTo(prefix.path() + "/kms/xks/v1");
      assertThat(console.path("XksProxyAuthenticationCredential").path("AccessKeyId").asText())
          .isEqualTo(prefix.credentials().getFirst().accessKeyId());
    }
  }

  @Test
  void a_token_label_of_any_characters_is_read_as_it_was_given() {
    var label = "a \"b\" \\ c\n\t\u0007\u007f é";
    var made =
        ProxyFolder.init(
            temporary.resolve("label"),
            new ProxyFolder.Request(Path.of("/m.so"), label, "h", List.of("/p"), "all"));
    assertThat(ProxyConfig.read(made).token().label()).contains(label);
  }

  @Test
  void an_initialization_string_is_read_as_it_was_given_and_left_out_where_there_is_none() {
    var told = "configdir='sql:/a \"b\"' flags=";
    var made =
        ProxyFolder.init(
            temporary.resolve("told"),
            new ProxyFolder.Request(Path.of("/m.so"), "t", "h", List.of("/p"), "all", 8443, told));
    assertThat(ProxyConfig.read(made).pkcs11().initialization()).isEqualTo(told);
    assertThat(ProxyConfig.read(file).pkcs11().initialization()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.toml", "tls-key.pem", "xks-proxy-configuration.json"})
  void a_secret_that_others_can_read_is_refused(String name) throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageContaining(name);
  }

  @Test
  void a_folder_that_others_can_look_into_is_refused() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("chmod 700");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      // By default, a row that begins with # is none.
      commentCharacter = ';',
      textBlock =
          """
          bind = "127.0.0.1"|bnd = "127.0.0.1"|[listen] has no setting bnd; known are bind, host, port
          [metrics]|[metrix]|there is no setting metrix
          blocked = false|blokked = false|[[prefix]] has no setting blokked
          port = 0|port = 70000|port in [listen] must be a number from 0 to 65535
          port = 0|port = "x"|port in [listen] must be a number
          host = "xks.demo.test"|host = 1|host in [listen] must be a text
          key-id = "label"|key-id = "serial"|must be "label", "cka-id" or "map"
          blocked-keys = []|blocked-keys = ["a b"]|holds what is no XKS key ID
          path = "/payments"|path = "payments"|A path prefix begins with a slash
          host = "xks.demo.test"|host = "127.0.0.1"|host in [listen] is an address
          host = "xks.demo.test"|host = "*.demo.test"|host in [listen] is a wildcard
          host = "xks.demo.test"|host = "xks demo.test"|host in [listen] is no domain name
          engine = "auto"|engine = "gnutls"|must be "auto", "boringssl" or "jdk"
          # client-ca =|client-ca =|needs the other one too
          keys = "fit"|keys = true|keys in [[prefix]] must be a text
          # aes-gcm = "auto"|aes-gcm = "jni"|must be "auto", "foreign" or "wrapper"
          # gcm-params-bytes = 48|gcm-params-bytes = 44|must be 48 or 40
          # iv = "auto"|iv = "counter"|must be "auto", "token", "system", "token-made"
          # gcm-mechanism = 0x1087|gcm-mechanism = 0|must be a number such as 0x1087
          # wrong-tag-codes = []|wrong-tag-codes = ["6"]|must be a list of numbers such as 0x06
          # probe = true|probe = "no"|must be true or false
          # initialization = ""|initialization = 1|initialization in [hsm] must be a text
          health-key = "xks-health"|health-key = 1|health-key in [hsm] must be a text
          budget-ms = 150|budget-ms = 9|budget-ms in [limits] must be a number from 10 to 10000
          workers = 16|workers = 0|workers in [limits] must be a number from 1 to 256
          queue = 1024|queue = 0|queue in [limits] must be a number from 1 to 100000
          replacements = 16|replacements = -1|replacements in [limits] must be a number from 0
          plaintext-bytes = 65536|plaintext-bytes = 4299|must be a number from 4300 to 131072
          most = 1024|most = 0|most in [connections] must be a number from 1
          # most-per-address = 256|most-per-address = 0|most-per-address in [connections] must be a number from 1
          # handshakes-per-address = 256|handshakes-per-address = 0|must be a number from 1
          # balancers = ["10.0.0.0/24"]|balancers = ["lb.demo.test"]|balancers in [connections] must be addresses
          # balancers = ["10.0.0.0/24"]|balancers = ["10.0.0.7/24"]|or networks such as "10.0.0.0/24"
          # balancers = ["10.0.0.0/24"]|balancers = "10.0.0.7"|balancers in [connections] must be a list
          # proxy-protocol = false|proxy-protocol = true|proxy-protocol in [connections] needs balancers
          share = 1|share = 0|share in [[prefix]] must be a number from 1 to 100
          drain-seconds = 5|drain-seconds = 61|drain-seconds in [connections] must be a number from 1 to 60
          size = 1|size = 0|size in [fleet] must be a number from 1 to 1000
          requests = "stdout"|requests = true|requests in [log] must be a text
          requests = "stdout"|requests = "syslog:here"|requests in [log] must name host and port
          requests = "stdout"|requests = "syslog:h:0"|requests in [log] names no port
          # on-failure = "refuse"|on-failure = "stop"|on-failure in [log] must be "refuse" or "serve"
          # on-failure = "refuse"|on-failure = "refuse"|on-failure in [log] is for a log in a file
          # rotate-mib = 0|rotate-mib = 1|rotate-mib in [log] is for a log in a file
          # allow = []|allow = ["alice"]|allow in [admin] is for the control socket
          # group = "xks-admin"|group = "x"|group in [admin] is for the control socket
          # socket = "/run/xks-proxy/control.sock"|socket = "/ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"|socket in [admin] has a path of more than 107
          # rotate-days = 0|rotate-days = -1|rotate-days in [log] must be a number from 0 to 36500
          """)
  void a_wrong_setting_is_refused_with_its_line(String from, String to, String words)
      throws IOException {
    edit(from, to);
    var line =
        1 + Files.readString(file).substring(0, Files.readString(file).indexOf(to)).lines().count();
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("line ");
    if (!to.startsWith("[")) {
      assertThatThrownBy(() -> ProxyConfig.read(file)).hasMessageContaining("line " + line + ":");
    }
  }

  @Test
  void an_error_never_quotes_a_secret() throws IOException {
    var secret = ProxyConfig.read(file).prefixes().getFirst().credentials().getFirst();
    edit("secret-access-key = \"", "secret-access-key = \"!");
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .hasMessageContaining("must have 43 to 64 characters")
        .hasMessageNotContaining(secret.secretAccessKey());
    edit("secret-access-key = \"!", "secret-access-key = ");
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .hasMessageContaining("not valid TOML")
        .hasMessageNotContaining(secret.secretAccessKey().substring(0, 8));
  }

  @Test
  void one_access_key_id_names_one_secret() throws IOException {
    var id = ProxyConfig.read(file).prefixes().getFirst().credentials().getFirst().accessKeyId();
    Files.writeString(
        file,
        Files.readString(file)
            + """

            [[prefix]]
            path = "/archive"
            keys = "all"
            [[prefix.credential]]
            access-key-id = "%s"
            secret-access-key = "%s"
            """
                .formatted(id, "x".repeat(43)));
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .hasMessageContaining("is that of another credential already");
  }

  @Test
  void keys_are_a_list_a_pattern_or_a_rule() throws IOException {
    edit("keys = \"fit\"", "keys = [\"a\", \"b\"]");
    assertThat(ProxyConfig.read(file).prefixes().getFirst().keys())
        .isEqualTo(new KeyAdmission.AdmittedLabels(Set.of("a", "b")));
    edit("keys = [\"a\", \"b\"]", "keys = \"payments-*\"");
    assertThat(ProxyConfig.read(file).prefixes().getFirst().keys())
        .isEqualTo(new KeyAdmission.LabelPattern("payments-*"));
  }

  @Test
  void a_map_of_ids_names_keys_by_label_or_cka_id() throws IOException {
    edit("key-id = \"label\"", "key-id = \"map\"");
    Files.writeString(
        file,
        Files.readString(file)
            + """

            [[prefix.key]]
            id = "pay"
            label = "payments 2026"
            [[prefix.key]]
            id = "arch"
            cka-id = "0a1b"
            """);
    assertThat(ProxyConfig.read(file).prefixes().getFirst().ids())
        .isEqualTo(
            new KeyIdRule.Mapped(
                Map.of(
                    "pay", new KeyIdRule.Selector("payments 2026", ""),
                    "arch", new KeyIdRule.Selector("", "0a1b"))));
  }

  @Test
  void what_is_set_goes_before_what_a_vendors_profile_says() throws IOException {
    edit("# profile = \"softhsm\"", "profile = \"nshield\"");
    var profiled = ProxyConfig.read(file).pkcs11();
    assertThat(profiled.ivSource()).isEqualTo(Pkcs11Settings.IvSource.TOKEN_MADE);
    assertThat(profiled.wrongTagCodes()).containsExactly(0x06L);
    edit("# wrong-tag-codes = []", "wrong-tag-codes = [0x05]");
    edit("# iv = \"auto\"", "iv = \"auto\"");
    var set = ProxyConfig.read(file).pkcs11();
    assertThat(set.ivSource()).isEqualTo(Pkcs11Settings.IvSource.AUTO);
    assertThat(set.wrongTagCodes()).containsExactly(0x05L);
    edit("profile = \"nshield\"", "profile = \"ours.toml\"");
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .hasMessageContaining("profile in [hsm] cannot be used")
        .hasMessageContaining("ours.toml");
    var ours = file.resolveSibling("ours.toml");
    Files.writeString(
        ours, "about = \"ours\"\nknown-from = \"us\"\n[hsm]\ninitialization = \"ours\"\n");
    assertThat(ProxyConfig.read(file).pkcs11().initialization()).isEqualTo("ours");
    assertThat(ProxyConfig.read(file).files()).contains(ours);
  }

  @Test
  void token_and_keys_are_named_by_uris_as_well() throws IOException {
    var of = "pkcs11:token=a%20%22token%22;serial=77";
    edit("token = \"a \\\"token\\\"\"", "token = \"" + of + "\"");
    edit("key-id = \"label\"", "key-id = \"map\"");
    var text = Files.readString(file) + "\n[[prefix.key]]\nid = \"pay\"\n";
    Files.writeString(
        file, text + "uri = \"" + of + ";object=payments%202026;id=%0A%1B;type=secret-key\"\n");
    var config = ProxyConfig.read(file);
    assertThat(config.token().uri().orElseThrow()).hasToString(of);
    assertThat(config.prefixes().getFirst().ids())
        .isEqualTo(
            new KeyIdRule.Mapped(Map.of("pay", new KeyIdRule.Selector("payments 2026", "0a1b"))));
    var wrong =
        Map.of(
            "uri = \"pkcs11:object=a;serial=78\"", "says of the token by serial",
            "uri = \"pkcs11:object=a;model=v2\"", "says of the token by model",
            "uri = \"pkcs11:object=a;type=private\"", "must name a secret key",
            "uri = \"pkcs11:token=a%20%22token%22\"", "a key needs a label or a cka-id",
            "uri = \"pkcs11:object=a b\"", "%20 for a blank",
            "uri = \"pkcs11:object=a\"\nlabel = \"a\"", "stands alone");
    wrong.forEach((uri, why) -> {
      assertThatThrownBy(() -> ProxyConfig.parse(file, text + uri + "\n"))
          .hasMessageContaining(why);
    });
    edit(of, "pkcs11:token=a;token=b");
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .hasMessageContaining("token in [hsm]")
        .hasMessageContaining("token only once");
  }

  @Test
  void every_setting_of_the_program_is_explained_in_the_file_that_init_writes() throws IOException {
    var text = Files.readString(file);
    // Each setting is refused under another name, so the list in the refusal is all there is.
    for (var table : List.of("listen", "tls", "hsm", "limits", "connections", "fleet", "log")) {
      Files.writeString(file, text.replace("[" + table + "]\n", "[" + table + "]\nnonsense = 1\n"));
      assertThatThrownBy(() -> ProxyConfig.read(file))
          .satisfies(e -> {
            var known = e.getMessage().substring(e.getMessage().indexOf("known are ") + 10);
            for (var setting : known.split(", ")) {
              assertThat(text).as(table + "." + setting).contains("\n" + prefix(text, setting));
            }
          });
    }
  }

  @Test
  void every_setting_is_taken_as_it_stands_in_the_file() throws IOException {
    Files.writeString(folder.resolve("policy.toml"), POLICY);
    edit("bind = \"127.0.0.1\"\nport = 0", "bind = \"0.0.0.0\"\nport = 8443");
    edit("engine = \"auto\"", "engine = \"jdk\"");
    edit("# client-ca = \"client-ca.pem\"", "client-ca = \"ca.pem\"");
    edit("# client-subject = ", "client-subject = ");
    edit("health-key = \"xks-health\"", "health-key = \"probe\"");
    edit("# aes-gcm = \"auto\"", "aes-gcm = \"foreign\"");
    edit("# gcm-params-bytes = 48", "gcm-params-bytes = 40");
    edit("# iv = \"auto\"", "iv = \"token-made\"");
    edit("# gcm-mechanism = 0x1087", "gcm-mechanism = 0x8001E101");
    edit("# wrong-tag-codes = []", "wrong-tag-codes = [0x06, 0x80000123]");
    edit("# probe = true", "probe = false");
    edit("# user-type = 1", "user-type = 0x80000001");
    edit("# initialization = \"\"", "initialization = \"configdir='sql:/db'\"");
    edit("budget-ms = 150", "budget-ms = 120");
    edit("workers = 16", "workers = 3");
    edit("queue = 1024", "queue = 5");
    edit("replacements = 16", "replacements = 7");
    edit("\nrequests-per-second = 0", "\nrequests-per-second = 1800");
    edit("prefix-requests-per-second = 0", "prefix-requests-per-second = 900");
    edit("plaintext-bytes = 65536", "plaintext-bytes = 4300");
    edit("most = 1024", "most = 11");
    edit("handshake-seconds = 5", "handshake-seconds = 1");
    edit("request-seconds = 10", "request-seconds = 2");
    edit("idle-seconds = 75", "idle-seconds = 3");
    edit("drain-seconds = 5", "drain-seconds = 4");
    edit("# most-per-address = 256", "most-per-address = 5");
    edit("# handshakes-per-address = 256", "handshakes-per-address = 6");
    edit("# balancers = [\"10.0.0.0/24\"]", "balancers = [\"10.0.0.0/24\", \"2001:db8::7\"]");
    edit("# proxy-protocol = false", "proxy-protocol = true");
    edit("size = 1", "size = 6");
    edit("for none. Needs a restart.\nport = 0", "for none. Needs a restart.\nport = 9464");
    edit("requests = \"stdout\"", "requests = \"requests.log\"");
    edit("# on-failure = \"refuse\"", "on-failure = \"serve\"");
    edit("# rotate-mib = 0", "rotate-mib = 64");
    edit("# rotate-days = 0", "rotate-days = 30");
    edit("# socket = ", "socket = ");
    edit("# group = \"xks-admin\"", "group = \"hsm\"");
    edit("# allow = []", "allow = [\"alice\", \"bob\"]");
    edit("# policy = ", "policy = ");
    edit("key-id = \"label\"", "key-id = \"cka-id\"");
    edit("blocked = false", "blocked = true");
    edit("blocked-keys = []", "blocked-keys = [\"a\", \"b\"]");
    edit("share = 1", "share = 7");

    var config = ProxyConfig.read(file);
    assertThat(config.admin())
        .isEqualTo(
            new AdminSettings(
                Optional.of(Path.of("/run/xks-proxy/control.sock")),
                "hsm",
                List.of("alice", "bob")));
    assertThat(config.bind()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isEqualTo(8443);
    assertThat(config.tls())
        .isEqualTo(
            new TlsSettings(
                new TlsIdentity(
                    folder.resolve("tls-certificate.pem"), folder.resolve("tls-key.pem")),
                TlsSettings.Engine.JDK,
                Optional.of(
                    new TlsSettings.ClientAuthentication(
                        folder.resolve("ca.pem"), "cks.kms.us-east-1.amazonaws.com"))));
    assertThat(config.healthKey()).isEqualTo("probe");
    assertThat(config.pkcs11())
        .isEqualTo(
            new Pkcs11Settings(
                Pkcs11Settings.GcmRoute.FOREIGN,
                Pkcs11Settings.GcmParams.WITHOUT_IV_BITS,
                Pkcs11Settings.IvSource.TOKEN_MADE,
                0x8001E101L,
                Set.of(0x06L, 0x80000123L),
                "configdir='sql:/db'",
                0x80000001L));
    assertThat(config.probe()).isFalse();
    assertThat(config.limits())
        .isEqualTo(new ProxyLimits(Duration.ofMillis(120), 3, 5, 7, 1800, 900));
    assertThat(config.plaintextLimit()).isEqualTo(4300);
    var balancers = List.of(AddressRange.parse("10.0.0.0/24"), AddressRange.parse("2001:db8::7"));
    assertThat(config.connections())
        .isEqualTo(new ConnectionLimits(11, 1, 2, 3, 4, 5, 6, balancers, true));
    assertThat(config.fleetSize()).isEqualTo(6);
    assertThat(config.metricsPort()).isEqualTo(9464);
    assertThat(config.requestLog())
        .isEqualTo(
            new RequestLogSettings.ToFile(
                folder.resolve("requests.log"), OnFailure.SERVE, new LogRotation(64, 30)));
    assertThat(config.policy()).isPresent();
    assertThat(config.files()).contains(folder.resolve("policy.toml"), folder.resolve("ca.pem"));
    assertThat(config.prefixes())
        .singleElement()
        .satisfies(prefix -> {
          assertThat(prefix.ids()).isEqualTo(new KeyIdRule.CkaId());
          assertThat(prefix.blocked()).isTrue();
          assertThat(prefix.blockedKeys()).containsExactlyInAnyOrder("a", "b");
          assertThat(prefix.share()).isEqualTo(7);
        });
  }

  @Test
  void one_address_may_have_a_quarter_of_all_connections_unless_told_otherwise()
      throws IOException {
    edit("most = 1024", "most = 400");
    var connections = ProxyConfig.read(file).connections();
    assertThat(connections.mostPerAddress()).isEqualTo(100);
    assertThat(connections.handshakesPerAddress()).isEqualTo(100);
    assertThat(connections.balancers()).isEmpty();
    edit("most = 400", "most = 2");
    assertThat(ProxyConfig.read(file).connections().mostPerAddress()).isEqualTo(1);
  }

  @Test
  void an_audit_trail_that_cannot_be_written_keeps_requests_back_unless_told_otherwise()
      throws IOException {
    assertThat(ProxyConfig.read(file).requestLog())
        .isEqualTo(new RequestLogSettings.StandardOutput());
    edit("requests = \"stdout\"", "requests = \"/var/log/xks/requests.log\"");
    assertThat(ProxyConfig.read(file).requestLog())
        .isEqualTo(
            new RequestLogSettings.ToFile(
                Path.of("/var/log/xks/requests.log"), OnFailure.REFUSE, LogRotation.NEVER));
    edit("\"/var/log/xks/requests.log\"", "\"syslog:[::1]:514\"");
    assertThat(ProxyConfig.read(file).requestLog())
        .isEqualTo(new RequestLogSettings.ToSyslog("::1", 514, OnFailure.REFUSE));
    edit("# on-failure = \"refuse\"", "on-failure = \"serve\"");
    edit("syslog:[::1]:514", "syslog:log.example.test:6514");
    assertThat(ProxyConfig.read(file).requestLog())
        .isEqualTo(new RequestLogSettings.ToSyslog("log.example.test", 6514, OnFailure.SERVE));
  }

  private static String prefix(String text, String setting) {
    return text.contains("\n# " + setting + " = ") ? "# " + setting + " = " : setting + " = ";
  }
}
