package org.xksworkbench.bridge.ceremony.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// Events to lines and back, and the hashes of both.
final class TranscriptLines {

  static final String FIRST_PREVIOUS = "0".repeat(64);
  static final String SIGNED = "xks-workbench ceremony transcript 1\n";

  /// Every fact is a leaf of its own, so that some can be disclosed and others not.
  private static final String FACTS = "facts";

  private static final String FACT = "fact.";
  private static final int SALT_BYTES = 16;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private TranscriptLines() {}

  /// The whole record but for its line feed.
  static ObjectNode record(int n, String previous, Instant at, Event event, SecureRandom random) {
    var fields = JSON.objectNode();
    flat(event)
        .properties()
        .forEach(field -> {
          var salt = new byte[SALT_BYTES];
          random.nextBytes(salt);
          fields.set(field.getKey(), leaf(HexFormat.of().formatHex(salt), field.getValue()));
        });
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    fields.set("at", leaf(HexFormat.of().formatHex(salt), JSON.textNode(at.toString())));
    var record = JSON.objectNode();
    record.set("fields", fields);
    record.put("n", n);
    record.put("previous", previous);
    return record.put("hash", hash(record).hex());
  }

  private static ObjectNode leaf(String salt, JsonNode value) {
    var leaf = JSON.objectNode().put("salt", salt);
    leaf.set("value", value);
    return leaf;
  }

  private static ObjectNode flat(Event event) {
    // As an Event, so that Jackson writes its kind.
    ObjectNode all;
    try {
      all = (ObjectNode) MAPPER.readTree(MAPPER.writerFor(Event.class).writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every event is JSON", e);
    }
    if (all.remove(FACTS) instanceof ObjectNode facts) {
      facts.properties().forEach(fact -> all.set(FACT + fact.getKey(), fact.getValue()));
    }
    return all;
  }

  /// @throws IllegalArgumentException if a field is withheld or the record is none of ours
  static TranscriptEntry entry(JsonNode record) {
    var event = JSON.objectNode();
    var facts = JSON.objectNode();
    var at = "";
    for (var field : record.path("fields").properties()) {
      var value = field.getValue().get("value");
      if (value == null) {
        throw new IllegalArgumentException("a field is withheld");
      }
      if (field.getKey().equals("at")) {
        at = value.asText();
      } else if (field.getKey().startsWith(FACT)) {
        facts.set(field.getKey().substring(FACT.length()), value);
      } else {
        event.set(field.getKey(), value);
      }
    }
    var kind = event.path("kind").asText();
    if (kind.equals("noted") || kind.equals("acted")) {
      event.set(FACTS, facts);
    }
    try {
      return new TranscriptEntry(
          record.path("n").asInt(),
          Instant.parse(at),
          MAPPER.treeToValue(event, Event.class),
          new Fingerprint(record.path("hash").asText()));
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("no event", e);
    }
  }

  /// The hash that a record must have, from its fields, number and predecessor.
  ///
  /// @throws IllegalArgumentException if a field is neither a leaf nor a hash of one
  static Fingerprint hash(ObjectNode record) {
    var leaves = JSON.objectNode();
    record
        .path("fields")
        .properties()
        .forEach(field -> leaves.put(field.getKey(), leafHash(field.getKey(), field.getValue())));
    var hashed = JSON.objectNode();
    hashed.set("leaves", leaves);
    hashed.set("n", record.path("n"));
    hashed.set("previous", record.path("previous"));
    return Fingerprint.of("record\n" + CanonicalJson.write(hashed));
  }

  private static String leafHash(String name, JsonNode field) {
    if (field.size() == 1 && field.path("leaf").isTextual()) {
      return new Fingerprint(field.path("leaf").asText()).hex();
    }
    if (field.size() != 2
        || !field.path("salt").asText().matches("[0-9a-f]{32}")
        || field.get("value") == null) {
      throw new IllegalArgumentException("a field that is no leaf");
    }
    var leaf = ((ObjectNode) field).deepCopy().put("name", name);
    return Fingerprint.of("leaf\n" + CanonicalJson.write(leaf)).hex();
  }

  /// A record in which only some fields stay; of the others only their hash.
  static ObjectNode disclose(ObjectNode record, java.util.function.Predicate<String> isPublic) {
    var copy = record.deepCopy();
    var fields = JSON.objectNode();
    record
        .path("fields")
        .properties()
        .forEach(field ->
            fields.set(
                field.getKey(),
                isPublic.test(field.getKey())
                    ? field.getValue()
                    : JSON.objectNode().put("leaf", leafHash(field.getKey(), field.getValue()))));
    copy.set("fields", fields);
    return copy;
  }
}
