package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;

class FilteredRowsTest {

  private record ListedRow(String id, String name) {}

  private static final ListedRow ONE = new ListedRow("1", "Payments");
  private static final ListedRow TWO = new ListedRow("2", "Archive");

  private final FilteredRows<ListedRow> rows =
      new FilteredRows<>((row, typed) -> FilteredRows.found(row.name(), typed));

  @Test
  void what_is_typed_is_found_however_it_is_written_and_the_rest_is_counted() {
    rows.set(List.of(ONE, TWO));
    rows.filter().set(" PAY ");
    assertThat(rows.shown()).containsExactly(ONE);
    assertThat(rows.count().getValue()).isEqualTo("1 of 2");
  }

  @Test
  void a_choice_hides_rows_beside_what_is_typed() {
    var archived = new SimpleBooleanProperty();
    rows.onlyIf(row -> !archived.get() || row.equals(TWO), archived);
    rows.set(List.of(ONE, TWO));
    assertThat(rows.shown()).containsExactly(ONE, TWO);
    archived.set(true);
    assertThat(rows.shown()).containsExactly(TWO);
    rows.filter().set("pay");
    assertThat(rows.shown()).isEmpty();
  }

  @Test
  void the_same_row_stays_selected_when_it_is_read_anew() {
    rows.set(List.of(ONE, TWO), ListedRow::id, _ -> true);
    rows.selected().set(TWO);
    var renamed = new ListedRow("2", "Vault");
    rows.set(List.of(ONE, renamed), ListedRow::id, _ -> true);
    assertThat(rows.selected().get()).isEqualTo(renamed);
  }

  @Test
  void where_it_is_gone_the_preferred_one_is_selected_else_the_first_else_none() {
    rows.set(List.of(ONE, TWO), ListedRow::id, TWO::equals);
    assertThat(rows.selected().get()).isEqualTo(TWO);
    rows.set(List.of(ONE), ListedRow::id, TWO::equals);
    assertThat(rows.selected().get()).isEqualTo(ONE);
    rows.set(List.of(), ListedRow::id, TWO::equals);
    assertThat(rows.selected().get()).isNull();
  }
}
