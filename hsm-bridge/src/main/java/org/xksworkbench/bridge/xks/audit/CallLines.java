package org.xksworkbench.bridge.xks.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Calls as lines of JSON, one behind the other, in one array that is used again and again.
///
/// All is printable ASCII; every other character stands as its number, in JSON's way. So nothing
/// that came over the wire moves a cursor, ends a line, or turns around what is beside it, in
/// whatever terminal, locale or viewer the line is read.
final class CallLines {

  private static final int USUAL = 1 << 12;
  private static final int LONGEST_ESCAPE = 6;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[USUAL];
  private int length;
  private int count;

  int count() {
    return count;
  }

  /// What [#add] put here, to be read once.
  ByteBuffer toRead() {
    return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
  }

  void clear() {
    length = 0;
    count = 0;
  }

  void add(XksCall call) {
    open("at", call.at().toString());
    text("kmsRequestId", call.kmsRequestId());
    text("operation", call.operation());
    text("kmsOperation", call.kmsOperation());
    text("awsPrincipalArn", call.awsPrincipalArn());
    text("kmsKeyArn", call.kmsKeyArn());
    text("kmsViaService", call.kmsViaService());
    text("awsSourceVpc", call.awsSourceVpc());
    text("awsSourceVpce", call.awsSourceVpce());
    text("peerAddress", call.peerAddress());
    text("protocol", call.protocol());
    text("accessKeyId", call.accessKeyId());
    text("pathPrefix", call.pathPrefix());
    text("xksKeyId", call.xksKeyId());
    number("httpStatus", call.httpStatus());
    text("errorName", call.errorName());
    text("cause", call.cause());
    number("queueMicros", call.queueMicros());
    number("authMicros", call.authMicros());
    number("tokenMicros", call.tokenMicros());
    number("totalMicros", call.totalMicros());
    plain("}\n");
    count++;
  }

  private void open(String name, String value) {
    plain("{");
    value(name, value);
  }

  private void text(String name, String value) {
    plain(",");
    value(name, value);
  }

  private void value(String name, String value) {
    plain("\"");
    plain(name);
    plain("\":\"");
    escape(value);
    plain("\"");
  }

  private void number(String name, long value) {
    plain(",\"");
    plain(name);
    plain("\":");
    plain(Long.toString(value));
  }

  /// @param ascii of ours, with nothing to escape
  @SuppressWarnings("deprecation") // the copy of the low bytes is what is wanted
  private void plain(String ascii) {
    room(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
  }

  private void escape(String text) {
    room(text.length() * LONGEST_ESCAPE);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (Bounded.cost(c)) {
        case 1 -> bytes[length++] = (byte) c;
        case 2 -> {
          bytes[length++] = '\\';
          bytes[length++] = (byte) c;
        }
        default -> {
          bytes[length++] = '\\';
          bytes[length++] = 'u';
          for (var shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(c >> shift) & 0xF];
          }
        }
      }
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
