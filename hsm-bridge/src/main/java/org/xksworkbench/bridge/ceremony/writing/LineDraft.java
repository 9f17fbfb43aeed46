package org.xksworkbench.bridge.ceremony.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.evidence.Content;

/// What a line is to say.
///
/// @param content what nobody can withhold
/// @param persons IDs of who acts, in the order in which they sign
/// @param fields what may be withheld, by name
public record LineDraft(Content content, List<String> persons, SortedMap<String, JsonNode> fields) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  public LineDraft {
    persons = List.copyOf(persons);
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /// Of the program alone, without fields.
  public static LineDraft of(Content content) {
    return new LineDraft(content, List.of(), Collections.emptySortedMap());
  }

  public LineDraft by(List<String> ids) {
    return new LineDraft(content, ids, fields);
  }

  public LineDraft by(String... ids) {
    return by(List.of(ids));
  }

  public LineDraft telling(String field, String text) {
    return with(field, JSON.textNode(text));
  }

  public LineDraft telling(String field, long number) {
    return with(field, JSON.numberNode(number));
  }

  public LineDraft telling(String field, List<String> texts) {
    var list = JSON.arrayNode();
    texts.forEach(list::add);
    return with(field, list);
  }

  private LineDraft with(String field, JsonNode value) {
    var all = new TreeMap<>(fields);
    all.put(field, value);
    return new LineDraft(content, persons, all);
  }
}
