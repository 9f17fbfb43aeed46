package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// Modules that read another form of `CK_GCM_PARAMS`, or make the initialization vector.
class GcmParametersTest {

  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final Pkcs11Settings FOREIGN = Pkcs11Settings.defaults().with(GcmRoute.FOREIGN);

  private Slot token;
  private ObjectRef key;

  @BeforeEach
  void makeAKey() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
  }

  @AfterEach
  void theCommonFormReadsWhatWasWritten() {
    try (var session = SoftHsm.login(token)) {
      assertThat(session.secretKeys()).hasSize(1);
    }
  }

  @Test
  void a_module_that_reads_forty_bytes_works_with_its_setting_only() {
    try (var module = FaultyModule.start(FOREIGN.with(GcmParams.WITHOUT_IV_BITS))) {
      module.fortyBytes(true);
      try (var session = login(module)) {
        roundTrip(session);
      }
    }
    try (var module = FaultyModule.start(FOREIGN)) {
      module.fortyBytes(true);
      try (var session = login(module)) {
        assertThatThrownBy(() -> roundTrip(session))
            .extracting(e -> ((HsmException) e).reason())
            .isEqualTo(Reason.MECHANISM_UNSUPPORTED);
      }
    }
  }

  @Test
  void the_iv_of_a_token_that_makes_it_is_the_one_that_is_told() {
    try (var module = FaultyModule.start(FOREIGN.with(IvSource.TOKEN_MADE))) {
      module.be("iv:zero-only");
      try (var session = login(module)) {
        roundTrip(session);
      }
    }
  }

  @Test
  void a_token_that_makes_no_iv_although_it_should_is_not_used_with_zeros() {
    try (var module = FaultyModule.start(FOREIGN.with(IvSource.TOKEN_MADE));
        var session = login(module)) {
      assertThatThrownBy(() -> session.sealGcm(key, AAD, TEXT))
          .isInstanceOf(HsmException.class)
          .hasMessageContaining("made no initialization vector");
    }
  }

  @Test
  void no_iv_comes_twice_however_many_the_token_gives_at_once() {
    var seals = 500;
    for (var lane : new GcmRoute[] {GcmRoute.FOREIGN, GcmRoute.WRAPPER}) {
      try (var module = FaultyModule.start(Pkcs11Settings.defaults().with(lane));
          var session = login(module)) {
        var ivs =
            Stream.generate(() -> HexFormat.of().formatHex(session.sealGcm(key, AAD, TEXT).iv()))
                .limit(seals)
                .toList();
        assertThat(ivs).doesNotHaveDuplicates().doesNotContain("00".repeat(12));
      }
    }
  }

  @Test
  void the_iv_can_come_from_the_system() {
    for (var lane : new GcmRoute[] {GcmRoute.FOREIGN, GcmRoute.WRAPPER}) {
      var settings = Pkcs11Settings.defaults().with(IvSource.SYSTEM_RANDOM).with(lane);
      try (var module = FaultyModule.start(settings);
          var session = login(module)) {
        var before = module.calls(FaultyModule.Function.GENERATE_RANDOM);
        roundTrip(session);
        assertThat(module.calls(FaultyModule.Function.GENERATE_RANDOM)).isEqualTo(before);
      }
    }
  }

  @Test
  void the_wrapper_refuses_settings_that_it_cannot_follow() {
    var wrapper = Pkcs11Settings.defaults().with(GcmRoute.WRAPPER);
    assertThatThrownBy(() -> wrapper.with(GcmParams.WITHOUT_IV_BITS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> wrapper.with(IvSource.TOKEN_MADE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private HsmSession login(FaultyModule module) {
    return module.hsm().login(module.slotOf(token), SoftHsm.userPin());
  }

  private void roundTrip(HsmSession session) {
    var one = session.sealGcm(key, AAD, TEXT);
    var other = session.sealGcm(key, AAD, TEXT);
    assertThat(one.iv()).hasSize(12).isNotEqualTo(new byte[12]).isNotEqualTo(other.iv());
    assertThat(session.decryptGcm(key, one.iv(), AAD, one.ciphertextAndTag())).isEqualTo(TEXT);
  }
}
