package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs operations: holds the parameters against their shape, calls the handler, tells the
/// listeners.
public final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final List<CallListener> listeners;
  private final Clock clock;

  public Dispatcher(List<CallListener> listeners, Clock clock) {
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
  }

  /// Performs an operation for the stand-in itself.
  public ObjectNode perform(Api api, String operation, ObjectNode parameters) {
    var known =
        api.operation(operation)
            .orElseThrow(() -> new IllegalArgumentException("no operation " + operation));
    return perform(api, known, parameters, UUID.randomUUID().toString(), Call.Caller.itself());
  }

  /// @throws ServiceFault an error of the service
  ObjectNode perform(
      Api api, Operation operation, ObjectNode body, String requestId, Call.Caller caller) {
    var start = System.nanoTime();
    var call =
        new Call(
            operation.model(api.source()),
            new Parameters(body),
            requestId,
            clock.instant(),
            caller);
    try {
      Validation.check(body, operation.input());
      var answer = operation.handler().perform(call);
      var took = Duration.ofNanos(System.nanoTime() - start);
      listeners.forEach(listener -> listener.answered(call, answer, took));
      return answer;
    } catch (ServiceFault fault) {
      throw tellFault(call, fault, start);
    } catch (RuntimeException e) {
      LOG.error("A defect while performing {} {}", operation.name(), requestId, e);
      throw tellFault(
          call,
          ServiceFault.ofService(
              api.protocol() instanceof Api.ApiProtocol.QueryApi
                  ? "InternalFailure"
                  : "KMSInternalException",
              "The local KMS failed; see its log."),
          start);
    }
  }

  private ServiceFault tellFault(Call call, ServiceFault fault, long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    listeners.forEach(listener -> listener.failed(call, fault, took));
    return fault;
  }
}
