package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// What a file is by what it holds; its name proves nothing.
final class FileType {

  private static final int LOOKED_AT = 1 << 16;
  private static final String OTHER = "application/octet-stream";

  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "ffd8ff", "image/jpeg",
          "89504e470d0a1a0a", "image/png",
          "255044462d", "application/pdf",
          "2d2d2d2d2d424547494e20", "application/x-pem-file");

  private FileType() {}

  static String of(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(LOOKED_AT);
    }
    for (var beginning : BEGINNINGS.entrySet()) {
      var bytes = HexFormat.of().parseHex(beginning.getKey());
      if (head.length >= bytes.length && Arrays.equals(Arrays.copyOf(head, bytes.length), bytes)) {
        return beginning.getValue();
      }
    }
    return isText(head) ? "text/plain" : OTHER;
  }

  private static boolean isText(byte[] head) {
    for (var each : head) {
      if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
        return false;
      }
    }
    // A character may be cut where the look ends.
    for (var cut = 0; cut < 4 && cut <= head.length; cut++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, head.length - cut));
        return true;
      } catch (CharacterCodingException e) {
        if (head.length < LOOKED_AT) {
          return false;
        }
      }
    }
    return false;
  }
}
