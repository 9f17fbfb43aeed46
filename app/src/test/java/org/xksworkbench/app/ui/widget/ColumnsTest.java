package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class ColumnsTest {

  private static final String HOSTILE = "a" + Character.toString(0x202E) + "b\nc";

  /// @param cell as it is shown
  private record ShownCell(String cell, String json) {}

  @BeforeAll
  static void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_a_label_hides_is_shown_and_exported_as_it_is(boolean mono) throws Exception {
    var seen = WaitForAsyncUtils.asyncFx(() -> seen(mono)).get();
    assertThat(seen.cell()).isEqualTo("a\\u202Eb\\nc");
    assertThat(seen.json()).contains("a" + Character.toString(0x202E) + "b\\nc");
  }

  private static ShownCell seen(boolean mono) {
    var table = new TableView<String>();
    var column =
        mono
            ? Columns.<String>mono("Label", 100, row -> row)
            : Columns.<String>text("Label", 100, row -> row);
    table.getColumns().add(column);
    table.getItems().add(HOSTILE);
    var cell = column.getCellFactory().call(column);
    cell.updateTableView(table);
    cell.updateTableColumn(column);
    cell.updateIndex(0);
    return new ShownCell(cell.getText(), TableText.json(table));
  }
}
