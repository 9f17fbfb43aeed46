package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthViewModelTest {

  private final HealthViewModel health = new HealthViewModel();

  @Test
  void hsm_and_proxy_are_said_to_be_absent_until_somebody_knows_better() {
    assertThat(health.hsm().get()).isEqualTo("○ No HSM attached");
    assertThat(health.proxy().get()).isEqualTo("○ XKS proxy not running");
    health.hsmIs("● payments-token");
    health.proxyIs("● XKS proxy");
    assertThat(health.hsm().get()).isEqualTo("● payments-token");
    assertThat(health.proxy().get()).isEqualTo("● XKS proxy");
  }
}
