package org.xksworkbench.bridge.hsm.pkcs11;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// A text in UTF-8 with a byte in each character. The wrapper passes such to the module as they are
/// if it is not asked for UTF-8; if it is, it makes a `String` of the text first, which nobody can
/// wipe.
final class Utf8Characters implements AutoCloseable {

  private static final int LONGEST = 4;
  private static final int BYTE = 0xFF;

  private final char[] characters;

  private Utf8Characters(char[] characters) {
    this.characters = characters;
  }

  /// @throws HsmException if it is no text
  static Utf8Characters of(char[] text) {
    var bytes = ByteBuffer.allocate(LONGEST * text.length);
    try {
      if (!StandardCharsets.UTF_8
          .newEncoder()
          .encode(CharBuffer.wrap(text), bytes, true)
          .isUnderflow()) {
        throw new HsmException(
            Reason.PIN_INCORRECT, "The PIN holds half of a character. Type it again.");
      }
      var characters = new char[bytes.flip().remaining()];
      for (var i = 0; i < characters.length; i++) {
        characters[i] = (char) (bytes.get() & BYTE);
      }
      return new Utf8Characters(characters);
    } finally {
      Arrays.fill(bytes.array(), (byte) 0);
    }
  }

  /// Null if there are none: to Cryptoki no PIN is a null pointer.
  @SuppressWarnings("NullAway") // the wrapper says nothing of nulls
  char[] orNull() {
    return characters.length == 0 ? null : characters;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }
}
