package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A line before it has a number, a time and signatures.
///
/// @param members beside those that every line has; one that is given here stands against what the
///   scribe would write
/// @param fields with their values
record Draft(String kind, List<String> persons, ObjectNode members, ObjectNode fields) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// @param persons with blanks between them
  /// @param members JSON in which `'` stands for the quotation mark
  static Draft of(String kind, String persons, String members, String fields) {
    return new Draft(
        kind,
        persons.isEmpty() ? List.of() : List.of(persons.split(" ")),
        (ObjectNode) json(members),
        (ObjectNode) json(fields));
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /// The same with other members.
  Draft with(String members) {
    var changed = this.members.deepCopy();
    changed.setAll((ObjectNode) json(members));
    return new Draft(kind, persons, changed, fields);
  }

  /// The same with other fields.
  Draft telling(String fields) {
    var changed = this.fields.deepCopy();
    changed.setAll((ObjectNode) json(fields));
    return new Draft(kind, persons, members, changed);
  }

  Draft without(String field) {
    var changed = fields.deepCopy();
    changed.remove(field);
    return new Draft(kind, persons, members, changed);
  }

  Draft by(String... ids) {
    return new Draft(kind, List.of(ids), members, fields);
  }
}
