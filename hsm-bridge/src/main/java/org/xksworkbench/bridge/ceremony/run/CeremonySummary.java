package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.LineRules;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.Values;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.store.StoreException;

/// What came of a ceremony, as its closed transcript tells.
///
/// @param outcome `completed` or `aborted`
/// @param at when it was closed
/// @param token label of the token
/// @param keys that were made on the token
/// @param requestIds of AWS KMS, by what was asked
public record CeremonySummary(
    String title,
    String outcome,
    Instant at,
    String token,
    List<MadeKey> keys,
    Map<String, String> requestIds) {

  /// A key that was made.
  ///
  /// @param checkValue upper-case hexadecimal; empty if none was computed
  /// @param kmsKeyArn empty if no KMS key was created for it
  public record MadeKey(String label, String checkValue, String kmsKeyArn) {}

  public CeremonySummary {
    keys = List.copyOf(keys);
  }

  /// @throws CeremonyException if the ceremony is not over, or its transcript does not hold
  public static CeremonySummary of(CeremonyFolder folder) {
    try {
      var rules = new LineRules();
      var _ = rules.followAll(Files.readAllBytes(folder.transcript()));
      if (!rules.findings().isEmpty()) {
        throw new CeremonyException(
            "In " + folder.path() + ", " + rules.findings().getFirst() + " Nothing was recorded.");
      }
      if (!rules.ended()) {
        throw new CeremonyException(
            "The ceremony in " + folder.path() + " is not over. Nothing was recorded.");
      }
      return of(folder.readPlan(), LineEvents.of(rules.lines()));
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, folder.transcript(), e);
    }
  }

  private static CeremonySummary of(Plan plan, List<TranscriptEntry> entries) {
    var facts = new LinkedHashMap<String, Map<String, String>>();
    var outcome = "";
    var token = "";
    for (var entry : entries) {
      switch (entry.event()) {
        case Event.Opened opened ->
            token = opened.environment().getOrDefault(EnvironmentFacts.TOKEN_LABEL, "");
        case Event.Acted acted -> facts.put(acted.step(), acted.facts());
        case Event.Closed closed -> outcome = closed.outcome();
        default -> {}
      }
    }
    var values = Values.of(plan.values());
    var checkValues = new LinkedHashMap<String, String>();
    var arns = new LinkedHashMap<String, String>();
    var made = new ArrayList<String>();
    var requestIds = new LinkedHashMap<String, String>();
    for (var step : plan.steps()) {
      var told = facts.get(step.id());
      if (told == null) {
        continue;
      }
      switch (step.action()) {
        case Action.GenerateKey generate -> made.add(values.onPaper(generate.label()));
        case Action.CheckValue check ->
            checkValues.put(values.onPaper(check.label()), told.getOrDefault("checkValue", ""));
        case Action.CreateKmsKey create -> {
          arns.put(values.onPaper(create.label()), told.getOrDefault("arn", ""));
          put(requestIds, "CreateKey", told.get("requestId"));
          put(requestIds, "CreateAlias", told.get("aliasRequestId"));
        }
        case Action.Prove _ -> {
          put(requestIds, "Encrypt", told.get("encryptRequestId"));
          put(requestIds, "Decrypt", told.get("decryptRequestId"));
        }
        default -> {}
      }
    }
    return new CeremonySummary(
        plan.title(),
        outcome,
        entries.getLast().at(),
        token,
        made.stream()
            .map(label ->
                new MadeKey(
                    label, checkValues.getOrDefault(label, ""), arns.getOrDefault(label, "")))
            .toList(),
        requestIds);
  }

  private static void put(
      Map<String, String> ids, String what, @org.jspecify.annotations.Nullable String id) {
    if (id != null && !id.isEmpty()) {
      ids.put(what, id);
    }
  }
}
