package org.xksworkbench.bridge.xks.server;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.server.XksHandler.XksResponse;

/// A request on its way. It takes the turn of the credential that it names if its connection has
/// proven to have that; else first a stranger's, for its signature alone.
final class AskedRequest implements Workers.QueuedRequest {

  private final Route route;
  private final ServedConfiguration configuration;
  private final SignedRequest request;
  private final CallRecord call;
  private final XksHandler handler;
  private final OpenConnection connection;
  private final Executor sender;
  private final Consumer<XksResponse> sending;
  private final XksCaller claimed;
  private XksCaller caller;
  private boolean authenticated;

  /// @param configuration that it is answered by, whatever changes meanwhile
  AskedRequest(
      Route route,
      ServedConfiguration configuration,
      SignedRequest request,
      CallRecord call,
      XksHandler handler,
      OpenConnection connection,
      Executor sender,
      Consumer<XksResponse> sending) {
    this.route = route;
    this.configuration = configuration;
    this.request = request;
    this.call = call;
    this.handler = handler;
    this.connection = connection;
    this.sender = sender;
    this.sending = sending;
    claimed = XksCaller.knownCaller(route.prefix(), call.accessKeyId());
    caller = connection.hasProven(claimed) ? claimed : XksCaller.stranger(connection.network());
  }

  @Override
  public XksCaller caller() {
    return caller;
  }

  @Override
  public Optional<XksResponse> answer() {
    call.leavesTheQueue();
    if (!authenticated) {
      var refusal = handler.authenticate(route, request, call);
      if (refusal.isPresent()) {
        connection.disproves(claimed);
        return refusal;
      }
      authenticated = true;
      if (caller.isStranger()) {
        connection.proves(claimed);
        caller = claimed;
        call.entersTheQueue();
        return Optional.empty();
      }
    }
    return Optional.of(handler.answer(route, configuration, request.body(), call));
  }

  @Override
  public boolean onToken() {
    return call.onToken();
  }

  @Override
  public XksResponse refusalAnswer() {
    return handler.atTheLimit(call);
  }

  @Override
  public XksResponse late(boolean nothingMoves) {
    return handler.late(route, call, nothingMoves);
  }

  @Override
  public XksResponse failureAnswer(Throwable defect) {
    return handler.failureAnswer(call, defect);
  }

  @Override
  public void report(XksResponse answer) {
    handler.report(answer, call);
  }

  @Override
  public void send(XksResponse answer) {
    sending.accept(answer);
  }

  @Override
  public Executor sender() {
    return sender;
  }
}
