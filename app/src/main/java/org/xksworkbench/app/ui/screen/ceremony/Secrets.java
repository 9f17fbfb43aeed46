package org.xksworkbench.app.ui.screen.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.xksworkbench.app.ui.dialog.GivenSecret;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.store.OwnerOnly;

/// What is said of a secret, and how one is read from a file.
final class Secrets {

  private static final Words WORDS = Words.of(Secrets.class);

  private Secrets() {}

  static String kind(GivenSecret given) {
    return switch (given) {
      case GivenSecret.Passphrase _ -> WORDS.text("secret.passphrase");
      case GivenSecret.GivenKeyFile(var file) -> WORDS.text("secret.file", file.getFileName());
    };
  }

  /// The first line of a file that only its owner can read.
  ///
  /// @return wiped by the caller
  static char[] pinIn(Path file) throws IOException {
    OwnerOnly.requireFile(file);
    var bytes = Files.readAllBytes(file);
    try {
      var length = 0;
      while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
        length++;
      }
      var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
      var pin = new char[decoded.remaining()];
      decoded.get(pin);
      if (decoded.hasArray()) {
        Arrays.fill(decoded.array(), '\0');
      }
      return pin;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
