package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The header byte by byte, with the beginning of TLS after it.
class ProxyHeaderTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String TLS = "160301";

  private final OpenConnections connections =
      new OpenConnections(ConnectionLimits.DEFAULT, new Refusals(_ -> {}), () -> Admission.ANYBODY);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private OpenConnection connection;

  @BeforeEach
  void connect() {
    connection = connections.begins(channel);
    channel.pipeline().addLast(new ProxyHeader(connections));
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @CsvSource({
    "21 11 000c cb007107 0a000001 d431 01bb, 203.0.113.7",
    "21 11 0013 cb007107 0a000001 d431 01bb 040004 00000000, 203.0.113.7",
    "21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 d431 01bb,"
        + " 2001:db8:0:0:0:0:0:7",
  })
  void who_calls_is_read_and_what_follows_is_left(String header, String caller) {
    receive(header + TLS);
    assertThat(connection.caller().getHostAddress()).isEqualTo(caller);
    assertThat(passedOn()).isEqualTo(TLS);
    assertThat(channel.isOpen()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "20 00 0000",
    "20 11 000c cb007107 0a000001 d431 01bb",
    "21 00 0000",
    "21 31 0004 2f746d70",
  })
  void where_nobody_is_named_the_balancer_calls_by_itself(String header) {
    receive(header + TLS);
    assertThat(connection.caller()).isEqualTo(connection.peer());
    assertThat(passedOn()).isEqualTo(TLS);
  }

  @ParameterizedTest
  @CsvSource({
    "11 11 000c cb007107 0a000001 d431 01bb, version 1",
    "22 11 000c cb007107 0a000001 d431 01bb, an unknown command",
    "21 11 000b cb007107 0a000001 d431 01, too short for its addresses",
    "21 21 000c cb007107 0a000001 d431 01bb, too short for its family",
    "21 11 1001 cb007107, longer than any",
  })
  void what_is_no_such_header_ends_the_connection(String header, String why) {
    receive(header + TLS);
    assertThat(channel.isOpen()).as(why).isFalse();
    assertThat(passedOn()).isEmpty();
    assertThat(connections.refusalCounts()).containsEntry("proxy_header", 1L);
  }

  @Test
  void a_connection_that_begins_otherwise_is_not_waited_for() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x16}));
    assertThat(channel.isOpen()).isFalse();
    assertThat(connections.refusalCounts()).containsEntry("proxy_header", 1L);
  }

  private void receive(String afterSignature) {
    for (var b : HexFormat.of().parseHex((SIGNATURE + afterSignature).replace(" ", ""))) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
      }
    }
  }

  private String passedOn() {
    var bytes = new StringBuilder();
    for (ByteBuf read = channel.readInbound(); read != null; read = channel.readInbound()) {
      bytes.append(ByteBufUtil.hexDump(read));
      read.release();
    }
    return bytes.toString();
  }
}
