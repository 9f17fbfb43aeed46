package org.xksworkbench.bridge.ceremony.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A line of a transcript: what it says, and who signed it. What it means is known elsewhere.
///
/// @param n its number, as it says
/// @param previous the link of the line before, as it says
/// @param members what nobody can withhold
/// @param fields what may be withheld
/// @param hash of what it says, as it says; to be compared with [#computeHash()]
public record SignedLine(
    long n,
    Fingerprint previous,
    ObjectNode members,
    SortedMap<String, SaltedField> fields,
    Fingerprint hash,
    List<KeyedSignature> signatures) {

  /// What the first line has for the link of the line before.
  public static final Fingerprint NOTHING_BEFORE = new Fingerprint("0".repeat(64));

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  public SignedLine {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    signatures = List.copyOf(signatures);
  }

  /// A line that nobody signed yet, with the hash that it must have.
  public static SignedLine unsignedLine(
      long n, Fingerprint previous, ObjectNode members, SortedMap<String, SaltedField> fields) {
    return new SignedLine(
        n, previous, members, fields, hash(n, previous, members, fields), List.of());
  }

  /// The same line signed by these.
  public SignedLine signedBy(List<KeyedSignature> all) {
    return new SignedLine(n, previous, members, fields, hash, all);
  }

  /// @param text without its line feed
  /// @throws Malformed if it is not the one text of a line
  public static SignedLine read(byte[] text) throws MalformedEvidence {
    var members = Members.of(CanonicalJson.read(text));
    var fields = new TreeMap<String, SaltedField>();
    for (var field : members.object("fields").properties()) {
      fields.put(field.getKey(), SaltedField.read(field.getValue()));
    }
    var line =
        new SignedLine(
            members.count("n"),
            members.digest("previous"),
            members.object("public"),
            fields,
            members.digest("hash"),
            KeyedSignature.read(members.list("signatures")));
    members.end();
    return line;
  }

  /// The hash that it must have.
  public Fingerprint computeHash() {
    return hash(n, previous, members, fields);
  }

  private static Fingerprint hash(
      long n, Fingerprint previous, ObjectNode members, SortedMap<String, SaltedField> fields) {
    var leaves = JSON.objectNode();
    fields.forEach((name, field) -> leaves.put(name, field.leaf(name).hex()));
    var node = JSON.objectNode();
    node.set("fields", leaves);
    node.put("n", n).put("previous", previous.hex()).set("public", members);
    return EvidenceHash.RECORD.of(node);
  }

  /// The bytes that everybody signs who signs this line.
  public byte[] message() {
    return Dsse.message(
        Dsse.LINE, CanonicalJson.bytes(JSON.objectNode().put("hash", hash.hex()).put("n", n)));
  }

  /// What the next line holds as `previous`. It covers the signatures, too.
  public Fingerprint link() {
    var node = JSON.objectNode().put("hash", hash.hex());
    node.set("signatures", KeyedSignature.write(signatures));
    return EvidenceHash.LINK.of(node);
  }

  public long withheld() {
    return fields.values().stream().filter(SaltedField.WithheldField.class::isInstance).count();
  }

  /// The same line in which only some fields are told. Hash, link and signatures are the same.
  public SignedLine telling(Predicate<String> told) {
    var some = new TreeMap<String, SaltedField>();
    fields.forEach((name, field) ->
        some.put(name, told.test(name) ? field : new SaltedField.WithheldField(field.leaf(name))));
    return new SignedLine(n, previous, members, some, hash, signatures);
  }

  /// As it stands in a transcript, without its line feed.
  public byte[] write() {
    var all = JSON.objectNode();
    fields.forEach((name, field) -> all.set(name, field.node()));
    var node = JSON.objectNode();
    node.set("fields", all);
    node.put("hash", hash.hex()).put("n", n).put("previous", previous.hex());
    node.set("public", members);
    node.set("signatures", KeyedSignature.write(signatures));
    return CanonicalJson.bytes(node);
  }
}
