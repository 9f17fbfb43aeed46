package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// What somebody puts beside a good bundle, or its public version, to be believed.
///
/// @param file that must be named
record BesideTheSeal(
    String kind,
    String by,
    String what,
    String file,
    boolean seenByReference,
    Map<String, byte[]> files) {

  private static final String COUNTER = "a counter-signature that is none";
  private static final String ANCHOR = "an anchor that is none";
  private static final String TOLD = "another field is told to a reader";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// @param files of a good bundle
  static List<BesideTheSeal> all(
      TestBundle bundle, List<ObjectNode> lines, Map<String, byte[]> files) {
    var all = new ArrayList<BesideTheSeal>();
    counterSignatures(all, bundle, files);
    anchors(all, lines, files);
    disclosures(all, lines, files);
    return all;
  }

  /// What `ceremony countersign` writes.
  static ObjectNode statement(TestKey key, byte[] seal) {
    var statement = JSON.objectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.put("predicateType", "https://xksworkbench.org/ceremony/counter-signature/v2");
    var predicate = statement.putObject("predicate");
    predicate.putArray("checked").add("fingerprint");
    predicate.putArray("exceptions");
    predicate.put("key", key.publicKey()).put("verdict", "accepted");
    statement
        .putArray("subject")
        .addObject()
        .put("name", "seal.json")
        .putObject("digest")
        .put("sha256", Fingerprint.of(seal).hex());
    return statement;
  }

  static String name(TestKey key) {
    return "after/counter-" + key.keyid().substring(0, 8) + ".json";
  }

  private static void counterSignatures(
      List<BesideTheSeal> to, TestBundle bundle, Map<String, byte[]> files) {
    var seal = files.get("seal.json");
    var auditor = bundle.scribe.persons.get("auditor");
    var changes = new LinkedHashMap<String, Consumer<ObjectNode>>();
    changes.put("of another seal", one -> subject(one).put("sha256", "0".repeat(64)));
    changes.put(
        "of another file", one -> ((ObjectNode) one.path("subject").path(0)).put("name", "a"));
    changes.put("another kind of statement", one -> one.put("predicateType", "https://x.org/v2"));
    changes.put("an unknown verdict", one -> predicate(one).put("verdict", "blessed"));
    changes.put("rejected for no reason", one -> predicate(one).put("verdict", "rejected"));
    changes.put(
        "accepted with exceptions that it does not name",
        one -> predicate(one).putArray("exceptions").add("The door was open."));
    changes.put("more than its members", one -> predicate(one).put("note", "x"));
    changes.put("a text for a list", one -> predicate(one).put("checked", "all"));
    changes.forEach((what, change) -> {
      var statement = statement(auditor, seal);
      change.accept(statement);
      counter(to, files, what, name(auditor), statement, Map.of("auditor", auditor));
    });
    var good = statement(auditor, seal);
    counter(to, files, "by another key", name(auditor), good, Map.of("x", TestKey.ed25519()));
    counter(to, files, "by nobody", name(auditor), good, Map.of());
    var two = new LinkedHashMap<String, TestKey>();
    two.put("auditor", auditor);
    two.put("witness", bundle.scribe.persons.get("witness"));
    counter(to, files, "by two", name(auditor), good, two);
    counter(
        to,
        files,
        "under another name",
        "after/counter-00000000.json",
        good,
        Map.of("auditor", auditor));
    var operator = bundle.scribe.persons.get("operator");
    counter(
        to,
        files,
        "by a key of the table",
        name(operator),
        statement(operator, seal),
        Map.of("operator", operator));
    var stale = TestBundle.envelope(good, Map.of("auditor", auditor));
    var accepted = new String(stale, StandardCharsets.UTF_8);
    add(
        to,
        COUNTER,
        "auditor",
        "its signature is of another statement",
        name(auditor),
        true,
        files,
        (accepted.replace(
                "\"sig\":\"",
                "\"sig\":\""
                    + auditor.sign("something else".getBytes(StandardCharsets.UTF_8))
                    + "\",\"x\":\""))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode predicate(ObjectNode statement) {
    return (ObjectNode) statement.path("predicate");
  }

  private static ObjectNode subject(ObjectNode statement) {
    return (ObjectNode) statement.path("subject").path(0).path("digest");
  }

  private static void counter(
      List<BesideTheSeal> to,
      Map<String, byte[]> files,
      String what,
      String name,
      ObjectNode statement,
      Map<String, TestKey> signers) {
    add(
        to,
        COUNTER,
        signers.isEmpty() ? "who holds the disk" : String.join(" and ", signers.keySet()),
        what,
        name,
        true,
        files,
        TestBundle.envelope(statement, signers));
  }

  private static void anchors(
      List<BesideTheSeal> to, List<ObjectNode> lines, Map<String, byte[]> files) {
    var disk = "who holds the disk";
    var fingerprint = Scribe.link(lines.getLast());
    for (var name : List.of("after/seal.tsr", "after/seal-2.tsr", "after/seal.ots")) {
      add(to, ANCHOR, disk, "other bytes", name, false, files, new byte[] {1, 2, 3});
    }
    for (var text :
        List.of(
            "{\"fingerprint\":\"" + "0".repeat(64) + "\",\"on\":\"2027-03-04\",\"where\":\"x\"}\n",
            "{\"fingerprint\":\"" + fingerprint + "\",\"on\":\"2027-02-31\",\"where\":\"x\"}\n",
            "{\"fingerprint\":\"" + fingerprint + "\",\"on\":\"2027-03-04\"}\n",
            "{\"fingerprint\":\"" + fingerprint + "\",\"on\":\"2027-03-04\",\"where\":\"x\"}",
            "{\"fingerprint\":\""
                + fingerprint
                + "\",\"on\":\"2027-03-04\",\"scan\":{\"name\":\"after/publication.png\","
                + "\"sha256\":\""
                + "0".repeat(64)
                + "\"},\"where\":\"x\"}\n")) {
      add(
          to,
          ANCHOR,
          disk,
          text.strip(),
          "after/publication.json",
          false,
          files,
          text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void disclosures(
      List<BesideTheSeal> to, List<ObjectNode> lines, Map<String, byte[]> files) {
    var some = new TreeMap<>(files);
    some.keySet().retainAll(List.of("public.jsonl", "seal.json", "SHA256SUMS"));
    var told = lines.stream().map(ObjectNode::deepCopy).toList();
    ((ObjectNode) told.getFirst().path("fields").path("name.witness")).put("value", "Bela Kum");
    disclosure(to, some, "another name", text(told));
    var fewer = lines.subList(0, lines.size() - 1);
    disclosure(to, some, "without the end", text(fewer));
    var other = new TestBundle();
    disclosure(to, some, "another ceremony", text(other.scribe.lines(TestBundle.drafts())));
    add(
        to,
        TOLD,
        "who holds the disk",
        "in the bundle itself",
        "disclosed.jsonl",
        true,
        files,
        text(lines));
  }

  private static byte[] text(List<ObjectNode> lines) {
    var out = new StringBuilder();
    lines.forEach(line -> out.append(CanonicalJson.write(line)).append('\n'));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void disclosure(
      List<BesideTheSeal> to, Map<String, byte[]> files, String what, byte[] content) {
    add(to, TOLD, "who holds the disk", what, "disclosed.jsonl", true, files, content);
  }

  private static void add(
      List<BesideTheSeal> to,
      String kind,
      String by,
      String what,
      String file,
      boolean seenByReference,
      Map<String, byte[]> files,
      byte[] content) {
    var more = new TreeMap<>(files);
    more.put(file, content);
    to.add(new BesideTheSeal(kind, by, what, file, seenByReference, more));
  }
}
