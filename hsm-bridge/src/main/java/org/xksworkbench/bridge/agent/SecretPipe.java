package org.xksworkbench.bridge.agent;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Carries secrets from one process to another so that no stream on either side keeps a copy: what
/// a buffered stream has passed on stays in its buffer.
public final class SecretPipe {

  /// A write of so many bytes passes by the buffer of a process' standard input, and through the
  /// stack of the Java runtime instead of its heap.
  static final int BLOCK = 8192;

  private SecretPipe() {}

  /// Standard input without a buffer.
  @SuppressWarnings("resource") // standard input is closed by nobody
  public static InputStream standardInput() {
    return new FileInputStream(FileDescriptor.in);
  }

  /// Writes a line in UTF-8 to a process that reads one line. Zeros follow it.
  ///
  /// @param out the standard input of a process
  /// @throws IOException also if it does not fit into a block or is no text
  public static void writeLine(OutputStream out, char[] secret) throws IOException {
    var block = ByteBuffer.allocate(BLOCK);
    var encoded =
        StandardCharsets.UTF_8
            .newEncoder()
            .encode(CharBuffer.wrap(secret), block.limit(BLOCK - 1), true);
    block.limit(BLOCK).put((byte) '\n');
    if (!encoded.isUnderflow()) {
      Arrays.fill(block.array(), (byte) 0);
      throw new IOException("A secret is too long, or no text.");
    }
    write(out, block.array());
  }

  /// @param blocks whole ones; wiped
  static void write(OutputStream out, byte[] blocks) throws IOException {
    try {
      for (var from = 0; from < blocks.length; from += BLOCK) {
        out.write(blocks, from, BLOCK);
      }
      out.flush();
    } finally {
      Arrays.fill(blocks, (byte) 0);
    }
  }
}
