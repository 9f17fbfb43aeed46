package org.xksworkbench.bridge.localkms.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a connection passes through: a look at its first byte, then HTTP/1.1, one request at a
/// time, answered by a worker.
final class HttpConnection extends ChannelInitializer<SocketChannel> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private static final int HEADER_LIMIT = 64 * 1024;
  private static final int BODY_LIMIT = 1024 * 1024;
  private static final byte TLS_HANDSHAKE = 22;

  private final RequestRouter router;
  private final Executor workers;

  HttpConnection(RequestRouter router, Executor workers) {
    this.router = router;
    this.workers = workers;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    channel
        .pipeline()
        .addLast(new FirstByte())
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxHeaderSize(HEADER_LIMIT)
                    .setMaxInitialLineLength(HEADER_LIMIT)))
        .addLast(new HttpServerKeepAliveHandler())
        .addLast(new LimitedBody())
        .addLast(new Requests());
  }

  /// A client that speaks TLS here would wait for an answer that never comes.
  private static final class FirstByte extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes
          && bytes.isReadable()
          && bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE) {
        bytes.release();
        LOG.warn(
            "A client speaks TLS to the plain port {}: its endpoint URL must begin with http://",
            ((InetSocketAddress) context.channel().localAddress()).getPort());
        var line = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        var _ =
            context
                .writeAndFlush(Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    }
  }

  /// Reads a body that is too long to its end, so that the client hears the answer.
  private final class LimitedBody extends HttpObjectAggregator {

    LimitedBody() {
      super(BODY_LIMIT);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
      write(
          context,
          router.json(
              ServiceFault.of("RequestEntityTooLargeException", "A request has at most 1 MiB.")),
          UUID.randomUUID().toString());
    }
  }

  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
      if (http.decoderResult().isFailure()) {
        var _ = context.close();
        return;
      }
      var request = request(context, http);
      var requestId = UUID.randomUUID().toString();
      // The next request of this connection waits until this one is answered.
      context.channel().config().setAutoRead(false);
      try {
        workers.execute(() -> write(context, router.answer(request, requestId), requestId));
      } catch (RejectedExecutionException e) {
        write(
            context,
            WireResponse.text(503, "The local KMS has too many requests waiting, or is stopping."),
            requestId);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("A connection ended: {}", cause.getMessage());
      var _ = context.close();
    }
  }

  /// An address as it stands in a URL.
  static String host(InetSocketAddress address) {
    var text = address.getAddress().getHostAddress();
    return text.contains(":") ? "[" + text.replace("0:0:0:0:0:0:0:1", "::1") + "]" : text;
  }

  private static WireRequest request(ChannelHandlerContext context, FullHttpRequest http) {
    var headers = new HashMap<String, String>();
    http.headers()
        .forEach(header ->
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    var local = (InetSocketAddress) context.channel().localAddress();
    return new WireRequest(
        host(local) + ":" + local.getPort(),
        http.method().name(),
        http.uri(),
        headers,
        ByteBufUtil.getBytes(http.content()),
        ((InetSocketAddress) context.channel().remoteAddress()).getAddress().getHostAddress());
  }

  private static void write(
      ChannelHandlerContext context, WireResponse response, String requestId) {
    var body = Unpooled.wrappedBuffer(response.body().getBytes(StandardCharsets.UTF_8));
    var http =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
    http.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set("x-amzn-RequestId", requestId);
    var _ =
        context.writeAndFlush(http).addListener(_ -> context.channel().config().setAutoRead(true));
  }
}
