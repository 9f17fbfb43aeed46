package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;
import static org.xksworkbench.bridge.check.RuleRow.should;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// How fast answers come, and how many at once.
final class LoadRules {

  /// The rule that is tried only if a rate is given.
  static final String RATE = "rate";

  private static final String CONSIDERATIONS = "GetHealthStatus, KMS Considerations";

  static final List<RuleRow> TABLE =
      List.of(
          should(
              "ping",
              "Other considerations, Load balancer health checks",
              "A load balancer can ask GET /ping without a signature.",
              run -> run.proxy().get(run.proxy().uri("/ping")).expectSuccess()),
          must("deadline", CONSIDERATIONS, "Answers come within 250 ms.", LoadRules::deadline),
          should(
                  RATE,
                  CONSIDERATIONS,
                  "1800 requests a second, the default quota of an external key store, are answered"
                      + " within 250 ms.",
                  LoadRules::rate)
              .withKey());

  private static final int LATENCY_SAMPLES = 60;
  private static final int DEFAULT_QUOTA = 1800;

  /// Of the rate, that must be answered: the last answers come after the time is over.
  private static final double ENOUGH = 0.98;

  private LoadRules() {}

  private static RuleResult deadline(LabRun run) throws IOException {
    var micros = new long[LATENCY_SAMPLES];
    for (var i = 0; i < micros.length; i++) {
      micros[i] = run.health().micros();
    }
    var latency = LabLatency.of(micros);
    run.note(latency);
    var most = run.options().deadline().toMillis();
    return RuleResult.passIf(
        latency.p99() <= most, "a p99 of at most " + most + " ms", latency.words());
  }

  private static RuleResult rate(LabRun run) {
    var options = run.options();
    if (options.rate() == 0) {
      return new NotTried("No rate was given (--rate 1800).");
    }
    var load =
        LabLoad.hold(
            options.rate(), options.load(), () -> run.encrypt(RequestBodies.encrypt(new byte[32])));
    run.note(load);
    var came = new ArrayList<String>();
    if (load.failed() > 0) {
      came.add(load.failed() + " requests failed");
    }
    if (load.perSecond() < options.rate() * ENOUGH) {
      came.add("only %.0f requests a second were answered".formatted(load.perSecond()));
    }
    if (load.latency().p99() > options.deadline().toMillis()) {
      came.add(load.latency().words());
    }
    if (!came.isEmpty()) {
      return new Fail(
          "an answer to each of %d a second within %d ms"
              .formatted(options.rate(), options.deadline().toMillis()),
          "At %d requests a second: ".formatted(options.rate()) + String.join(", ", came));
    }
    return options.rate() < DEFAULT_QUOTA
        ? new NotTried(
            "%d requests a second were answered in time; 1800 were not tried."
                .formatted(options.rate()))
        : new Pass();
  }
}
