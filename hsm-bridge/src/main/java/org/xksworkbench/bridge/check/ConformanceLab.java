package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleRow.Needs;

/// Tries every rule on one proxy. It encrypts and decrypts with the given key and changes nothing.
public final class ConformanceLab {

  /// In this order they are tried and told. The form of errors comes after the rules that see some.
  private static final List<RuleRow> RULES =
      Stream.of(
              ConnectionRules.TABLE,
              HealthRules.TABLE,
              AuthenticationRules.TABLE,
              MetadataRules.TABLE,
              EncryptRules.TABLE,
              DecryptRules.TABLE,
              ErrorRules.TABLE,
              LoadRules.TABLE)
          .flatMap(List::stream)
          .toList();

  /// What a run is given and may cost.
  ///
  /// @param rate requests a second to hold; 0 leaves the load untried
  /// @param load how long the rate is held
  /// @param deadline within which answers must come; AWS KMS waits 250 ms
  public record Options(int rate, Duration load, Duration deadline) {

    /// How long AWS KMS waits for an answer (specification, KMS Considerations).
    public static final Duration AWS_KMS_DEADLINE = Duration.ofMillis(250);
  }

  private ConformanceLab() {}

  /// Runs all rules, one after another.
  ///
  /// @param progress told each verdict as it is there
  public static CheckReport run(
      CheckTarget target, Options options, Consumer<RuleVerdict> progress) {
    var started = Instant.now();
    var verdicts = new ArrayList<RuleVerdict>();
    try (var run = new LabRun(target, options)) {
      var unreachable = unreachable(run);
      for (var row : RULES) {
        var verdict = new RuleVerdict(row.rule(), result(row, run, unreachable));
        verdicts.add(verdict);
        progress.accept(verdict);
      }
      return new CheckReport(
          started,
          target.url().toString(),
          target.uriPath(),
          target.keyId(),
          verdicts,
          run.latency(),
          run.load());
    }
  }

  /// Without an answer at all, all rules but those on the connection say nothing.
  private static Optional<String> unreachable(LabRun run) {
    try {
      run.health();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(words(e));
    }
  }

  private static RuleResult result(RuleRow row, LabRun run, Optional<String> unreachable) {
    if (unreachable.isPresent() && row.needs() != Needs.NOTHING) {
      return new NotTried("The proxy was not reached: " + unreachable.get() + ".");
    }
    if (row.needs() == Needs.KEY && !run.hasKey()) {
      return new NotTried("No key ID was given.");
    }
    try {
      return row.trial().on(run);
    } catch (IOException e) {
      return new Fail("one", "No answer came: " + words(e));
    }
  }

  private static String words(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
