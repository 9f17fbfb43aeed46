package org.xksworkbench.app.ui.screen.ceremony;

import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.xksworkbench.app.ui.navigation.Screen;

/// One page at a time: choose, prepare, run, end; or verify.
public final class CeremoniesView implements Screen {

  private final CeremoniesViewModel viewModel;
  private final StackPane root = new StackPane();

  public CeremoniesView(CeremoniesViewModel viewModel) {
    this.viewModel = viewModel;
    root.setId("ceremonies");
    root.getStylesheets()
        .add(
            Objects.requireNonNull(CeremoniesView.class.getResource("ceremony.css"))
                .toExternalForm());
    viewModel.page().subscribe(page -> root.getChildren().setAll(pane(page)));
  }

  private Node pane(CeremoniesViewModel.CeremonyPage page) {
    return switch (page) {
      case CeremoniesViewModel.CeremonyPage.StartPage(var model) -> new StartPane(model);
      case CeremoniesViewModel.CeremonyPage.PreparationPage(var model) ->
          new PreparationPane(model);
      case CeremoniesViewModel.CeremonyPage.RunPage(var model) -> new RunPane(model);
      case CeremoniesViewModel.CeremonyPage.EndPage(var model) -> new EndPane(model);
      case CeremoniesViewModel.CeremonyPage.VerificationPage(var model) ->
          new VerificationPane(model);
    };
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void close() {
    viewModel.close();
  }
}
