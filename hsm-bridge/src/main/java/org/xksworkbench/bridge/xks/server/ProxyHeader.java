package org.xksworkbench.bridge.xks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads by which header a load balancer says who calls: "The PROXY protocol", version 2, section
/// 2.2 (HAProxy). It comes before TLS, on every connection of such a balancer, so one without it is
/// closed. Version 1, which is text, is not read.
///
/// ```
/// bytes  0-11  the signature
///          12  version 2 (high) and command (low): 0 is LOCAL, 1 is PROXY
///          13  address family (high) and protocol (low): 11 is TCP over IPv4, 21 over IPv6
///       14-15  length of what follows: addresses, ports, and fields that are read over
/// ```
final class ProxyHeader extends ByteToMessageDecoder {

  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  private static final int VERSION_AND_COMMAND = 12;
  private static final int FAMILY = 13;
  private static final int LENGTH = 14;
  private static final int FIXED = 16;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /// Two addresses and two ports stand in it; this leaves room for what balancers add.
  private static final int LONGEST = 4096;

  private final OpenConnections connections;

  ProxyHeader(OpenConnections connections) {
    this.connections = connections;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!beginsRight(in)) {
      refuse(context, in);
      return;
    }
    if (in.readableBytes() < FIXED) {
      return;
    }
    var start = in.readerIndex();
    var length = in.getUnsignedShort(start + LENGTH);
    if (length > LONGEST) {
      refuse(context, in);
      return;
    }
    if (in.readableBytes() < FIXED + length) {
      return;
    }
    var command = in.getUnsignedByte(start + VERSION_AND_COMMAND);
    var family = in.getUnsignedByte(start + FAMILY);
    in.skipBytes(FIXED);
    var told = in.readSlice(length);
    var addressBytes =
        switch (family) {
          case TCP_OVER_IPV4 -> IPV4_BYTES;
          case TCP_OVER_IPV6 -> IPV6_BYTES;
          default -> 0;
        };
    // Both addresses and both ports.
    var needed = addressBytes == 0 ? 0 : 2 * (addressBytes + Short.BYTES);
    if ((command != LOCAL && command != PROXY) || (command == PROXY && length < needed)) {
      refuse(context, in);
      return;
    }
    // LOCAL is the balancer's own check of the proxy; of other families nothing is known here.
    Optional<InetAddress> caller =
        command == LOCAL || addressBytes == 0
            ? Optional.empty()
            : Optional.of(address(told, addressBytes));
    if (connections.isCalledBy(context, caller)) {
      context.pipeline().remove(this);
    } else {
      in.skipBytes(in.readableBytes());
    }
  }

  private static boolean beginsRight(ByteBuf in) {
    var known = Math.min(in.readableBytes(), SIGNATURE.length);
    for (var i = 0; i < known; i++) {
      if (in.getByte(in.readerIndex() + i) != SIGNATURE[i]) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress address(ByteBuf told, int bytes) {
    try {
      return InetAddress.getByAddress(ByteBufUtil.getBytes(told, told.readerIndex(), bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the bytes are those of an address", e);
    }
  }

  private void refuse(ChannelHandlerContext context, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    connections.refuse(context, Refusals.RefusalReason.PROXY_HEADER);
  }
}
