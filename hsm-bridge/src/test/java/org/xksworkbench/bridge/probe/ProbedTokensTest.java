package org.xksworkbench.bridge.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenCapabilities.Assumption;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.TokenCapabilities.IvHome;
import org.xksworkbench.bridge.hsm.TokenCapabilities.RandomSupply;
import org.xksworkbench.bridge.hsm.TokenCapabilities.TokenSpeed;

class ProbedTokensTest {

  private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final TokenFingerprint TOKEN =
      new TokenFingerprint("aa", "2.6", "model 1", "2.6", "bb", "");
  private static final TokenCapabilities CAPABILITIES =
      new TokenCapabilities(
          GcmVerdict.WORKS,
          "",
          IvHome.AFTER_TAG,
          0x1087,
          TokenCapabilities.FULL_PARAMETERS,
          List.of("CKM_AES_GCM"),
          List.of(0x40L),
          RandomSupply.ANY,
          32,
          false,
          true,
          false,
          false,
          Optional.of(new TokenSpeed("", 300, 9000, 4)),
          List.of(Assumption.SESSIONS));

  @TempDir private Path folder;
  private ProbedTokens tokens;

  @BeforeEach
  void open() {
    tokens = new ProbedTokens(folder.resolve("state").resolve(ProbedTokens.FILE));
  }

  @Test
  void what_was_found_is_found_again_by_another_process() {
    assertThat(tokens.find(TOKEN)).isEmpty();
    assertThat(tokens.keep(TOKEN, AT, CAPABILITIES)).isEmpty();
    assertThat(new ProbedTokens(tokens.file()).find(TOKEN))
        .contains(new ProbedTokens.ProbedToken(TOKEN, AT, CAPABILITIES));
  }

  @Test
  void another_module_firmware_token_or_choice_is_another_token() {
    tokens.keep(TOKEN, AT, CAPABILITIES);
    for (var other :
        List.of(
            new TokenFingerprint("ab", "2.6", "model 1", "2.6", "bb", ""),
            new TokenFingerprint("aa", "2.7", "model 1", "2.6", "bb", ""),
            new TokenFingerprint("aa", "2.6", "model 2", "2.6", "bb", ""),
            new TokenFingerprint("aa", "2.6", "model 1", "2.7", "bb", ""),
            new TokenFingerprint("aa", "2.6", "model 1", "2.6", "bc", ""),
            new TokenFingerprint("aa", "2.6", "model 1", "2.6", "bb", "TOKEN_MADE"))) {
      assertThat(tokens.find(other)).as(other.toString()).isEmpty();
    }
  }

  @Test
  void a_later_result_takes_the_place_of_an_earlier_one() {
    tokens.keep(TOKEN, AT, CAPABILITIES);
    var later = CAPABILITIES.with(new TokenSpeed("", 500, 1, 1));
    tokens.keep(TOKEN, AT.plusSeconds(1), later);
    assertThat(tokens.find(TOKEN).orElseThrow().capabilities()).isEqualTo(later);
  }

  @Test
  void a_file_that_cannot_be_understood_costs_another_probe_and_is_left_as_it_is()
      throws IOException {
    Files.createDirectories(tokens.file().getParent());
    Files.writeString(tokens.file(), "not JSON");
    assertThat(tokens.find(TOKEN)).isEmpty();
    assertThat(tokens.keep(TOKEN, AT, CAPABILITIES)).isPresent();
    assertThat(tokens.file()).hasContent("not JSON");
  }

  @Test
  void the_fingerprint_of_a_token_is_the_same_each_time_that_it_is_taken() {
    var slot = SoftHsm.newToken();
    var hsm = SoftHsm.hsm();
    var token = slot.token().orElseThrow();
    var one = TokenFingerprint.of(hsm, slot.id(), token, "");
    assertThat(one).isEqualTo(TokenFingerprint.of(hsm, slot.id(), token, ""));
    assertThat(one.serial()).contains(token.serial());
    assertThat(one.module()).matches("[0-9a-f]{64}");
  }
}
