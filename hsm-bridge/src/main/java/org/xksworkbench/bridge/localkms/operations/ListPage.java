package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Answers of lists, in pages. The marker names the list and the index of its next entry.
///
/// @param field of the answer
/// @param usual how many entries without `Limit`
/// @param highest the largest legal `Limit`
record ListPage(String field, int usual, int highest) {

  /// Adds a page, `Truncated` and, if there is more, `NextMarker`.
  <T> void write(
      ObjectNode answer, List<T> all, Parameters parameters, BiConsumer<ObjectNode, T> entry) {
    var limit = parameters.whole("Limit").orElse(usual);
    if (limit > highest) {
      throw ServiceFault.invalid(
          "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: Member must have value less than or equal to %d"
              .formatted(limit, highest));
    }
    int from = parameters.text("Marker").map(this::index).orElse(0);
    if (from > all.size()) {
      throw invalidMarker();
    }
    var to = Math.min(all.size(), from + limit);
    var array = answer.putArray(field);
    all.subList(from, to).forEach(element -> entry.accept(array.addObject(), element));
    answer.put("Truncated", to < all.size());
    if (to < all.size()) {
      var marker = (field + ":" + to).getBytes(StandardCharsets.US_ASCII);
      answer.put("NextMarker", Base64.getUrlEncoder().withoutPadding().encodeToString(marker));
    }
  }

  private int index(String marker) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.US_ASCII);
      if (!text.startsWith(field + ":")) {
        throw invalidMarker();
      }
      return Integer.parseUnsignedInt(text.substring(field.length() + 1));
    } catch (IllegalArgumentException e) {
      throw invalidMarker();
    }
  }

  private static ServiceFault invalidMarker() {
    return ServiceFault.of("InvalidMarkerException", "The marker is not one of this list.");
  }
}
