package org.xksworkbench.app.awscheck;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problems;

/// For programs. What is not known is null.
public final class CheckJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckJson() {}

  /// With an end of line.
  public static String of(AwsCheck check) {
    var all = JSON.createObjectNode();
    all.put("passed", check.passed());
    all.set("profile", choice(check.profile()));
    all.set("region", choice(check.region()));
    all.putObject("credentials")
        .put("kind", check.source().kind().words())
        .put("from", check.source().words());
    all.put("trust", check.trust());
    var hosts = all.putArray("hosts");
    check.hosts().forEach(host -> hosts.add(host(host)));
    all.set("callerIdentity", caller(check));
    all.set("keyStores", keyStores(check));
    return all.toPrettyString() + "\n";
  }

  private static ObjectNode choice(AwsCheck.Choice choice) {
    return JSON.createObjectNode().put("name", choice.value()).put("why", choice.why());
  }

  private static ObjectNode host(AwsCheck.Host host) {
    var node = JSON.createObjectNode().put("service", host.service()).put("url", host.url());
    put(node, "address", host.address());
    put(node, "proxy", host.proxy());
    node.put("proxyWhy", host.proxyWhy());
    put(node, "tlsIssuer", host.issuer());
    node.set(
        "failure",
        host.failure()
            .map(failure ->
                JSON.createObjectNode()
                    .put("step", failure.step().words())
                    .put("why", failure.why())
                    .put("remedy", failure.remedy()))
            .orElse(null));
    return node;
  }

  private static void put(ObjectNode node, String name, Optional<String> value) {
    node.put(name, value.orElse(null));
  }

  private static ObjectNode caller(AwsCheck check) {
    return switch (check.caller()) {
      case Outcome.CheckAnswered<CallerIdentity>(var caller) -> {
        var node =
            JSON.createObjectNode().put("arn", caller.arn()).put("account", caller.account());
        put(node, "expires", caller.expires().map(Object::toString));
        yield node.put("clockOfAwsIsAheadSeconds", caller.clockSkew().toSeconds());
      }
      case Outcome.CheckFailed<CallerIdentity>(var why) -> failure(why);
    };
  }

  private static ObjectNode keyStores(AwsCheck check) {
    return switch (check.keyStores()) {
      case Outcome.CheckAnswered<Integer>(var number) ->
          JSON.createObjectNode().put("external", number);
      case Outcome.CheckFailed<Integer>(var why) -> failure(why);
    };
  }

  private static ObjectNode failure(KmsException failure) {
    var problem = Problems.of(failure);
    var node = JSON.createObjectNode();
    var told = node.putObject("failure").put("what", problem.headline());
    var causes = told.putArray("why");
    problem.causes().forEach(causes::add);
    told.put("remedy", problem.nextStep())
        .put("code", problem.code())
        .put("requestId", problem.requestId())
        .put("detail", problem.technicalDetail());
    return node;
  }
}
