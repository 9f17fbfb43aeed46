package org.xksworkbench.app.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.ChangedMeanwhileException;
import org.xksworkbench.app.kms.KmsAnswer;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsInterceptor;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// Writes every request that changes something or uses a key to the activity log, whatever came of
/// it.
public final class Recording implements KmsInterceptor {

  private final ActivityLog log;
  private final Supplier<String> who;

  /// @param who ARN of the caller, or the profile while that is not known
  public Recording(ActivityLog log, Supplier<String> who) {
    this.log = log;
    this.who = who;
  }

  @Override
  public <T> T around(KmsCall call, Supplier<T> next) {
    return switch (call) {
      case KmsCall.KmsRead _ -> next.get();
      case KmsCall.KmsUse use -> record(call, use.keyId(), next);
      case KmsChange<?> change -> record(call, change.target(), next);
    };
  }

  private <T> T record(KmsCall call, String target, Supplier<T> next) {
    var at = Instant.now();
    var started = System.nanoTime();
    var requestId = "";
    var outcome = "failed";
    try {
      var result = next.get();
      requestId = result instanceof KmsAnswer<?> answer ? answer.requestId() : "";
      outcome = "done";
      return result;
    } catch (KmsException e) {
      requestId = e.requestId();
      outcome = e.code().isEmpty() ? e.kind().name() : e.code();
      throw e;
    } catch (ChangedMeanwhileException e) {
      outcome = ChangedMeanwhileException.CODE;
      throw e;
    } catch (ReadOnlyException e) {
      outcome = ReadOnlyException.CODE;
      throw e;
    } finally {
      log.add(
          new ActivityEntry(
              at,
              who.get(),
              call.operation(),
              target,
              requestId,
              outcome,
              Duration.ofNanos(System.nanoTime() - started)));
    }
  }
}
