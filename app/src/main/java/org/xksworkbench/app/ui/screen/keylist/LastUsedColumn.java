package org.xksworkbench.app.ui.screen.keylist;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.screen.keylist.KeyLastUses.LastUseEntry;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.LastUseText;
import org.xksworkbench.app.ui.widget.TableText;

/// When the key of a row was last used. A cell that comes into sight has its key asked for. A click
/// on the head sorts by what is known by then, the longest unused first; what comes later moves no
/// row under the hand.
final class LastUsedColumn {

  static final String TITLE = "Last used";

  private LastUsedColumn() {}

  static TableColumn<KeyRow, LastUseEntry> of(KeyLastUses uses) {
    var column = new TableColumn<KeyRow, LastUseEntry>(TITLE);
    column.setPrefWidth(168);
    column.setCellValueFactory(row -> uses.of(row.getValue().key().keyId()));
    column.setCellFactory(_ -> new LastUsedCell(uses));
    TableText.says(column, row -> LastUseText.cell(uses.of(row.key().keyId()).get().use()));
    column.setComparator(byUse(() -> column.getSortType() == TableColumn.SortType.DESCENDING));
    return column;
  }

  /// What is not known comes last, whichever way the rest is sorted.
  private static Comparator<LastUseEntry> byUse(BooleanSupplier descending) {
    return (a, b) -> {
      var left = unusedFor(a);
      var right = unusedFor(b);
      if (left.isPresent() && right.isPresent()) {
        return left.get().compareTo(right.get());
      }
      var unknownLast = Boolean.compare(left.isEmpty(), right.isEmpty());
      return descending.getAsBoolean() ? -unknownLast : unknownLast;
    };
  }

  /// Since when, for sorting; a key that was never used is before all others.
  private static Optional<Instant> unusedFor(LastUseEntry entry) {
    return entry.use() instanceof Loadable.Ready<LastUse>(var use)
        ? switch (use) {
          case LastUse.NeverUsed _ -> Optional.of(Instant.MIN);
          case LastUse.NotSince(var began) -> Optional.of(began);
          case LastUse.Used used -> Optional.of(used.at());
          case LastUse.NotKnown _ -> Optional.empty();
        }
        : Optional.empty();
  }

  private static final class LastUsedCell extends TableCell<KeyRow, LastUseEntry> {

    private final KeyLastUses uses;
    private @Nullable String told;

    LastUsedCell(KeyLastUses uses) {
      this.uses = uses;
    }

    @Override
    protected void updateItem(@Nullable LastUseEntry item, boolean empty) {
      super.updateItem(item, empty);
      var shown = empty ? null : item;
      setText(shown == null ? null : LastUseText.cell(shown.use()));
      tell(shown == null ? null : shown.keyId());
    }

    private void tell(@Nullable String sees) {
      var before = told;
      if (Objects.equals(before, sees)) {
        return;
      }
      told = sees;
      if (before != null) {
        uses.leaveSight(before);
      }
      if (sees != null) {
        uses.comeIntoSight(sees);
      }
    }
  }
}
