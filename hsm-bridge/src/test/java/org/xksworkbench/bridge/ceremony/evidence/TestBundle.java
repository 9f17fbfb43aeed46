package org.xksworkbench.bridge.ceremony.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

/// A ceremony with a deviation, a wrong PIN, a crash, a pause, a break and a photo, and its bundle.
final class TestBundle {

  static final String EVERYBODY = "operator witness auditor";

  static final byte[] PLAN =
      """
      ceremony: 2
      title: AES-256 key
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      values: {label: payments-2027}
      steps:
        - id: room
          title: The room
          do: enter
          by: witness
          with: {fields: [{name: place, prompt: Where are we}]}
        - id: clock
          title: The clock
          do: check
          by: auditor
          with: {what: clock}
        - id: generate
          title: The key
          do: generate-key
          by: witness
          confirm: [auditor]
          with: {label: "${label}"}
        - id: recording
          title: The recording
          do: elsewhere
          by: auditor
          with: {what: The recording}
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """
          .getBytes(StandardCharsets.UTF_8);

  /// What the plan expects of the key.
  private static final String KEY =
      "'%1$s.label':'payments-2027','%1$s.type':'AES-256','%1$s.sensitive':'always',"
          + "'%1$s.extractable':'never','%1$s.madeOnToken':'yes','%1$s.probe':'made'";

  /// As docs/ceremony-format.md lists them.
  private static final Set<String> TOLD =
      Set.of(
          "fact.checkValue",
          "fact.extractable",
          "fact.madeOnToken",
          "fact.probe",
          "fact.sensitive",
          "fact.type",
          "fact.within");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  final Scribe scribe = new Scribe();

  /// The plan that its bundle holds.
  byte[] plan = PLAN;

  static List<Draft> drafts() {
    var drafts = new ArrayList<Draft>();
    drafts.add(
        Draft.of(
                "opened",
                EVERYBODY,
                "{'counts':'rehearsal','format':2,'kms':'none','nonce':'000102030405060708090a0b0c0d0e0f','renderer':'report/2"
                    + " pdfbox/3.0.8','unicode':'16.0.0'}",
                "{'title':'AES-256 key','place':'Room"
                    + " 4','zone':'Europe/Berlin','name.operator':'Anna Berg','name.witness':'Bela"
                    + " Kun','name.auditor':'Çelik O’Neil',"
                    + "'env.tokenSerial':'1234567','env.os':'Linux','value.label':'payments-2027'}")
            .with("{'plan':'" + Fingerprint.of(PLAN) + "'}"));
    drafts.addAll(step("room", "enter", "'fact.place':'Room 4'"));
    drafts.add(confirmed("room", "witness"));
    drafts.add(
        Draft.of(
            "custody",
            "operator witness",
            "{'step':'room','move':'take','intact':'yes'}",
            "{'item':'HSM','serial':'1234567','bag':'A 0017'}"));
    drafts.add(
        Draft.of(
            "attached",
            "auditor",
            "{'step':'room'}",
            "{'mime':'image/jpeg','caption':'The bag, closed'}"));
    drafts.add(begun("clock", "check", 1, false).telling("{'expect.within':'yes'}"));
    drafts.add(
        Draft.of(
            "acted",
            "",
            "{'step':'clock','recovered':false,'differs':1}",
            "{'fact.within':'no','difference':['within: expected yes, came no']}"));
    drafts.add(
        Draft.of(
            "deviated",
            "operator witness",
            "{'step':'clock','class':'equipment','skips':false,'absent':[]}",
            "{'reason':'The clock on the wall is slow.','followUp':'Set it.'}"));
    drafts.add(confirmed("clock", "auditor"));
    drafts.add(
        Draft.of(
            "wrong-secret", "", "{'person':'witness','what':'pin','inRow':1}", "{'triesLeft':2}"));
    drafts.add(authorised("generate", "witness"));
    drafts.add(
        begun("generate", "generate-key", 1, true).telling("{" + KEY.formatted("expect") + "}"));
    drafts.add(
        Draft.of(
            "noted", "", "{'step':'generate'}", "{'fact.id':'00ff','fact.checkValue':'a1b2c3'}"));
    drafts.add(Draft.of("resumed", EVERYBODY, "{'torn':0,'head':'same'}", "{}"));
    drafts.add(
        Draft.of(
            "asked",
            "",
            "{'step':'generate','answer':'done'}",
            "{'found':'One key has the label.'}"));
    drafts.add(
        Draft.of(
            "acted",
            "",
            "{'step':'generate','recovered':true,'differs':0}",
            "{" + KEY.formatted("fact") + "}"));
    drafts.add(confirmed("generate", "witness"));
    drafts.add(confirmed("generate", "auditor"));
    drafts.add(Draft.of("paused", "auditor", "{}", "{'reason':'A question'}"));
    drafts.add(Draft.of("continued", "auditor", "{'head':'same'}", "{}"));
    drafts.add(
        Draft.of(
            "break",
            "operator witness",
            "{}",
            "{'reason':'Lunch','staying':['operator','auditor']}"));
    drafts.add(Draft.of("remark", "auditor", "{'step':'generate'}", "{'text':'It is warm.'}"));
    drafts.add(Draft.of("continued", "operator auditor", "{'head':'same'}", "{}"));
    drafts.add(
        Draft.of(
            "elsewhere",
            "auditor",
            "{'step':'recording'}",
            "{'sha256':'"
                + "ab".repeat(32)
                + "','bytes':7,'mime':'video/mp4','caption':'The room','kept':'Safe 2'}"));
    drafts.addAll(step("recording", "elsewhere", "'fact.sha256':'" + "ab".repeat(32) + "'"));
    drafts.add(confirmed("recording", "auditor"));
    drafts.addAll(step("end", "export", ""));
    drafts.add(confirmed("end", "operator"));
    drafts.add(confirmed("end", "auditor"));
    drafts.add(Draft.of("closed", EVERYBODY, "{}", "{}"));
    return drafts;
  }

  /// The plan with other words in the place of some.
  static byte[] planWith(String text, String instead) {
    var plan = new String(PLAN, StandardCharsets.UTF_8);
    if (!plan.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return plan.replace(text, instead).getBytes(StandardCharsets.UTF_8);
  }

  static List<Draft> step(String step, String action, String facts) {
    return List.of(
        begun(step, action, 1, false),
        Draft.of(
            "acted",
            "",
            "{'step':'" + step + "','recovered':false,'differs':0}",
            "{" + facts + "}"));
  }

  static Draft begun(String step, String action, int attempt, boolean irreversible) {
    return Draft.of(
        "begun",
        "",
        "{'step':'%s','action':'%s','attempt':%d,'irreversible':%b}"
            .formatted(step, action, attempt, irreversible),
        "{'param.p':'v'}");
  }

  static Draft authorised(String step, String person) {
    return Draft.of(
        "authorised", person, "{'step':'" + step + "'}", "{'shown':'" + "0a".repeat(32) + "'}");
  }

  static Draft confirmed(String step, String person) {
    return Draft.of(
        "confirmed", person, "{'step':'" + step + "'}", "{'shown':'" + "0b".repeat(32) + "'}");
  }

  /// The files of a bundle, sealed by everybody.
  SortedMap<String, byte[]> files(List<ObjectNode> lines) {
    var files = new TreeMap<String, byte[]>();
    files.put("transcript.jsonl", text(lines));
    files.put("public.jsonl", text(lines.stream().map(TestBundle::disclosed).toList()));
    files.put("plan.yaml", plan);
    files.put("report.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8));
    var environment = JSON.objectNode();
    lines
        .getFirst()
        .path("fields")
        .properties()
        .forEach(field -> {
          if (field.getKey().startsWith("env.")) {
            environment.set(field.getKey().substring(4), field.getValue().path("value"));
          }
        });
    files.put(
        "environment.json",
        (CanonicalJson.write(environment) + "\n").getBytes(StandardCharsets.UTF_8));
    for (var line : lines) {
      if (line.path("public").path("kind").asText().equals("attached")) {
        files.put(line.path("public").path("file").asText(), Scribe.photo(line.path("n").asInt()));
      }
    }
    seal(files, lines, scribe.persons);
    return files;
  }

  SortedMap<String, byte[]> files() {
    return files(scribe.lines(drafts()));
  }

  static byte[] text(List<ObjectNode> lines) {
    var out = new StringBuilder();
    lines.forEach(line -> out.append(CanonicalJson.write(line)).append('\n'));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode disclosed(ObjectNode line) {
    var copy = line.deepCopy();
    var fields = JSON.objectNode();
    line.path("fields")
        .properties()
        .forEach(field -> {
          var node = (ObjectNode) field.getValue();
          if (TOLD.contains(field.getKey())) {
            fields.set(field.getKey(), node);
          } else {
            fields.putObject(field.getKey()).put("leaf", Scribe.leaf(field.getKey(), node));
          }
        });
    copy.set("fields", fields);
    return copy;
  }

  /// Writes `SHA256SUMS` and the seal of what is there.
  static void seal(
      SortedMap<String, byte[]> files, List<ObjectNode> lines, Map<String, TestKey> signers) {
    files.remove("seal.json");
    files.remove("SHA256SUMS");
    var sums = new StringBuilder();
    files.forEach((name, content) -> {
      if (!name.startsWith("after/")) {
        sums.append(Fingerprint.of(content)).append("  ").append(name).append('\n');
      }
    });
    files.put("SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
    var statement = statement(lines);
    var subject = statement.putArray("subject");
    files.forEach((name, content) -> {
      if (!name.startsWith("after/")) {
        subject
            .addObject()
            .put("name", name)
            .putObject("digest")
            .put("sha256", Fingerprint.of(content).hex());
      }
    });
    files.put("seal.json", envelope(statement, signers));
  }

  static ObjectNode statement(List<ObjectNode> lines) {
    var header = lines.getFirst().path("public");
    var statement = JSON.objectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.put("predicateType", "https://xksworkbench.org/ceremony/v2");
    statement
        .putObject("predicate")
        .put("counts", header.path("counts").asText())
        .put("fingerprint", Scribe.link(lines.getLast()))
        .put("format", 2)
        .put("nonce", header.path("nonce").asText())
        .put("plan", header.path("plan").asText());
    return statement;
  }

  static byte[] envelope(ObjectNode statement, Map<String, TestKey> signers) {
    var type = "application/vnd.in-toto+json";
    var payload = CanonicalJson.write(statement);
    var envelope = JSON.objectNode();
    envelope.put(
        "payload", Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
    envelope.put("payloadType", type);
    var signatures = envelope.putArray("signatures");
    signers
        .values()
        .forEach(key ->
            signatures
                .addObject()
                .put("keyid", key.keyid())
                .put("sig", key.sign(Scribe.pae(type, payload))));
    return (CanonicalJson.write(envelope) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static Path folder(Path folder, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  /// The one archive, as section "The archive" of docs/ceremony-format.md has it.
  static byte[] archive(Map<String, byte[]> files) {
    return archive(List.copyOf(new TreeMap<>(files).entrySet()));
  }

  /// @param files in any order
  static byte[] archive(List<Map.Entry<String, byte[]>> files) {
    var body = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    files.forEach(file -> {
      var name = file.getKey();
      var content = file.getValue();
      var crc = new CRC32();
      crc.update(content);
      var common =
          little(26)
              .putShort((short) 10)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 33)
              .putInt((int) crc.getValue())
              .putInt(content.length)
              .putInt(content.length)
              .putShort((short) name.length())
              .putShort((short) 0)
              .array();
      var ascii = name.getBytes(StandardCharsets.US_ASCII);
      directory.writeBytes(new byte[] {'P', 'K', 1, 2, 10, 0});
      directory.writeBytes(common);
      directory.writeBytes(little(14).putInt(10, body.size()).array());
      directory.writeBytes(ascii);
      body.writeBytes(new byte[] {'P', 'K', 3, 4});
      body.writeBytes(common);
      body.writeBytes(ascii);
      body.writeBytes(content);
    });
    var end =
        little(22)
            .put(new byte[] {'P', 'K', 5, 6})
            .putInt(0)
            .putShort((short) files.size())
            .putShort((short) files.size())
            .putInt(directory.size())
            .putInt(body.size())
            .putShort((short) 0)
            .array();
    body.writeBytes(directory.toByteArray());
    body.writeBytes(end);
    return body.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
