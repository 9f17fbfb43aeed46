package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;

/// Answers of lists, in pages. The marker is the index of the next entry.
final class Page {

  private Page() {}

  /// Adds a page and, if there is more, `Truncated` and `NextMarker`.
  static <T> void write(
      ObjectNode answer,
      String field,
      List<T> all,
      Parameters parameters,
      int usual,
      int highest,
      BiConsumer<ObjectNode, T> entry) {
    var from = parameters.text("Marker").map(Page::index).orElse(0);
    var to = Math.min(all.size(), from + parameters.limit(usual, highest));
    if (from > all.size()) {
      throw new KmsFault("InvalidMarkerException", "The marker is not one of this list.");
    }
    var array = answer.putArray(field);
    all.subList(from, to).forEach(element -> entry.accept(array.addObject(), element));
    answer.put("Truncated", to < all.size());
    if (to < all.size()) {
      answer.put("NextMarker", Integer.toString(to));
    }
  }

  private static int index(String marker) {
    try {
      return Integer.parseUnsignedInt(marker);
    } catch (NumberFormatException e) {
      throw new KmsFault("InvalidMarkerException", "The marker is not one of this list.");
    }
  }
}
