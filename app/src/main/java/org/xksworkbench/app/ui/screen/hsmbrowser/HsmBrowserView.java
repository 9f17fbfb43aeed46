package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.Slot;

/// Modules and their tokens, or the objects of one token in a table with the selected one below.
public final class HsmBrowserView implements Screen {

  private final HsmBrowserViewModel viewModel;
  private final Page page = new Page("HSM keys", "");

  public HsmBrowserView(HsmBrowserViewModel viewModel) {
    this.viewModel = viewModel;
    page.bindTitle(
        Bindings.createStringBinding(() -> "HSM keys"),
        viewModel.contents().map(HsmBrowserView::subtitle));
    var modules =
        Buttons.button("show-modules", "Modules and tokens", () -> viewModel.showModules(true));
    showWithToken(modules);
    var generate = Buttons.button("generate-key", "Generate key…", viewModel.making()::generate);
    generate.setDefaultButton(true);
    showWithToken(generate);
    page.actions(
        new OpenModuleMenu(viewModel.modules()),
        modules,
        Buttons.button("refresh", "Refresh", viewModel::refresh),
        generate);
    var content = new LoadablePane<>(viewModel.contents(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(new MessagesPane(viewModel.messages()), content);
    viewModel.refresh();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private static String subtitle(Loadable<HsmContents> contents) {
    if (!(contents instanceof Loadable.Ready<HsmContents>(var ready))) {
      return "";
    }
    return ready
        .token()
        .map(token ->
            "%s · %s · serial %s · %s"
                .formatted(
                    ForeignText.printable(token.label()),
                    ForeignText.printable(token.model()),
                    ForeignText.printable(token.serial()),
                    ready
                        .selected()
                        .map(place -> "slot " + Slot.number(place.slotId()))
                        .orElse("")))
        .orElse("Modules and tokens of this workstation");
  }

  private void showWithToken(Node node) {
    Visibility.onlyIf(
        node,
        viewModel
            .contents()
            .map(state ->
                state instanceof Loadable.Ready<HsmContents>(var ready)
                    && ready.token().isPresent()));
  }

  private Node content(HsmContents contents) {
    return contents.token().isEmpty() ? new ModulesPane(contents, viewModel.modules()) : objects();
  }

  private Node objects() {
    var list =
        new ObjectListPane(
            viewModel.objects(),
            new SelectedObjectMenu(
                viewModel.objects().selected().isNull(), viewModel.changes(), viewModel.deletion()),
            Buttons.button("export", "Export…", viewModel.export()::export),
            Buttons.button("logout", "Log out", viewModel.modules()::logout));
    var detail = new ObjectDetailPane(viewModel.detail());
    VBox.setVgrow(detail, Priority.ALWAYS);
    return new VBox(10, list, detail);
  }
}
