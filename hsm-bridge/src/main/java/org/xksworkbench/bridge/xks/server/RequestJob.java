package org.xksworkbench.bridge.xks.server;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xksworkbench.bridge.xks.server.XksHandler.XksResponse;

/// One request. Answered once, by whoever claims it first.
final class RequestJob {

  private final Workers.QueuedRequest request;
  private final long deadline;
  private final AtomicBoolean claimed = new AtomicBoolean();

  RequestJob(Workers.QueuedRequest request, long deadline) {
    this.request = request;
    this.deadline = deadline;
  }

  Workers.QueuedRequest request() {
    return request;
  }

  /// As `System.nanoTime()`.
  long deadline() {
    return deadline;
  }

  boolean isOver(long now) {
    return now - deadline >= 0;
  }

  /// @return whether there is an answer
  boolean run(Outbox outbox) {
    var answer = request.answer();
    if (answer.isPresent() && claim()) {
      request.report(answer.get());
      outbox.add(request.sender(), () -> request.send(answer.get()));
    }
    return answer.isPresent() || claimed.get();
  }

  void answerRefused() {
    if (claim()) {
      send(request.refusalAnswer());
    }
  }

  void answerLate(boolean nothingMoves) {
    if (claim()) {
      send(request.late(nothingMoves));
    }
  }

  void answerFailed(Throwable defect) {
    if (claim()) {
      send(request.failureAnswer(defect));
    }
  }

  private void send(XksResponse answer) {
    request.report(answer);
    Outbox.send(request.sender(), List.of(() -> request.send(answer)));
  }

  private boolean claim() {
    return claimed.compareAndSet(false, true);
  }
}
