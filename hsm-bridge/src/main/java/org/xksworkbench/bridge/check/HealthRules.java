package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// GetHealthStatus.
final class HealthRules {

  private static final String HEALTH = "GetHealthStatus";

  static final List<RuleRow> TABLE =
      List.of(
          must(
              "health-fields",
              HEALTH,
              "The answer has all fields: fleet size, vendors, models and 1 to 10 managers with a"
                  + " known status.",
              HealthRules::fields),
          must(
              "health-able",
              HEALTH,
              "One external key manager at least is ACTIVE or DEGRADED.",
              HealthRules::able),
          must(
              "health-any-operation",
              HEALTH,
              "A kmsOperation that is not listed is no reason to refuse.",
              run -> servedWith(run, "kmsOperation", "AnOperationOfTheFuture")),
          must(
              "health-opaque-request-id",
              HEALTH,
              "kmsRequestId is opaque and is not examined.",
              run -> servedWith(run, "kmsRequestId", "not a UUID / but opaque")));

  private static final Set<String> STATUSES = Set.of("ACTIVE", "DEGRADED", "UNAVAILABLE");
  private static final Set<String> ABLE = Set.of("ACTIVE", "DEGRADED");
  private static final int MOST_MANAGERS = 10;

  private HealthRules() {}

  private static RuleResult fields(LabRun run) throws IOException {
    var answer = run.health();
    if (!answer.ok()) {
      return answer.expectSuccess();
    }
    var body = answer.body();
    for (var name : List.of("xksProxyVendor", "xksProxyModel", "ekmVendor")) {
      if (!body.path(name).isTextual()) {
        return new Fail("a text", name + " is missing or no text");
      }
    }
    var size = body.path("xksProxyFleetSize");
    if (!size.isIntegralNumber() || size.asLong() < 1) {
      return new Fail("an integer greater than zero", "xksProxyFleetSize is " + asText(size));
    }
    var fleet = body.path("ekmFleetDetails");
    if (!fleet.isArray() || fleet.isEmpty() || fleet.size() > MOST_MANAGERS) {
      return new Fail("1 to 10", "ekmFleetDetails has " + fleet.size() + " entries");
    }
    for (var manager : fleet) {
      if (!manager.path("id").isTextual() || !manager.path("model").isTextual()) {
        return new Fail("both", "An entry of ekmFleetDetails has no id or no model");
      }
      var status = manager.path("healthStatus");
      if (!STATUSES.contains(status.asText())) {
        return new Fail("ACTIVE, DEGRADED or UNAVAILABLE", "healthStatus is " + asText(status));
      }
    }
    return new Pass();
  }

  private static RuleResult able(LabRun run) throws IOException {
    var answer = run.health();
    for (var manager : answer.body().path("ekmFleetDetails")) {
      if (ABLE.contains(manager.path("healthStatus").asText())) {
        return new Pass();
      }
    }
    return answer.ok()
        ? new Fail("one that is ACTIVE or DEGRADED", "No external key manager can serve")
        : answer.expectSuccess();
  }

  private static RuleResult servedWith(LabRun run, String field, String value) throws IOException {
    var body = RequestBodies.health();
    body.withObject("/requestMetadata").put(field, value);
    return run.proxy().post("/health", body).expectSuccess();
  }

  private static String asText(JsonNode value) {
    return value.isMissingNode() ? "missing" : "“" + value.asText() + "”";
  }
}
