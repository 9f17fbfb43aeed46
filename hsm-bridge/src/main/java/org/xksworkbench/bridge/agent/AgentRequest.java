package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A call on its way to the helper, its secrets apart from the rest: text of a JSON tree is a
/// `String`, which nobody can wipe. On the channel:
///
/// ```
/// 4 bytes   length of the JSON object
///           the object in UTF-8; null stands where a secret is an argument
/// 4 bytes   how many blocks of 8 KiB with secrets follow
///           4 bytes with their number; for each 4 bytes with its length and 2 bytes for each of its
///           characters as they are (UTF-16, in pairs or not); zeros fill the last block
/// ```
///
/// @param secrets in the order of the arguments
record AgentRequest(ObjectNode call, List<char[]> secrets) {

  private static final int LONGEST_CALL = 64 << 20;
  private static final int MOST_BLOCKS = 1 << 12;

  AgentRequest {
    secrets = List.copyOf(secrets);
  }

  /// @param id by which its answer is known
  AgentRequest withId(long id) {
    return new AgentRequest(call.put("id", id), secrets);
  }

  void writeTo(OutputStream out, ObjectMapper mapper) throws IOException {
    var text = mapper.writeValueAsBytes(call);
    var blocks = blocks();
    var head = new DataOutputStream(out);
    head.writeInt(text.length);
    head.write(text);
    head.writeInt(blocks.length / SecretPipe.BLOCK);
    SecretPipe.write(out, blocks);
  }

  private byte[] blocks() throws IOException {
    if (secrets.isEmpty()) {
      return new byte[0];
    }
    var bytes =
        secrets.stream().mapToInt(secret -> Integer.BYTES + Character.BYTES * secret.length);
    var blocks = Math.ceilDiv(Integer.BYTES + bytes.sum(), SecretPipe.BLOCK);
    var filled = ByteBuffer.allocate(within(blocks, MOST_BLOCKS) * SecretPipe.BLOCK);
    filled.putInt(secrets.size());
    for (var secret : secrets) {
      filled.putInt(secret.length).asCharBuffer().put(secret);
      filled.position(filled.position() + Character.BYTES * secret.length);
    }
    return filled.array();
  }

  /// @param in without a buffer, which would keep the secrets
  /// @return empty at the end of the input
  /// @throws IOException also if it ends within a request, or holds none
  static Optional<AgentRequest> readFrom(InputStream in, ObjectMapper mapper) throws IOException {
    var first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    var data = new DataInputStream(in);
    var length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
    var text = new byte[within(length, LONGEST_CALL)];
    data.readFully(text);
    var blocks = new byte[within(data.readInt(), MOST_BLOCKS) * SecretPipe.BLOCK];
    data.readFully(blocks);
    try {
      return Optional.of(
          new AgentRequest(
              (ObjectNode) mapper.readTree(text),
              blocks.length == 0 ? List.of() : secrets(ByteBuffer.wrap(blocks))));
    } finally {
      Arrays.fill(blocks, (byte) 0);
    }
  }

  private static List<char[]> secrets(ByteBuffer blocks) throws IOException {
    var secrets = new ArrayList<char[]>();
    for (var left = blocks.getInt(); left > 0; left--) {
      var secret = new char[within(blocks.getInt(), blocks.remaining() / Character.BYTES)];
      blocks.asCharBuffer().get(secret);
      blocks.position(blocks.position() + Character.BYTES * secret.length);
      secrets.add(secret);
    }
    return secrets;
  }

  private static int within(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("This is no request of the channel, or too long a one.");
    }
    return count;
  }

  void wipe() {
    secrets.forEach(secret -> Arrays.fill(secret, '\0'));
  }

  @Override
  public String toString() {
    return call + " and " + secrets.size() + " secrets";
  }
}
