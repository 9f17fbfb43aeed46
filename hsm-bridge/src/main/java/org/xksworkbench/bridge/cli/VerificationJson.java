package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.evidence.Addition;
import org.xksworkbench.bridge.ceremony.evidence.BeaconTold;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.format.Members;

/// What a verification of version 2 found, for programs. What does not hold tells only why.
final class VerificationJson {

  private VerificationJson() {}

  static ObjectNode of(EvidenceCheck.EvidenceResult result) {
    var node = JsonNodeFactory.instance.objectNode().put("version", 2);
    node.put("verdict", Members.word(result.verdict()));
    findings(node, result.findings());
    if (result.verdict() != EvidenceCheck.EvidenceVerdict.DOES_NOT_HOLD) {
      result.summary().ifPresent(summary -> summary(node, summary));
    }
    return node;
  }

  private static void findings(ObjectNode node, List<EvidenceFinding> findings) {
    var array = node.putArray("findings");
    findings.forEach(finding ->
        array
            .addObject()
            .put("file", finding.file())
            .put("line", finding.line())
            .put("what", finding.what()));
  }

  private static void summary(ObjectNode node, EvidenceCheck.EvidenceSummary summary) {
    var header = summary.header();
    node.put("form", Members.word(summary.form()))
        .put("counts", Members.word(header.counts()))
        .put("fingerprint", summary.fingerprint().hex())
        .put("plan", header.plan().hex())
        .put("nonce", header.nonce())
        .put("lines", summary.lines())
        .put("withheld", summary.withheld())
        .put("aborted", summary.aborted())
        .put("deviations", summary.deviations())
        .put("resumptions", summary.resumptions())
        .put("recovered", summary.recovered())
        .put("wrongSecrets", summary.wrongSecrets());
    summary.title().ifPresent(title -> node.put("title", title));
    var people = node.putArray("people");
    for (var participant : summary.people()) {
      var person = participant.person();
      var one =
          people
              .addObject()
              .put("id", person.id())
              .put("role", person.role())
              .put("keyid", person.key().keyid().hex())
              .put("algorithm", person.key().algorithm().title())
              .put("store", Members.word(person.store()))
              .put("absent", participant.absent());
      participant.name().ifPresent(name -> one.put("name", name));
    }
    summary.seal().ifPresent(seal -> node.put("seal", seal.hex()));
    var beacons = node.putArray("beacons");
    summary.beacons().forEach(beacon -> beacon(beacons.addObject(), beacon));
    var additions = node.putArray("additions");
    summary.additions().forEach(addition -> addition(additions.addObject(), addition));
    summary.notChecked().forEach(node.putArray("notChecked")::add);
  }

  private static void beacon(ObjectNode node, BeaconTold beacon) {
    node.put("line", beacon.line()).put("beforeKeys", beacon.beforeKeys());
    beacon.source().ifPresent(text -> node.put("source", text));
    beacon.round().ifPresent(text -> node.put("round", text));
    beacon.value().ifPresent(text -> node.put("value", text));
  }

  /// What stands beside the seal.
  static void addition(ObjectNode node, Addition addition) {
    node.put("file", addition.file());
    switch (addition) {
      case Addition.CounterSigned signed -> {
        node.put("kind", "counter-signature")
            .put("keyid", signed.keyid().hex())
            .put("known", signed.known())
            .put("verdict", Members.word(signed.verdict()));
        signed.by().ifPresent(person -> node.put("person", person.id()));
        signed.checked().forEach(node.putArray("checked")::add);
        signed.exceptions().forEach(node.putArray("exceptions")::add);
      }
      case Addition.TimeStamped stamp ->
          node.put("kind", "time-stamp")
              .put("at", stamp.at().toString())
              .put("authority", stamp.authority())
              .put("trusted", stamp.trusted());
      case Addition.OpenTimestamps _ -> node.put("kind", "open-timestamps");
      case Addition.Published published -> {
        node.put("kind", "publication").put("where", published.where()).put("on", published.on());
        published.scan().ifPresent(scan -> node.put("scan", scan));
      }
      case Addition.OtherAddition _ -> node.put("kind", "other");
    }
  }
}
