package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// Writes lines and signs them with every key that it has. It shares with what it is read by only
/// how JSON is written; the hashes are those of docs/ceremony-format.md.
final class Scribe {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant BEGIN = Instant.parse("2027-03-01T09:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String LINE = "application/vnd.xks-workbench.ceremony-line.v2+json";

  /// From one line to the next.
  private static final long MILLIS = 1_000;

  final Map<String, TestKey> persons = new LinkedHashMap<>();
  private final Map<String, String> stores = new LinkedHashMap<>();
  private final List<TestKey> runs = new ArrayList<>();

  Scribe() {
    person("operator", "file", TestKey.ed25519());
    person("witness", "card", TestKey.ecdsa());
    person("auditor", "brought", TestKey.ed25519());
  }

  private void person(String id, String store, TestKey key) {
    persons.put(id, key);
    stores.put(id, store);
  }

  private TestKey run(int at) {
    while (runs.size() <= at) {
      runs.add(TestKey.ed25519());
    }
    return runs.get(at);
  }

  /// All lines, signed by who must sign them.
  List<ObjectNode> lines(List<Draft> drafts) {
    var lines = new ArrayList<ObjectNode>();
    for (var draft : drafts) {
      var line = JSON.objectNode();
      var n = lines.size() + 1;
      line.set("fields", fields(draft, n));
      line.put("n", n);
      line.set("public", members(draft, n, drafts.subList(0, n)));
      line.putArray("signatures");
      lines.add(line);
    }
    chain(lines, 1, new LinkedHashSet<>(persons.keySet()), true);
    return lines;
  }

  /// Links and signs the lines anew, from one of them on.
  ///
  /// @param owned whose keys are there; of the others the signatures stay as they were
  /// @param runKeys whether the keys of the running program are there
  void chain(List<ObjectNode> lines, int from, Set<String> owned, boolean runKeys) {
    var run = -1;
    for (var at = 0; at < lines.size(); at++) {
      var line = lines.get(at);
      var kind = line.path("public").path("kind").asText();
      run += kind.equals("opened") || kind.equals("resumed") ? 1 : 0;
      if (at + 1 < from) {
        continue;
      }
      line.put("n", at + 1);
      line.put("previous", at == 0 ? "0".repeat(64) : link(lines.get(at - 1)));
      line.put("hash", hash(line));
      sign(line, run, owned, runKeys);
    }
  }

  private void sign(ObjectNode line, int run, Set<String> owned, boolean runKeys) {
    var old = line.path("signatures");
    var signatures = JSON.arrayNode();
    var who = new ArrayList<TestKey>();
    who.add(run(Math.max(0, run)));
    line.path("public")
        .path("persons")
        .forEach(id -> {
          if (persons.containsKey(id.asText())) {
            who.add(persons.get(id.asText()));
          }
        });
    for (var key : who) {
      var owns =
          persons.entrySet().stream()
              .filter(entry -> entry.getValue().equals(key))
              .map(entry -> owned.contains(entry.getKey()))
              .findFirst()
              .orElse(runKeys);
      var stale =
          old.findParents("keyid").stream()
              .filter(one -> one.path("keyid").asText().equals(key.keyid()))
              .findFirst();
      if (owns || stale.isEmpty()) {
        signatures
            .addObject()
            .put("keyid", key.keyid())
            .put("sig", (owns ? key : TestKey.ed25519()).sign(message(line)));
      } else {
        signatures.add(stale.get().deepCopy());
      }
    }
    line.set("signatures", signatures);
  }

  static byte[] message(ObjectNode line) {
    var payload =
        CanonicalJson.write(
            JSON.objectNode()
                .put("hash", line.path("hash").asText())
                .put("n", line.path("n").asInt()));
    return pae(LINE, payload);
  }

  static byte[] pae(String type, String payload) {
    return ("DSSEv1 "
            + type.length()
            + " "
            + type
            + " "
            + payload.getBytes(StandardCharsets.UTF_8).length
            + " "
            + payload)
        .getBytes(StandardCharsets.UTF_8);
  }

  static String link(ObjectNode line) {
    var node = JSON.objectNode().put("hash", line.path("hash").asText());
    node.set("signatures", line.path("signatures"));
    return sha256("xks-workbench ceremony link 2\n", node);
  }

  static String hash(ObjectNode line) {
    var leaves = JSON.objectNode();
    line.path("fields")
        .properties()
        .forEach(field ->
            leaves.put(field.getKey(), leaf(field.getKey(), (ObjectNode) field.getValue())));
    var node = JSON.objectNode();
    node.set("fields", leaves);
    node.set("n", line.path("n"));
    node.set("previous", line.path("previous"));
    node.set("public", line.path("public"));
    return sha256("xks-workbench ceremony record 2\n", node);
  }

  static String leaf(String name, ObjectNode field) {
    return field.has("leaf")
        ? field.path("leaf").asText()
        : sha256("xks-workbench ceremony leaf 2\n", field.deepCopy().put("name", name));
  }

  private static String sha256(String domain, ObjectNode node) {
    return Fingerprint.of(domain + CanonicalJson.write(node)).hex();
  }

  private ObjectNode fields(Draft draft, int n) {
    var values = draft.fields().deepCopy();
    if (draft.kind().equals("attached") && !values.has("sha256")) {
      values.put("sha256", Fingerprint.of(photo(n)).hex());
      values.put("bytes", photo(n).length);
    }
    var fields = JSON.objectNode();
    values
        .properties()
        .forEach(value -> {
          var field = fields.putObject(value.getKey());
          field.put("salt", Fingerprint.of(n + value.getKey()).hex().substring(32));
          field.set("value", value.getValue());
        });
    return fields;
  }

  /// What a line attaches.
  static byte[] photo(int line) {
    return ("photo of line " + line).getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode members(Draft draft, int n, List<Draft> so_far) {
    var members = JSON.objectNode();
    members.put("kind", draft.kind());
    members.put("at", TIME.format(BEGIN.plusMillis(MILLIS * n)));
    members.put("boot", "b0");
    members.put("up", MILLIS * n);
    if (!draft.persons().isEmpty()) {
      draft.persons().forEach(members.putArray("persons")::add);
    }
    switch (draft.kind()) {
      case "opened" -> {
        people(members.putArray("people"));
        members.put("run", run(0).publicKey());
      }
      case "resumed" -> {
        members.put("run", run(count(so_far, "resumed")).publicKey());
        members.put("after", n - 1).put("gap", MILLIS);
      }
      case "attached" -> members.put("file", "attachments/%03d-bag.jpg".formatted(n));
      case "closed" -> totals(members, so_far);
      default -> {}
    }
    members.setAll(draft.members());
    return members;
  }

  private void people(ArrayNode people) {
    persons.forEach((id, key) ->
        people
            .addObject()
            .put("id", id)
            .put("key", key.publicKey())
            .put("role", id)
            .put("store", stores.get(id)));
  }

  private void totals(ObjectNode members, List<Draft> drafts) {
    members.put("outcome", count(drafts, "aborted") > 0 ? "aborted" : "completed");
    members.put(
        "steps",
        drafts.stream()
            .filter(draft -> draft.kind().equals("begun"))
            .map(draft -> draft.members().path("step").asText())
            .distinct()
            .count());
    members.put("deviations", count(drafts, "deviated"));
    members.put("resumptions", count(drafts, "resumed"));
    members.put("wrongSecrets", count(drafts, "wrong-secret"));
    var tally = members.putObject("tally");
    persons
        .keySet()
        .forEach(id ->
            tally.put(id, drafts.stream().filter(draft -> draft.persons().contains(id)).count()));
  }

  private static int count(List<Draft> drafts, String kind) {
    return (int) drafts.stream().filter(draft -> draft.kind().equals(kind)).count();
  }
}
