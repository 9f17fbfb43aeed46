package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(DetailsOnLoop.Shared.class)
class ExternalKeyViewModelTest {

  private final DetailsOnLoop on;

  ExternalKeyViewModelTest(DetailsOnLoop on) {
    this.on = on;
  }

  @Test
  void the_external_key_is_asked_of_our_own_proxy_with_the_time_of_asking() {
    var before = Instant.now();
    var status =
        ((Loadable.Ready<ExternalKeyStatus>) on.shown("alias/used").externalKey().status().get())
            .value();
    assertThat(status.keySpec()).isEqualTo("AES_256");
    assertThat(status.keyUsage()).contains("ENCRYPT", "DECRYPT");
    assertThat(status.keyStatus()).isEqualTo("ENABLED");
    assertThat(status.askedAt()).isAfterOrEqualTo(before);
  }

  @Test
  void of_another_proxy_nothing_is_claimed() {
    assertThat(on.shown("alias/used", OwnProxy.none()).externalKey().status().get()).isNull();
  }
}
