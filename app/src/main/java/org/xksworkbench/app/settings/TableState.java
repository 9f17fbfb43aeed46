package org.xksworkbench.app.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the user arranged a table. Columns are known by their titles.
///
/// @param order titles from left to right
/// @param hidden titles of the columns that are not shown
/// @param widths in pixels, of the columns whose width the user changed
public record TableState(List<String> order, Set<String> hidden, Map<String, Double> widths) {

  public TableState {
    order = List.copyOf(order);
    hidden = Set.copyOf(hidden);
    widths = Map.copyOf(widths);
  }
}
