package org.xksworkbench.bridge.xks.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;
import org.xksworkbench.bridge.xks.server.XksHandler.XksResponse;

/// HTTP on one connection (HTTP/1.1) or one stream (HTTP/2): finds the route, hands the work to a
/// worker, sends the answer. A request that comes before the last one is answered waits for that,
/// so that answers keep the order of requests.
final class HttpFrontend extends SimpleChannelInboundHandler<FullHttpRequest> {

  /// What the caller speaks.
  enum Version {
    HTTP_1_1("HTTP/1.1"),
    HTTP_2("HTTP/2");

    private final String words;

    Version(String words) {
      this.words = words;
    }
  }

  private static final long LINGER_SECONDS = 5;

  private final Version version;
  private final Supplier<ServedConfiguration> served;
  private final XksHandler handler;
  private final HealthCheck health;
  private final Workers workers;
  private final OpenConnections connections;

  /// Requests that came while an earlier one is being answered. Used on the event loop alone.
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();

  private boolean answering;
  private boolean ending;

  HttpFrontend(
      Version version,
      Supplier<ServedConfiguration> served,
      XksHandler handler,
      HealthCheck health,
      Workers workers,
      OpenConnections connections) {
    this.version = version;
    this.served = served;
    this.handler = handler;
    this.health = health;
    this.workers = workers;
    this.connections = connections;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (answering) {
      // Only what was read already comes now; no more is read before the answer.
      context.channel().config().setAutoRead(false);
      waiting.addLast(request.retain());
    } else {
      answering = true;
      answer(context, request);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    forgetWaiting();
    super.channelInactive(context);
  }

  private void answerNext(ChannelHandlerContext context) {
    var next = waiting.pollFirst();
    if (next == null) {
      answering = false;
      context.channel().config().setAutoRead(true);
      return;
    }
    try {
      answer(context, next);
    } finally {
      next.release();
    }
  }

  private void forgetWaiting() {
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  private void answer(ChannelHandlerContext context, FullHttpRequest request) {
    connections.requestBegins(context.channel());
    var call = call(context, request.headers().get(HttpHeaderNames.AUTHORIZATION));
    if (!request.decoderResult().isSuccess()) {
      var refusal = new XksException(XksError.VALIDATION, "The request is no valid HTTP.");
      send(context, false, handler.refuse(refusal, call));
      return;
    }
    var keepAlive = HttpUtil.isKeepAlive(request);
    var uri = request.uri();
    var mark = uri.indexOf('?');
    var path = mark < 0 ? uri : uri.substring(0, mark);
    var query = mark < 0 ? "" : uri.substring(mark + 1);
    if (path.equals(Route.PING)) {
      send(context, keepAlive, ping(request.method()));
      return;
    }
    var now = served.get();
    var route = Route.of(path, now.prefixes());
    if (route.isEmpty()) {
      var refusal = new XksException(XksError.INVALID_URI_PATH, "There is no such URI path here.");
      send(context, keepAlive, handler.refuse(refusal, call));
      return;
    }
    call.route(route.get());
    if (!request.method().equals(HttpMethod.POST)) {
      send(context, keepAlive, handler.refuseMethod(call));
      return;
    }
    var signed =
        new SignedRequest(
            request.method().name(),
            path,
            query,
            headers(request),
            ByteBufUtil.getBytes(request.content()));
    dispatch(context, keepAlive, route.get(), now, signed, call);
  }

  private CallRecord call(ChannelHandlerContext context, @Nullable String authorization) {
    var peer = OpenConnection.of(context.channel()).caller().getHostAddress();
    return new CallRecord(peer, version.words, authorization);
  }

  private void dispatch(
      ChannelHandlerContext context,
      boolean keepAlive,
      Route route,
      ServedConfiguration now,
      SignedRequest signed,
      CallRecord call) {
    workers.submit(
        new AskedRequest(
            route,
            now,
            signed,
            call,
            handler,
            OpenConnection.of(context.channel()),
            context.executor(),
            answer -> send(context, keepAlive, answer)));
  }

  private XksResponse ping(HttpMethod method) {
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return new XksResponse(405, new byte[0]);
    }
    return new XksResponse(health.serving() && !connections.draining() ? 200 : 503, new byte[0]);
  }

  private Map<String, List<String>> headers(FullHttpRequest request) {
    var headers = new HashMap<String, List<String>>();
    for (var header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(header.getValue());
    }
    if (version == Version.HTTP_2) {
      // What HTTP/2 calls :authority has been given the name host; it may be signed by either.
      headers.put(":authority", headers.getOrDefault("host", List.of()));
    }
    return headers;
  }

  private FullHttpResponse response(boolean keepAlive, XksResponse answer) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.httpStatus()),
            Unpooled.wrappedBuffer(answer.body()));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    if (answer.body().length > 0) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    }
    if (answer.httpStatus() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
      response.headers().set(HttpHeaderNames.ALLOW, "POST");
    }
    if (!keepAlive && version == Version.HTTP_1_1) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return response;
  }

  private void send(ChannelHandlerContext context, boolean mayKeepAlive, XksResponse answer) {
    var keepAlive = mayKeepAlive && !connections.draining() && !ending;
    var _ =
        context
            .writeAndFlush(response(keepAlive, answer))
            .addListener(sent -> {
              connections.requestEnds(context.channel());
              if (!keepAlive || !sent.isSuccess()) {
                forgetWaiting();
                closeConnection(context);
              } else {
                answerNext(context);
              }
            });
  }

  /// Ends the connection after the answer that is being made, or now.
  void endSoon(Channel connection) {
    if (answering) {
      ending = true;
    } else {
      var _ = connection.close();
    }
  }

  /// With HTTP/2 the connection tells its other streams first (GOAWAY).
  private void closeConnection(ChannelHandlerContext context) {
    var connection = version == Version.HTTP_2 ? context.channel().parent() : context.channel();
    var _ = connection.close();
  }

  /// Answers a body above the cap before it is read. The connection, with HTTP/2 its stream, is
  /// closed some time later: closed at once, while the caller still sends, it would lose the
  /// answer.
  void refuseTooLong(ChannelHandlerContext context, @Nullable String authorization) {
    var refusal = new XksException(XksError.VALIDATION, "The body is longer than 256 KiB.");
    var answer = handler.refuse(refusal, call(context, authorization));
    var _ = context.writeAndFlush(response(false, answer));
    Runnable close =
        () -> {
          var _ = context.close();
        };
    var _ = context.executor().schedule(close, LINGER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (version == Version.HTTP_1_1) {
      connections.broke(context.channel(), cause);
    }
    closeConnection(context);
  }
}
