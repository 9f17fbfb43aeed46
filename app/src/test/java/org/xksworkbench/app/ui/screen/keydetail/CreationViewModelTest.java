package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.keydetail.DetailsOnLoop.details;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

@ExtendWith(DetailsOnLoop.Shared.class)
class CreationViewModelTest {

  private final DetailsOnLoop on;

  CreationViewModelTest(DetailsOnLoop on) {
    this.on = on;
  }

  @Test
  void cloudtrail_tells_of_the_creation_under_the_same_request_id() {
    var creation = on.creation();
    on.loop().session().generateAesKey(AesKeyTemplate.forExternalKeyStore("trailed"));
    creation.create(
        new KeyPlan(
            on.loop().store("main").id(),
            "main",
            "trailed",
            "alias/trailed",
            "",
            Map.of(),
            KeyAccess.ofAccountOnly().policy("aws", "000000000000")),
        () -> {});
    var viewModel = on.shown("alias/trailed");
    viewModel.creation().askCloudTrail();
    var event =
        ((Loadable.Ready<java.util.Optional<KeyEvent>>) viewModel.creation().event().get())
            .value()
            .orElseThrow();
    assertThat(event.json()).contains("\"xksKeyId\" : \"trailed\"");
    assertThat(event.requestId())
        .isEqualTo(
            ((CreationStage.CreationFinished) details(viewModel).creation().orElseThrow().stage())
                .createKeyRequestId());
    assertThat(viewModel.creation().text(ChangeForm.AWS_CLI).orElseThrow())
        .contains("--xks-key-id trailed", "alias/trailed");
  }
}
