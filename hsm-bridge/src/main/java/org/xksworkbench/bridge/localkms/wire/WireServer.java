package org.xksworkbench.bridge.localkms.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Serves the services over HTTP on a loopback address.
public final class WireServer implements AutoCloseable {

  private static final int EVENT_LOOPS = 2;

  /// A worker waits while a proxy is called, for seconds if the proxy is slow and its connections
  /// are taken. As many as there may be clients, so that those who want no proxy do not queue
  /// behind those who do; they cost memory only while they are needed.
  private static final int WORKERS = 256;

  private static final int WAITING = 4096;
  private static final int BACKLOG = 1024;
  private static final int IDLE_SECONDS = 10;

  private final MultiThreadIoEventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(
          EVENT_LOOPS,
          Thread.ofPlatform().name("local-kms-io-", 0).daemon().factory(),
          NioIoHandler.newFactory());
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("local-kms-worker-", 0).daemon().factory());
  private final Channel channel;

  /// Listens and answers.
  ///
  /// @param address of loopback; port 0 picks a free one
  /// @throws IOException if the address cannot be bound
  public WireServer(InetSocketAddress address, EndpointOfCaller endpoints, Controls controls)
      throws IOException {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(address + " is not a loopback address");
    }
    workers.allowCoreThreadTimeOut(true);
    var bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new HttpConnection(new RequestRouter(endpoints, controls), workers))
            .bind(address)
            .awaitUninterruptibly();
    channel = bound.channel();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
  }

  /// The address as it stands in a URL.
  public String host() {
    return HttpConnection.host(address());
  }

  public int port() {
    return address().getPort();
  }

  @Override
  public void close() {
    var _ = channel.close().awaitUninterruptibly();
    workers.shutdownNow();
    var _ = eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }
}
