package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicInteger;

/// A JVM without a network: every socket and every channel fails, and is counted. It is chosen on
/// the command line by `-Djava.nio.channels.spi.SelectorProvider`.
public final class BlockedNetwork extends SelectorProvider {

  static final AtomicInteger ATTEMPTS = new AtomicInteger();

  /// Sockets of java.net, which do not ask the provider.
  @SuppressWarnings("deprecation")
  static void blockSockets() throws IOException {
    Socket.setSocketImplFactory(BlockedNetwork::noSocket);
    ServerSocket.setSocketFactory(BlockedNetwork::noSocket);
  }

  private static SocketImpl noSocket() {
    ATTEMPTS.incrementAndGet();
    throw new IllegalStateException("the network is blocked");
  }

  private static SocketException blocked() {
    ATTEMPTS.incrementAndGet();
    return new SocketException("the network is blocked");
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    throw blocked();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    throw blocked();
  }

  @Override
  public Pipe openPipe() throws IOException {
    throw blocked();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    throw blocked();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    throw blocked();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    throw blocked();
  }
}
