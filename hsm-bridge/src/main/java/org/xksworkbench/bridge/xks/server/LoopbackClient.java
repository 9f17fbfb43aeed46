package org.xksworkbench.bridge.xks.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.server.HttpFrontend.Version;

/// One connection to a listener of this process, over TLS, by HTTP/1.1 or HTTP/2. It asks one
/// question at a time.
final class LoopbackClient implements AutoCloseable {

  /// @param status 0 if the connection failed
  record Reply(int status, byte[] body) {}

  private static final int LONGEST_ANSWER = 256 * 1024;

  private final Version version;
  private final Channel channel;
  private final long deadline;
  private final BlockingQueue<Reply> replies;

  private LoopbackClient(
      Version version, Channel channel, long deadline, BlockingQueue<Reply> replies) {
    this.version = version;
    this.channel = channel;
    this.deadline = deadline;
    this.replies = replies;
  }

  /// @param deadline of all that is asked, as [System#nanoTime()]
  static LoopbackClient connect(
      EventLoopGroup eventLoops, SocketAddress to, SslContext tls, Version version, long deadline)
      throws IOException {
    var replies = new LinkedBlockingQueue<Reply>();
    var connecting =
        new Bootstrap()
            .group(eventLoops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket.pipeline().addLast(tls.newHandler(socket.alloc()));
                    http(version, socket.pipeline(), replies);
                  }
                })
            .connect(to);
    var channel = connecting.channel();
    try {
      await(connecting, deadline);
      await(channel.pipeline().get(SslHandler.class).handshakeFuture(), deadline);
    } catch (IOException e) {
      var _ = channel.close();
      throw e;
    }
    return new LoopbackClient(version, channel, deadline, replies);
  }

  private static void http(
      Version version, ChannelPipeline pipeline, BlockingQueue<Reply> replies) {
    switch (version) {
      case HTTP_1_1 ->
          pipeline
              .addLast(new HttpClientCodec())
              .addLast(new HttpObjectAggregator(LONGEST_ANSWER))
              .addLast(new ReplyReader(replies));
      case HTTP_2 ->
          pipeline
              .addLast(Http2FrameCodecBuilder.forClient().build())
              .addLast(
                  new Http2MultiplexHandler(
                      new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel pushed) {
                          // The proxy opens no streams.
                        }
                      }));
    }
  }

  Reply ask(SignedRequest request) throws IOException, InterruptedException {
    var to = version == Version.HTTP_2 ? stream() : channel;
    await(to.writeAndFlush(message(request)), deadline);
    var reply = replies.poll(remaining(deadline), TimeUnit.NANOSECONDS);
    if (reply == null) {
      throw new IOException("no answer in time");
    }
    return reply;
  }

  private Channel stream() throws IOException {
    var opening =
        new Http2StreamChannelBootstrap(channel)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream
                        .pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(false))
                        .addLast(new HttpObjectAggregator(LONGEST_ANSWER))
                        .addLast(new ReplyReader(replies));
                  }
                })
            .open();
    await(opening, deadline);
    return opening.getNow();
  }

  private static FullHttpRequest message(SignedRequest request) {
    var message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            request.path(),
            Unpooled.wrappedBuffer(request.body()));
    request.headers().forEach((name, values) -> message.headers().add(name, values));
    message
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
    return message;
  }

  @Override
  public void close() {
    var _ = channel.close();
  }

  private static void await(Future<?> future, long deadline) throws IOException {
    if (!future.awaitUninterruptibly(remaining(deadline), TimeUnit.NANOSECONDS)) {
      throw new IOException("no answer in time");
    }
    if (!future.isSuccess()) {
      throw new IOException("the connection failed", future.cause());
    }
  }

  private static long remaining(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /// What is answered on one connection or stream.
  private static final class ReplyReader extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final BlockingQueue<Reply> replies;

    ReplyReader(BlockingQueue<Reply> replies) {
      this.replies = replies;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      replies.add(new Reply(response.status().code(), ByteBufUtil.getBytes(response.content())));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      replies.add(new Reply(0, new byte[0]));
      var _ = context.close();
    }
  }
}
