package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.ui.screen.ceremony.PreparationViewModel.EnvironmentLine;
import org.xksworkbench.app.ui.theme.Theme;

/// How the facts of the environment are laid out.
class PreparationPaneTest {

  @BeforeEach
  void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @Test
  void what_a_fact_is_and_whether_it_is_as_expected_is_never_cut() {
    WaitForAsyncUtils.waitForAsyncFx(
        60_000,
        () -> {
          var facts =
              new StackPane(
                  PreparationPane.facts(
                      List.of(
                          new EnvironmentLine("token.label", Optional.of("demo"), "demo"),
                          new EnvironmentLine("token.serial", Optional.of("12"), "34"),
                          new EnvironmentLine("module.sha256", Optional.empty(), "a".repeat(64)))));
          new Theme(Theme.ThemeChoice.LIGHT).dress(new Scene(facts, 640, 400));
          facts.applyCss();
          facts.layout();
          assertThat(facts.lookupAll(".label"))
              .filteredOn(node -> node.getStyleClass().contains("muted"))
              .isNotEmpty()
              .allSatisfy(node -> {
                var label = (Label) node;
                assertThat(((Text) label.lookup(".text")).getText()).isEqualTo(label.getText());
              });
        });
  }
}
