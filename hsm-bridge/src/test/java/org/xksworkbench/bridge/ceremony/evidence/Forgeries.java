package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// Forgeries of one bundle, made by program: by who has no key, by who has some, by everybody
/// together.
final class Forgeries {

  private static final String TRANSCRIPT = "transcript.jsonl";
  private static final String NOBODY = "who holds the disk";
  private static final int RANDOM_BYTES = 40;

  private final Path work;
  private final List<Forgery> all = new ArrayList<>();
  private final TestBundle bundle = new TestBundle();
  private final List<ObjectNode> lines = bundle.scribe.lines(TestBundle.drafts());
  private final SortedMap<String, byte[]> files = bundle.files(lines);

  private Forgeries(Path work) {
    this.work = work;
  }

  static List<Forgery> all(Path work) throws IOException {
    var forgeries = new Forgeries(work);
    for (var n = 1; n <= forgeries.lines.size(); n++) {
      forgeries.unsigned(n);
      forgeries.signed(n);
    }
    forgeries.bytes();
    forgeries.filesChanged();
    forgeries.sealChanged();
    forgeries.archives();
    for (var one : BesideTheSeal.all(forgeries.bundle, forgeries.lines, forgeries.files)) {
      forgeries.add(
          one.kind(), one.by(), one.what(), one.file(), 0, one.seenByReference(), one.files());
    }
    for (var rule : BrokenRules.all()) {
      var broken = new TestBundle();
      rule.change().accept(broken);
      var drafts = new ArrayList<>(TestBundle.drafts());
      rule.drafts().accept(drafts);
      forgeries.add(
          "rule: " + rule.kind(),
          "everybody",
          rule.what(),
          TRANSCRIPT,
          rule.line(),
          rule.seenByReference(),
          broken.files(broken.scribe.lines(drafts)));
    }
    return List.copyOf(forgeries.all);
  }

  private List<ObjectNode> copy() {
    var copy = new ArrayList<ObjectNode>();
    lines.forEach(line -> copy.add(line.deepCopy()));
    return copy;
  }

  private void add(
      String kind,
      String by,
      String what,
      String file,
      int line,
      boolean seenByReference,
      Map<String, byte[]> forged)
      throws IOException {
    var path = Files.createDirectory(work.resolve("forged-%03d".formatted(all.size())));
    TestBundle.folder(path, forged);
    all.add(new Forgery(kind, by, what, path, file, line, seenByReference));
  }

  private Map<String, byte[]> with(String file, byte[] content) {
    var changed = new TreeMap<>(files);
    changed.put(file, content);
    return changed;
  }

  private void edit(String kind, int line, String what, Consumer<List<ObjectNode>> change)
      throws IOException {
    var forged = copy();
    change.accept(forged);
    add(kind, NOBODY, what, TRANSCRIPT, line, true, with(TRANSCRIPT, TestBundle.text(forged)));
  }

  /// Half of the kinds on each line, so that there are not more of these than of those that are
  /// signed.
  private void unsigned(int n) throws IOException {
    if (n % 2 == 1) {
      ofLines(n);
    } else {
      ofFields(n);
    }
  }

  private void ofLines(int n) throws IOException {
    var last = n == lines.size();
    var at = n - 1;
    edit(
        "a public member is changed",
        n,
        "line " + n,
        forged -> ((ObjectNode) forged.get(at).path("public")).put("boot", "b1"));
    if (n == 1) {
      edit("a line is written otherwise", n, "true for 1", forged -> forged.get(at).put("n", true));
    }
    edit("a line is left out", last ? n - 1 : n, "line " + n, forged -> forged.remove(at));
    if (!last) {
      edit("two lines change places", n, "line " + n, forged -> Collections.swap(forged, at, n));
    }
    edit(
        "a line is doubled",
        n + 1,
        "line " + n,
        forged -> forged.add(n, forged.get(at).deepCopy()));
    text("the file ends within a line", n, TestBundle.text(lines.subList(0, at)), "{\"fields\":");
    text(
        "a line is written otherwise",
        n,
        TestBundle.text(lines.subList(0, at)),
        CanonicalJson.write(lines.get(at)).replaceFirst("\\{", "{ ")
            + "\n"
            + new String(TestBundle.text(lines.subList(n, lines.size())), StandardCharsets.UTF_8));
  }

  private void ofFields(int n) throws IOException {
    var at = n - 1;
    edit(
        "a signature is taken away",
        n,
        "line " + n,
        forged -> {
          var signatures = (ArrayNode) forged.get(at).path("signatures");
          signatures.remove(signatures.size() - 1);
        });
    edit(
        "a signature is another line's",
        n,
        "line " + n,
        forged ->
            ((ObjectNode) forged.get(at).path("signatures").path(0))
                .set("sig", lines.get(n % lines.size()).path("signatures").path(0).path("sig")));
    edit(
        "something is added beside what is signed",
        n,
        "line " + n,
        forged -> forged.get(at).put("note", "x"));
    for (var field : lines.get(at).path("fields").properties()) {
      field(n, field.getKey());
    }
  }

  private void field(int n, String name) throws IOException {
    var what = name + " of line " + n;
    edit(
        "a field is changed",
        n,
        what,
        forged -> {
          var field = field(forged, n, name);
          field.put("value", field.path("value").asText() + ".");
        });
    edit(
        "a salt is changed", n, what, forged -> field(forged, n, name).put("salt", "0".repeat(32)));
    edit(
        "a field is withheld in the bundle",
        0,
        what,
        forged -> {
          var leaf = Scribe.leaf(name, field(forged, n, name));
          ((ObjectNode) forged.get(n - 1).path("fields")).putObject(name).put("leaf", leaf);
        });
    edit(
        "something is added beside what is signed",
        n,
        what,
        forged -> field(forged, n, name).put("name", name));
  }

  private static ObjectNode field(List<ObjectNode> lines, int n, String name) {
    return (ObjectNode) lines.get(n - 1).path("fields").path(name);
  }

  private void text(String kind, int n, byte[] before, String rest) throws IOException {
    var text = new String(before, StandardCharsets.UTF_8) + rest;
    add(
        kind,
        NOBODY,
        "line " + n,
        TRANSCRIPT,
        n,
        true,
        with(TRANSCRIPT, text.getBytes(StandardCharsets.UTF_8)));
  }

  private void signed(int n) throws IOException {
    rewritten("the operator alone", Set.of("operator"), n);
    rewritten("operator and witness", Set.of("operator", "witness"), n);
    rewritten("the key of the running program", Set.of(), n);
    var forged = copy();
    var own = TestKey.ed25519();
    for (var line : forged.subList(n - 1, forged.size())) {
      ((ObjectNode) line.path("signatures").path(0))
          .put("keyid", own.keyid())
          .put("sig", own.sign(Scribe.message(line)));
    }
    add(
        "a run key of the forger's own",
        "who holds the disk, with a run key",
        "from line " + n,
        TRANSCRIPT,
        n,
        true,
        bundle.files(forged));
  }

  /// Says something else on one line, and signs everything anew with the keys that are there. The
  /// seal is given, so that nothing but the lines is wrong.
  private void rewritten(String by, Set<String> owned, int n) throws IOException {
    var forged = copy();
    ((ObjectNode) forged.get(n - 1).path("public")).put("boot", "b1");
    bundle.scribe.chain(forged, n, owned, true);
    var seen = 0;
    for (var at = n; at <= forged.size() && seen == 0; at++) {
      for (var id : forged.get(at - 1).path("public").path("persons")) {
        seen = owned.contains(id.asText()) ? seen : at;
      }
    }
    add(
        "lines are written and signed anew by " + by,
        by,
        "from line " + n,
        TRANSCRIPT,
        seen,
        true,
        bundle.files(forged));
  }

  private void bytes() throws IOException {
    var random = new Random(20);
    var names = List.copyOf(files.keySet());
    for (var i = 0; i < RANDOM_BYTES; i++) {
      var name = names.get(i % names.size());
      var content = files.get(name).clone();
      var at = random.nextInt(content.length);
      content[at] ^= (byte) (1 << random.nextInt(8));
      add("a bit is changed", NOBODY, name + " at " + at, name, 0, true, with(name, content));
    }
  }

  private void filesChanged() throws IOException {
    for (var name : files.keySet()) {
      var content = Arrays.copyOf(files.get(name), files.get(name).length + 1);
      content[content.length - 1] = '\n';
      add("a file is longer", NOBODY, name, name, 0, true, with(name, content));
      var without = new TreeMap<>(files);
      without.remove(name);
      // What is left is then no public version either.
      var named = name.equals(TRANSCRIPT) ? "attachments/006-bag.jpg" : name;
      add("a file is taken away", NOBODY, name, named, 0, true, without);
    }
    for (var name : List.of("notes.txt", "attachments/001-other.jpg", "key.json", "report2.pdf")) {
      add("a file is added", NOBODY, name, name, 0, true, with(name, new byte[] {'x'}));
    }
    var resealed = new TreeMap<>(files);
    resealed.put("plan.yaml", "ceremony: 3\n".getBytes(StandardCharsets.UTF_8));
    TestBundle.seal(resealed, lines, bundle.scribe.persons);
    add(
        "a file is exchanged before the seal",
        "everybody",
        "plan.yaml",
        "plan.yaml",
        0,
        true,
        resealed);
    var photo = new TreeMap<>(files);
    photo.put("attachments/006-bag.jpg", new byte[] {'x'});
    TestBundle.seal(photo, lines, bundle.scribe.persons);
    add(
        "a file is exchanged before the seal",
        "everybody",
        "photo",
        "attachments/006-bag.jpg",
        0,
        true,
        photo);
    var sums = new TreeMap<>(files);
    sums.put("SHA256SUMS", "x\n".getBytes(StandardCharsets.UTF_8));
    add("the sums are of other files", NOBODY, "SHA256SUMS", "SHA256SUMS", 0, true, sums);
  }

  private void sealChanged() throws IOException {
    var persons = bundle.scribe.persons;
    for (var id : persons.keySet()) {
      var fewer = new TreeMap<>(files);
      var others = new LinkedHashMap<>(persons);
      others.remove(id);
      TestBundle.seal(fewer, lines, others);
      add("the seal is not everybody's", "all but " + id, id, "seal.json", 1, true, fewer);
      var stranger = new TreeMap<>(files);
      others = new LinkedHashMap<>(persons);
      others.put(id, TestKey.ed25519());
      TestBundle.seal(stranger, lines, others);
      add(
          "the seal is not everybody's",
          "a stranger for " + id,
          id,
          "seal.json",
          1,
          true,
          stranger);
    }
    for (var changed :
        List.of("counts", "fingerprint", "nonce", "plan", "_type", "predicateType")) {
      var statement = (ObjectNode) CanonicalJson.parse(payload());
      var at = changed.contains("ype") ? statement : (ObjectNode) statement.path("predicate");
      at.put(changed, changed.equals("counts") ? "ceremony" : "0".repeat(64));
      add(
          "the seal is of something else",
          "everybody",
          changed,
          "seal.json",
          1,
          true,
          with("seal.json", TestBundle.envelope(statement, persons)));
    }
  }

  private String payload() {
    var seal = new String(files.get("seal.json"), StandardCharsets.UTF_8);
    var payload = CanonicalJson.parse(seal).path("payload").asText();
    return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
  }

  private void archives() throws IOException {
    var one = TestBundle.archive(files);
    archive("a byte before it", joined(new byte[] {0}, one));
    archive("a byte behind it", joined(one, new byte[] {0}));
    archive("a second archive behind it", joined(one, one));
    archive("the end is missing", Arrays.copyOf(one, one.length - 1));
    var comment = joined(one, new byte[] {'x'});
    comment[one.length - 2] = 1;
    archive("a comment", comment);
    var central = central(one);
    archive("another version in front of a file", changed(one, 4));
    archive("a flag", changed(one, 7));
    archive("a time", changed(one, 10));
    archive("a date", changed(one, 12));
    archive("a checksum in front of a file", changed(one, 14));
    archive("a name in front of a file", changed(one, 30));
    archive("a byte of a file", changed(one, 30 + "SHA256SUMS".length()));
    archive("who made it, in the directory", changed(one, central + 4));
    archive("a checksum in the directory", changed(one, central + 16));
    archive("an attribute in the directory", changed(one, central + 38));
    archive("a name in the directory", changed(one, central + 46));
    var entries = new ArrayList<>(files.entrySet());
    entries.add(entries.getLast());
    archive("a file twice", TestBundle.archive(entries));
    entries.removeLast();
    Collections.swap(entries, 0, 1);
    archive("another order", TestBundle.archive(entries));
    archive("a path", TestBundle.archive(with("../x", new byte[] {'x'})));
    archive("a folder", TestBundle.archive(with("after/", new byte[0])));
    archive("compressed", compressed());
  }

  private void archive(String what, byte[] content) throws IOException {
    var path = work.resolve("forged-%03d.xkcb".formatted(all.size()));
    Files.write(path, content);
    var name = String.valueOf(path.getFileName());
    all.add(new Forgery("another archive", NOBODY, what, path, name, 0, true));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] changed(byte[] content, int at) {
    var changed = content.clone();
    changed[at] ^= 1;
    return changed;
  }

  /// Where the directory begins: the end of the archive says so.
  private static int central(byte[] archive) {
    return ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(archive.length - 6);
  }

  private byte[] compressed() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
