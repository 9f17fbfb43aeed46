package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.NoKeyManagement;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.theme.Theme;

/// Where the parts of the page stand while its list comes.
class AccessStepPaneTest {

  private final HeldTasks tasks = new HeldTasks();

  @BeforeEach
  void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 40})
  void the_field_for_an_arn_and_what_is_below_stay_where_they_are_when_the_list_comes(int number) {
    onWindow(() -> {
      var page = page(() -> many(number));
      var arn = top(page, "#administrators-arn");
      var tick = top(page, "#may-delete");
      tasks.doWork();
      tasks.deliverOutcomes();
      layOut(page);
      assertThat(page.lookup("#administrators-search")).as("the list").isNotNull();
      assertThat(top(page, "#administrators-arn")).isEqualTo(arn);
      assertThat(top(page, "#may-delete")).isEqualTo(tick);
      ((TextField) page.lookup("#administrators-search")).setText("nobody");
      layOut(page);
      assertThat(top(page, "#administrators-arn")).as("when it is searched").isEqualTo(arn);
    });
  }

  @Test
  void who_was_chosen_by_arn_is_listed_below_the_field() {
    onWindow(() -> {
      var page = page(() -> many(2));
      var arn = top(page, "#administrators-arn");
      ((TextField) page.lookup("#administrators-arn"))
          .setText("arn:aws:iam::111122223333:role/by-hand");
      page.lookup("#administrators-add-arn").fireEvent(new javafx.event.ActionEvent());
      layOut(page);
      assertThat(top(page, "#administrators-arn")).isEqualTo(arn);
    });
  }

  private StackPane page(Principals iam) {
    var entries = new FormEntries(Destination.CreateKeyScreen.fromKeys());
    var screen = new ScreenTasks(tasks);
    var access =
        new AccessStepViewModel(
            entries,
            new KeyStoreStepViewModel(entries, NoKeyManagement.access().kms(), screen),
            iam,
            screen);
    access.load();
    var page = new StackPane(AccessStepPane.administrators(access, entries));
    new Theme(Theme.ThemeChoice.LIGHT).dress(new Scene(page, 1000, 1200));
    layOut(page);
    return page;
  }

  private static void layOut(StackPane page) {
    for (var pass = 0; pass < 3; pass++) {
      page.applyCss();
      page.layout();
    }
  }

  private static double top(Node page, String id) {
    var node = page.lookup(id);
    return node.localToScene(node.getLayoutBounds()).getMinY();
  }

  private static List<IamPrincipal> many(int number) {
    return IntStream.range(0, number)
        .mapToObj(i ->
            new IamPrincipal(
                IamPrincipal.PrincipalType.ROLE,
                "role-" + i,
                "/",
                "arn:aws:iam::111122223333:role/role-" + i))
        .toList();
  }

  private static void onWindow(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(60_000, action);
  }
}
