package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.KeyIdRule;

class ProxyConfigTest {

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
    assertThat(config.tokenLabel()).isEqualTo("a \"token\"");
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
          engine = "auto"|engine = "gnutls"|must be "auto", "boringssl" or "jdk"
          # client-ca =|client-ca =|needs the other one too
          keys = "fit"|keys = true|keys in [[prefix]] must be a text
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
        .isEqualTo(new KeyAdmission.Labels(Set.of("a", "b")));
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

  private static String prefix(String text, String setting) {
    return text.contains("\n# " + setting + " = ") ? "# " + setting + " = " : setting + " = ";
  }
}
