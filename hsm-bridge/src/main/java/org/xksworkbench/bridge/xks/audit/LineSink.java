package org.xksworkbench.bridge.xks.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Where the lines of a log go. Used by one thread.
interface LineSink extends Closeable {

  /// Writes whole lines.
  ///
  /// @throws IOException if they are not all written; then all of them may be written again
  void write(ByteBuffer lines) throws IOException;

  /// How it is named in a sentence.
  String name();

  /// Why it could not be written, and what to do, for the operator. Sentences.
  String sayFailure(IOException failure);

  /// A stream that somebody reads, or nobody.
  record Stream(OutputStream out) implements LineSink {

    @Override
    public void write(ByteBuffer lines) throws IOException {
      var bytes = new byte[lines.remaining()];
      lines.get(bytes);
      out.write(bytes);
      out.flush();
    }

    @Override
    public String name() {
      return "standard output";
    }

    @Override
    public String sayFailure(IOException failure) {
      return "Standard output cannot be written: "
          + failure.getMessage()
          + ". See that whoever reads it still runs.";
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
