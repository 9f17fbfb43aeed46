package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeySurroundings;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeyUse;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// One key has one state, wherever it is shown.
class FitnessBadgeTest {

  @BeforeAll
  static void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @ParameterizedTest
  @CsvSource({
    "256, '', '', false, Fit",
    "256, alias/here, '', false, In use",
    "256, alias/here, alias/there, false, 'In use, with a warning'",
    "256, '', alias/there, false, Used by another key store",
    "256, '', '', true, Health check",
    "128, '', '', false, Not fit",
    "128, alias/here, alias/there, true, Not fit"
  })
  void says_what_matters_most(
      int bits, String here, String elsewhere, boolean healthCheck, String words) {
    var key =
        new HsmKey(
            new AesKeyTemplate("key-1", bits, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT))
                .asMade("01"));
    var fitness =
        ExternalKeyFitness.of(
            key,
            KeySurroundings.unknown()
                .withUse(new KeyUse(list(here), list(elsewhere), healthCheck)));
    assertThat(
            WaitForAsyncUtils.waitForAsyncFx(
                60_000, () -> FitnessBadge.of(fitness).getAccessibleText()))
        .isEqualTo(words);
  }

  private static List<String> list(String name) {
    return name.isEmpty() ? List.of() : List.of(name);
  }
}
