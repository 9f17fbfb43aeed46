package org.xksworkbench.app.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "  =1",
        "\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠A1",
        "=HYPERLINK(\"http://x\",\"y\")"
      })
  void no_cell_begins_a_formula(String cell) {
    var written = Csv.of(List.of("a"), List.of(List.of(cell))).substring("a\r\n".length());
    assertThat(written.startsWith("\"") ? written.substring(1) : written).startsWith("'");
    assertThat(written).contains(cell.replace("\"", "\"\""));
  }

  @Test
  void a_header_may_not_begin_one_either() {
    assertThat(Csv.of(List.of("=a", "b"), List.of())).isEqualTo("'=a,b\r\n");
  }

  @Test
  void what_would_end_a_cell_stands_in_quotes() {
    assertThat(
            Csv.of(
                List.of("a", "b"),
                List.of(
                    List.of("x,y", "say \"z\""), List.of("two\nlines", ""), List.of("1;2", "–"))))
        .isEqualTo("a,b\r\n\"x,y\",\"say \"\"z\"\"\"\r\n\"two\nlines\",\r\n\"1;2\",–\r\n");
  }
}
