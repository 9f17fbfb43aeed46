package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.TokenCapabilities.IvHome;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// What ships of vendors' tokens, and that it holds for the tests' own tokens of those vendors.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorProfileTest {

  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final Path NOWHERE = Path.of("");

  @TempDir private Path folder;
  private Slot token;
  private ObjectRef key;
  private FaultyModule module;

  @BeforeAll
  void makeAToken() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
  }

  @AfterEach
  void behave() {
    module.be("");
  }

  @AfterAll
  void close() {
    module.close();
  }

  @ParameterizedTest
  @CsvSource({
    "luna, luna-optional, CALLER",
    "luna-fips, luna-fips, AFTER_TAG",
    "luna-fips, luna-7.9.3, AFTER_TAG",
    "protectserver, protectserver, CALLER",
    "protectserver-fips, iv:zero-only, IN_PARAMETERS",
    "cloudhsm, cloudhsm, IN_PARAMETERS",
    "nshield, nshield, IN_PARAMETERS",
    "google-cloud-kms, google, IN_PARAMETERS",
    "nss, softhsm-2.7, CALLER",
    "softhsm, '', CALLER",
    "softhsm, softhsm-2.7, CALLER"
  })
  void a_token_of_the_vendor_does_what_the_profile_says(String name, String vendor, IvHome home) {
    var settings = VendorProfile.of(name, NOWHERE).settings();
    module.be(vendor);
    try (var session = module.hsm().with(settings).login(module.slotOf(token), SoftHsm.userPin())) {
      var found = session.probe("");
      assertThat(found.aesGcm()).as(found.why()).isEqualTo(GcmVerdict.WORKS);
      assertThat(found.ivHome()).isEqualTo(home);
      if (!settings.wrongTagCodes().isEmpty()) {
        assertThat(settings.wrongTagCodes()).containsAll(found.wrongTagCodes());
      }
      var sealed = session.sealGcm(key, AAD, TEXT);
      assertThat(session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
          .isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({"luna-fips, ''", "cloudhsm, ''", "nshield, ''", "luna, cloudhsm", "nss, luna-fips"})
  void under_the_profile_of_another_vendor_a_token_is_refused(String name, String vendor) {
    module.be(vendor);
    var settings = VendorProfile.of(name, NOWHERE).settings();
    try (var session = module.hsm().with(settings).login(module.slotOf(token), SoftHsm.userPin())) {
      assertThat(session.probe("").refuted()).isTrue();
    }
  }

  @Test
  void every_profile_says_whom_it_is_for_and_who_says_so_and_is_in_the_documents()
      throws IOException {
    var base = Path.of(Objects.requireNonNull(System.getProperty("xksw.basedir")));
    List<String> files;
    try (var all =
        Files.list(
            base.resolve(
                "hsm-bridge/src/main/resources/org/xksworkbench/bridge/xks/config/vendors"))) {
      files = all.map(file -> file.getFileName().toString().replace(".toml", "")).sorted().toList();
    }
    assertThat(VendorProfile.all()).extracting(VendorProfile::name).isEqualTo(files);
    var documents = Files.readString(base.resolve("docs/hsms.md"));
    for (var profile : VendorProfile.all()) {
      assertThat(profile.about()).isNotBlank();
      assertThat(profile.knownFrom()).isNotBlank();
      assertThat(profile.settings().ivSource()).isNotEqualTo(IvSource.AUTO);
      assertThat(documents).contains("`" + profile.name() + "`");
    }
  }

  @Test
  void an_administrator_may_have_one_of_their_own() throws IOException {
    Files.writeString(
        folder.resolve("ours.toml"),
        """
        about = "our HSM"
        known-from = "its manual"
        [hsm]
        iv = "token-appended"
        gcm-params-bytes = 40
        """);
    var profile = VendorProfile.of("ours.toml", folder);
    assertThat(profile.name()).isEqualTo("ours");
    assertThat(profile.settings().gcmParams()).isEqualTo(GcmParams.WITHOUT_IV_BITS);
    assertThat(profile.settings().wrongTagCodes()).isEqualTo(Set.of());
    assertThatThrownBy(() -> VendorProfile.of("other.toml", folder))
        .isInstanceOf(ProxyConfigException.class)
        .hasMessageContaining("other.toml");
    assertThatThrownBy(() -> VendorProfile.of("lunar", folder))
        .hasMessageContaining("there is no profile lunar; known are cloudhsm, ");
    assertThatThrownBy(() ->
            VendorProfile.parse(
                Path.of("x.toml"), "about = \"a\"\nknown-from = \"b\"\npin = \"1234\"\n"))
        .hasMessageContaining("x.toml, line 3: there is no setting pin")
        .hasMessageNotContaining("1234");
  }
}
