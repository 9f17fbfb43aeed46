package org.xksworkbench.app.ui.screen.overview;

import java.util.ArrayList;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.overview.Overview;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.regions.RegionsPane;
import org.xksworkbench.app.ui.regions.RegionsViewModel;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.words.Words;

/// The loop above, its figures, and below what needs attention beside what was done last.
public final class OverviewView implements Screen {

  private static final Words WORDS = Words.of(OverviewView.class);
  private static final double HIGH = 660;
  private static final double WIDE = 960;
  private static final double ACTS_WIDTH = 320;

  private final OverviewViewModel viewModel;
  private final Optional<RegionsViewModel> regions;
  private final Page page = new Page(WORDS.text("page.title"), "");
  private final ScrollPane scroll = new ScrollPane();

  /// @param regions empty where there is one alone
  public OverviewView(OverviewViewModel viewModel, Optional<RegionsViewModel> regions) {
    this.viewModel = viewModel;
    this.regions = regions;
    page.bindTitle(
        Bindings.createStringBinding(() -> WORDS.text("page.title")),
        viewModel.overview().map(OverviewView::subtitle));
    var refresh = Buttons.button("refresh", WORDS.text("page.refresh"), viewModel::refresh);
    refresh.setDefaultButton(true);
    page.actions(refresh);
    regions.ifPresent(all -> {
      var look = Buttons.button("all-regions", WORDS.text("page.all-regions"), all::look);
      look.disableProperty().bind(all.busy());
      page.actions(look, refresh);
      page.content(new RegionsPane(all));
    });
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    var content = new LoadablePane<>(viewModel.overview(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.refresh();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    regions.ifPresent(RegionsViewModel::close);
    viewModel.close();
  }

  /// In a small window what needs attention keeps its room.
  private static void shownIf(Node part, ObservableBooleanValue fits) {
    part.visibleProperty().bind(fits);
    part.managedProperty().bind(fits);
  }

  private static String subtitle(Loadable<Overview> state) {
    if (!(state instanceof Loadable.Ready<Overview>(var overview))) {
      return "";
    }
    var checked = WORDS.text("page.checked", Dates.clock(overview.at()));
    return overview
        .figures()
        .keys()
        .map(keys ->
            WORDS.text(
                "page.usable",
                keys.usable(),
                keys.all(),
                overview.counted().map(Dates::clock).orElse(""),
                checked))
        .orElseGet(() -> WORDS.text("page.counting", checked));
  }

  /// It comes anew every half minute: the place to which somebody scrolled, and the focus, stay.
  private Node content(Overview overview) {
    var focused = page.getScene() == null ? null : page.getScene().getFocusOwner();
    var id = focused == null ? null : focused.getId();
    var parts = new ArrayList<Node>();
    var missed = viewModel.lookProblem().get();
    if (missed != null) {
      parts.add(new ProblemPane(missed));
    }
    parts.add(new LoopPane(overview, viewModel));
    var figures = new FiguresPane(overview.figures(), viewModel);
    shownIf(figures, page.heightProperty().greaterThan(HIGH));
    parts.add(figures);
    var problem = viewModel.keysProblem().get();
    if (problem != null) {
      parts.add(new ProblemPane(problem));
    }
    var concerns = new ConcernsPane(overview.concerns(), viewModel);
    var acts = new LastActsPane(viewModel);
    acts.setMinWidth(ACTS_WIDTH);
    acts.setMaxWidth(ACTS_WIDTH);
    shownIf(acts, page.widthProperty().greaterThan(WIDE));
    HBox.setHgrow(concerns, Priority.ALWAYS);
    var lower = new HBox(16, concerns, acts);
    lower.setMinWidth(0);
    parts.add(lower);
    var box = new VBox(16, parts.toArray(Node[]::new));
    box.setMinWidth(0);
    var at = scroll.getVvalue();
    scroll.setContent(box);
    scroll.setVvalue(at);
    if (id != null && !id.equals("refresh")) {
      var same = box.lookup("#" + id);
      if (same != null) {
        same.requestFocus();
      }
    }
    return scroll;
  }
}
