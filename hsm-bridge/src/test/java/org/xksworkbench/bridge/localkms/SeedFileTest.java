package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.files.SeedFile;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.KeyState;

/// What is there from the start.
class SeedFileTest {

  private static final String CONSOLE =
      """
      {"XksProxyUriPath": "%s/kms/xks/v1",
       "XksProxyAuthenticationCredential": {"AccessKeyId": "%s", "RawSecretAccessKey": "%s"}}
      """;
  private static final String STORE =
      """
      [[key-store]]
      name = "payments-hsm"
      endpoint = "https://xks.demo.test"
      configuration-file = "payments.json"
      left-as = "disconnected"

      [[key-store.key]]
      external-key = "key-0"
      alias = "alias/payments"
      description = "Card payments"
      tags = { team = "payments" }
      """;

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  @TempDir Path folder;

  @Test
  void a_seed_file_says_all_that_a_seed_can() throws IOException {
    console("payments.json", "/a");
    var seed =
        SeedFile.read(
            write(
                STORE
                    + """
                    [[key]]
                    alias = "alias/ordinary"
                    [[user]]
                    name = "/operations/alice"
                    [[role]]
                    name = "payments-app"
                    """));
    assertThat(seed.stores())
        .containsExactly(
            new Seed.Store(
                "payments-hsm",
                fixture.address("/a"),
                Optional.empty(),
                Seed.LeftAs.DISCONNECTED,
                java.util.List.of(
                    new Seed.ExternalKey(
                        "key-0",
                        new Seed.Key(
                            Optional.of("alias/payments"),
                            "Card payments",
                            Map.of("team", "payments"))))));
    assertThat(seed.keys())
        .containsExactly(new Seed.Key(Optional.of("alias/ordinary"), "", Map.of()));
    assertThat(seed.principals())
        .containsExactly(
            Principal.of(Principal.PrincipalKind.USER, "/operations/alice"),
            Principal.of(Principal.PrincipalKind.ROLE, "payments-app"));
  }

  @Test
  void what_a_seed_says_is_made_by_the_real_proxy() throws IOException {
    console("payments.json", "/a");
    try (var local = fixture.builder().seed(SeedFile.read(write(STORE))).start();
        var kms = fixture.kmsClient(local.endpoint())) {
      var store = kms.describeCustomKeyStores().customKeyStores().getFirst();
      assertThat(store.connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
      var key = kms.describeKey(r -> r.keyId("alias/payments")).keyMetadata();
      assertThat(key.keyState()).isEqualTo(KeyState.UNAVAILABLE);
      assertThat(key.xksKeyConfiguration().id()).isEqualTo("key-0");
      assertThat(kms.listResourceTags(r -> r.keyId(key.keyId())).tags()).hasSize(1);
    }
  }

  @Test
  void a_seed_that_cannot_be_made_says_why() throws IOException {
    console("payments.json", "/a");
    var file = write(STORE.replace("key-0", "no-such-key"));
    assertThatThrownBy(() -> fixture.builder().seed(SeedFile.read(file)).start())
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining("XksKeyNotFoundException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[key-store]]\nname = \"x\"",
        "[[key-store]]\nendpoint = \"https://xks.demo.test\"",
        "[[key-store]]\n"
            + "name = \"x\"\n"
            + "endpoint = \"https://a.test\"\n"
            + "configuration-file = \"none.json\"",
        "[[key-stores]]\nname = \"x\"",
        "[[key]]\naliass = \"alias/x\"",
        "[[user]]\nname = \"not a name\"",
        "[[role]]",
        "not toml"
      })
  void a_file_that_cannot_be_understood_is_named(String text) throws IOException {
    var file = write(text);
    assertThatThrownBy(() -> SeedFile.read(file))
        .isInstanceOf(LocalKmsException.class)
        .hasMessageContaining(file.toString());
  }

  private void console(String name, String prefix) throws IOException {
    var address = fixture.address(prefix);
    Files.writeString(
        folder.resolve(name),
        CONSOLE.formatted(prefix, address.accessKeyId(), address.secretAccessKey()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("seed.toml"), text);
  }
}
