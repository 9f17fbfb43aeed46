package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A token that somebody else in the process has logged in to.
class ForeignLoginTest {

  private static final long ALREADY_LOGGED_IN = 0x100;

  private Slot token;
  private FaultyModule module;

  @BeforeEach
  void makeAKey() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      var _ = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments"));
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
  }

  @AfterEach
  void end() {
    module.be("");
    module.close();
  }

  private HsmSession login() {
    return module.hsm().login(module.slotOf(token), SoftHsm.userPin());
  }

  @Test
  void a_login_of_somebody_else_is_used_and_left_as_it_is() {
    module.be("loggedin");
    var logouts = module.calls(Function.LOGOUT);
    try (var session = login()) {
      assertThat(session.secretKeys("payments")).hasSize(1);
    }
    assertThat(module.calls(Function.LOGOUT)).isEqualTo(logouts);
  }

  @Test
  void a_login_that_is_not_there_after_all_fails() {
    module.fail(Function.LOGIN, ALREADY_LOGGED_IN);
    assertThatThrownBy(this::login).hasMessageContaining("CKR_USER_ALREADY_LOGGED_IN");
  }

  @Test
  void a_login_of_ours_does_not_let_a_wrong_pin_pass() {
    try (var _ = login()) {
      assertThatThrownBy(
              () -> module.hsm().login(module.slotOf(token), "not the PIN".toCharArray()))
          .hasMessageContaining("CKR_USER_ALREADY_LOGGED_IN");
    }
    login().close();
  }

  @Test
  void a_lasting_login_of_nobody_lasts() {
    var slot = module.slotOf(token);
    try (var session =
        module.hsm().lastingLogin(slot, org.xksworkbench.bridge.hsm.Role.NOBODY, new char[0])) {
      module.fail(Function.FIND_OBJECTS_INIT, FaultyModule.GENERAL_ERROR, 1);
      assertThatThrownBy(session::secretKeys).hasMessageContaining("CKR_GENERAL_ERROR");
      assertThat(session.secretKeys()).as("private keys are not shown").isEmpty();
      assertThat(session.random(8)).hasSize(8);
    }
  }
}
