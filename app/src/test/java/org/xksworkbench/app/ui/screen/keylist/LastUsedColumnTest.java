package org.xksworkbench.app.ui.screen.keylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.settings.TableState;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.widget.LastUseText;

/// The column "Last used" of a list of 10,000 keys: of three, one was never used, one was used and
/// one may not be asked for.
class LastUsedColumnTest {

  @TempDir private Path folder;

  private final List<String> asked = new ArrayList<>();
  private final DirectTasks tasks = new DirectTasks();
  private KeyListViewModel list;

  @BeforeEach
  void list() throws Exception {
    FxToolkit.registerPrimaryStage();
    var kms = many();
    list =
        new KeyListViewModel(
            kms, new KeyCensus(kms, Duration.ZERO), Loop.creation(kms, folder), tasks, _ -> {});
  }

  @Test
  void nothing_is_asked_before_the_column_is_shown_and_then_only_for_rows_in_sight() {
    onWindow(() -> {
      var table = table(Settings.inMemory());
      assertThat(column(table).isVisible()).isFalse();
      everythingIsAsked(table);
      assertThat(asked).isEmpty();
      column(table).setVisible(true);
      everythingIsAsked(table);
      assertThat(asked).hasSizeBetween(5, 60).doesNotHaveDuplicates();
      var first = asked.size();
      table.scrollTo(5_000);
      everythingIsAsked(table);
      assertThat(asked).hasSizeBetween(first + 5, first + 60).doesNotHaveDuplicates();
      column(table).setVisible(false);
      everythingIsAsked(table);
      var before = asked.size();
      list.refresh();
      everythingIsAsked(table);
      assertThat(asked).as("nobody sees it any more").hasSize(before);
    });
  }

  @Test
  void what_is_known_sorts_the_longest_unused_first_and_what_is_not_known_last() {
    onWindow(() -> {
      var table = table(Settings.inMemory());
      column(table).setVisible(true);
      everythingIsAsked(table);
      column(table).setSortType(TableColumn.SortType.ASCENDING);
      table.getSortOrder().setAll(List.of(column(table)));
      var ascending = texts(table);
      assertThat(ascending.getFirst()).isEqualTo("never");
      assertThat(ascending.getLast()).isIn("reading…", "not known: denied");
      var known = ascending.stream().filter(text -> text.endsWith("Encrypt")).toList();
      assertThat(known).hasSizeGreaterThan(2);
      column(table).setSortType(TableColumn.SortType.DESCENDING);
      var descending = texts(table);
      assertThat(descending.subList(0, known.size())).isEqualTo(known.reversed());
      assertThat(descending.getLast()).isIn("reading…", "not known: denied");
    });
  }

  @Test
  void an_arrangement_that_was_kept_before_there_was_the_column_does_not_show_it() {
    onWindow(() -> {
      var settings = Settings.inMemory();
      settings.keepTable(
          "kms-keys", new TableState(List.of("Key ID", "Aliases"), Set.of("Key ID"), Map.of()));
      var table = table(settings);
      assertThat(column(table).isVisible()).isFalse();
      assertThat(table.getVisibleLeafColumns())
          .extracting(TableColumn::getText)
          .contains("Aliases", "Status")
          .doesNotContain("Key ID", "Origin");
    });
  }

  @SuppressWarnings("unchecked")
  private TableView<KeyRow> table(Settings settings) {
    var view = new KeyListView(list, new ChangeTexts("demo", KmsEndpoint.NONE), settings);
    var scene = new Scene(view.root(), 1200, 800);
    view.root().applyCss();
    view.root().layout();
    return (TableView<KeyRow>) scene.lookup("#kms-keys");
  }

  private static TableColumn<KeyRow, ?> column(TableView<KeyRow> table) {
    return table.getColumns().stream()
        .filter(column -> column.getText().equals("Last used"))
        .findFirst()
        .orElseThrow();
  }

  /// Lets all pauses pass.
  private void everythingIsAsked(TableView<KeyRow> table) {
    do {
      table.getScene().getRoot().applyCss();
      table.getScene().getRoot().layout();
    } while (tasks.runScheduled() > 0);
  }

  private List<String> texts(TableView<KeyRow> table) {
    return table.getItems().stream()
        .map(row -> LastUseText.cell(list.lastUses().of(row.key().keyId()).get().use()))
        .toList();
  }

  private KeyManagement many() {
    var keys = ManyKeysTest.many();
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) ->
                method.getName().equals("lastUse")
                    ? lastUse((String) arguments[0])
                    : method.invoke(keys, arguments));
  }

  private LastUse lastUse(String keyId) {
    asked.add(keyId);
    var number = UUID.fromString(keyId).getLeastSignificantBits();
    return switch ((int) (number % 3)) {
      case 0 -> new LastUse.NeverUsed();
      case 1 ->
          new LastUse.Used("Encrypt", Instant.EPOCH.plus(Duration.ofDays(number)), "event", "id");
      default -> new LastUse.NotKnown(LastUse.Why.DENIED);
    };
  }

  private static void onWindow(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(60_000, action);
  }
}
