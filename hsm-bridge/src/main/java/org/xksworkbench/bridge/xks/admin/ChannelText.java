package org.xksworkbench.bridge.xks.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One line each way.
final class ChannelText {

  private static final int CHUNK = 8192;

  private ChannelText() {}

  /// Reads until the end of a line, or of what comes.
  ///
  /// @throws TooLongException if there is more than that
  static byte[] read(SocketChannel channel, int longest) throws IOException {
    var text = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(CHUNK);
    while (channel.read(buffer.clear()) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        var next = buffer.get();
        if (next == '\n') {
          return text.toByteArray();
        }
        text.write(next);
        if (text.size() > longest) {
          throw new TooLongException();
        }
      }
    }
    return text.toByteArray();
  }

  static void write(SocketChannel channel, byte[] line) throws IOException {
    var bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// More came than anybody has reason to send.
  static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1;

    TooLongException() {
      super("a line is too long");
    }
  }
}
