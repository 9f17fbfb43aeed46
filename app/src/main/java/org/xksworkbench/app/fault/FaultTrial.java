package org.xksworkbench.app.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.connection.KeyStoreConnection;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;

/// Does what a fault strikes, and says what a user would read.
public final class FaultTrial {

  private static final String ALIAS = "alias/payments";
  private static final String STORE = "archive-hsm";
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(250);

  private final KeyManagement kms;

  public FaultTrial(KeyManagement kms) {
    this.kms = kms;
  }

  /// @return what went wrong; empty if nothing did
  public Optional<Problem> of(DemoFault.Trial trial) throws InterruptedException {
    return switch (trial) {
      case ENCRYPT -> encrypt();
      case CONNECT -> connect();
    };
  }

  /// The same once a fault is switched off: a proxy needs a moment to find its token again.
  public Optional<Problem> afterwards(DemoFault.Trial trial) throws InterruptedException {
    var end = System.nanoTime() + RECOVERY.toNanos();
    var met = of(trial);
    while (met.isPresent() && System.nanoTime() < end) {
      Thread.sleep(POLL);
      met = of(trial);
    }
    return met;
  }

  private Optional<Problem> encrypt() {
    try {
      var keyId = kms.aliases().get(ALIAS);
      if (keyId == null) {
        return Optional.of(missing("The KMS key " + ALIAS + " is not there"));
      }
      var _ =
          kms.encrypt(keyId, "demo".getBytes(StandardCharsets.UTF_8), Map.of("purpose", "faults"));
      return Optional.empty();
    } catch (KmsException e) {
      return Optional.of(Problems.of(e));
    }
  }

  private Optional<Problem> connect() throws InterruptedException {
    try {
      var store = kms.keyStores().stream().filter(one -> one.name().equals(STORE)).findFirst();
      if (store.isEmpty()) {
        return Optional.of(missing("The key store " + STORE + " is not there"));
      }
      return new KeyStoreConnection(kms).reconnect(store.get().id()).connectionState()
              instanceof ConnectionState.Failed(var code)
          ? Optional.of(failure(code))
          : Optional.empty();
    } catch (KmsException e) {
      return Optional.of(Problems.of(e));
    }
  }

  private static Problem failure(String code) {
    var explanation = ConnectionErrorCode.of(code);
    return Problem.of(
            Problem.ProblemKind.UNREACHABLE,
            "The key store " + STORE + " could not be connected: " + code)
        .because(explanation.cause())
        .toDo(explanation.remedy())
        .withCode(code);
  }

  private static Problem missing(String headline) {
    return Problem.of(Problem.ProblemKind.NOT_FOUND, headline)
        .because("It was part of the demo at its start.")
        .toDo("Start the demo again.");
  }
}
