package org.xksworkbench.app.kms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.OriginType;

class KeyStateTest {

  @Test
  void every_state_and_origin_that_the_SDK_knows_is_known() {
    for (var state : software.amazon.awssdk.services.kms.model.KeyState.knownValues()) {
      assertThat(KeyState.of(state.toString())).isInstanceOf(KeyState.KnownKeyState.class);
      assertThat(KeyState.of(state.toString()).text()).isEqualTo(state.toString());
    }
    for (var origin : OriginType.knownValues()) {
      assertThat(KeyOrigin.of(origin.toString())).isInstanceOf(KeyOrigin.KnownKeyOrigin.class);
      assertThat(KeyOrigin.of(origin.toString()).text()).isEqualTo(origin.toString());
    }
  }

  @Test
  void one_that_is_newer_is_shown_and_not_guessed() {
    assertThat(KeyState.of("Hibernating")).isEqualTo(new KeyState.NewerKeyState("Hibernating"));
    assertThat(KeyOrigin.of("MOON").text()).isEqualTo("MOON");
  }
}
