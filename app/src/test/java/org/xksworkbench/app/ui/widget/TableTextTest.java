package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class TableTextTest {

  @BeforeAll
  static void start() throws Exception {
    FxToolkit.registerPrimaryStage();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "payments, payments",
        "=cmd|' /C calc'!A0, '=cmd|' /C calc'!A0",
        "+SUM(A1), '+SUM(A1)",
        "-2+3, '-2+3",
        "@SUM(A1), '@SUM(A1)",
        "-12, '-12",
        "`say \"a, b\"`, `\"say \"\"a, b\"\"\"`",
        "`=A1,B1`, `\"'=A1,B1\"`"
      })
  void a_cell_that_a_spreadsheet_would_work_out_is_marked_as_text(String cell, String written)
      throws Exception {
    var csv =
        WaitForAsyncUtils.asyncFx(
                () -> {
                  var table = new TableView<String>();
                  var column = new TableColumn<String, String>("Label");
                  TableText.says(column, row -> row);
                  table.getColumns().add(column);
                  table.getItems().add(cell);
                  return TableText.csv(table);
                })
            .get();
    assertThat(csv).isEqualTo("Label\r\n" + written + "\r\n");
  }
}
