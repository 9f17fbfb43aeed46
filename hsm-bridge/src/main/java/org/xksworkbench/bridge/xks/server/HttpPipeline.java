package org.xksworkbench.bridge.xks.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a connection passes through: limits, TLS, then HTTP/1.1 or HTTP/2 as the caller chose
/// (ALPN).
final class HttpPipeline extends ChannelInitializer<SocketChannel> {

  /// Two lines of it hold the longest request line and the longest signature header with room.
  private static final int HEADER_LIMIT = 16 * 1024;

  private static final int BODY_LIMIT = 256 * 1024;
  private static final long STREAMS = 128;

  private final OpenConnections connections;
  private final ConnectionLimits limits;
  private final Supplier<SslContext> tls;
  private final Function<HttpFrontend.Version, HttpFrontend> frontend;

  HttpPipeline(
      OpenConnections connections,
      ConnectionLimits limits,
      Supplier<SslContext> tls,
      Function<HttpFrontend.Version, HttpFrontend> frontend) {
    this.connections = connections;
    this.limits = limits;
    this.tls = tls;
    this.frontend = frontend;
  }

  @Override
  protected void initChannel(SocketChannel accepted) {
    // Before its TLS is made: what changes in between closes it, and leaves no gap.
    var connection = connections.begins(accepted);
    var secured = tls.get().newHandler(accepted.alloc());
    secured.setHandshakeTimeoutMillis(limits.handshakeSeconds() * 1000L);
    var pipeline = accepted.pipeline().addLast(connections);
    if (connections.awaitsCaller(connection)) {
      pipeline.addLast(new ProxyHeader(connections));
    }
    pipeline
        .addLast(new IdleGuard(limits.idleSeconds(), limits.requestSeconds()))
        .addLast(secured)
        .addLast(new Negotiated());
  }

  private final class Negotiated extends ApplicationProtocolNegotiationHandler {

    Negotiated() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        http2(context.pipeline());
      } else {
        http1(context.pipeline());
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      // A caller that does not finish its handshake is nothing to write a log about.
      connections.broke(context.channel(), cause);
      var _ = context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      connections.broke(context.channel(), cause);
      var _ = context.close();
    }
  }

  /// The end of an HTTP/2 connection's handlers: behind it, each reset by a caller would be written
  /// to the log with its stack trace.
  private final class Broken extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      connections.broke(context.channel(), cause);
      if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
        var _ = context.close();
      }
      // Else the codec says to the caller what was wrong, and closes.
    }
  }

  private void http1(ChannelPipeline pipeline) {
    pipeline
        .addLast(new SlowRequestGuard(limits.requestSeconds()))
        .addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxHeaderSize(HEADER_LIMIT)))
        .addLast(new CappedBody(HttpFrontend.Version.HTTP_1_1))
        .addLast(frontend.apply(HttpFrontend.Version.HTTP_1_1));
  }

  private void http2(ChannelPipeline pipeline) {
    pipeline
        .addLast(
            Http2FrameCodecBuilder.forServer()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .maxConcurrentStreams(STREAMS)
                        .maxHeaderListSize(HEADER_LIMIT))
                .build())
        .addLast(
            new Http2MultiplexHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream
                        .pipeline()
                        .addLast(new SlowRequestGuard(limits.requestSeconds()))
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(new CappedBody(HttpFrontend.Version.HTTP_2))
                        .addLast(frontend.apply(HttpFrontend.Version.HTTP_2));
                  }
                }))
        .addLast(new Broken());
  }

  /// Refuses a body above the cap by its announced length, before it is read, or as soon as it is
  /// exceeded.
  private final class CappedBody extends HttpObjectAggregator {

    private final HttpFrontend.Version version;

    CappedBody(HttpFrontend.Version version) {
      super(BODY_LIMIT);
      this.version = version;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
      frontend
          .apply(version)
          .refuseTooLong(context, oversized.headers().get(HttpHeaderNames.AUTHORIZATION));
    }
  }
}
