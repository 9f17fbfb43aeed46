package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.config.OwnerOnly;

/// A PIN from a prompt, standard input, or a file that only its owner can read. Never from an
/// argument or the environment: other programs see those.
final class Pin {

  private Pin() {}

  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller
  static char[] read(@Nullable Path file, String prompt) {
    try {
      if (file == null) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
          throw new CommandFailure(
              "There is no terminal to ask for the PIN on; give it by --pin-file.");
        }
        return console.readPassword("%s: ", prompt);
      }
      if (file.toString().equals("-")) {
        return firstLine(System.in.readAllBytes());
      }
      OwnerOnly.requireFile(file);
      return firstLine(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CommandFailure("The PIN cannot be read: " + e.getMessage());
    }
  }

  private static char[] firstLine(byte[] bytes) {
    var length = 0;
    while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
      length++;
    }
    CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
    var pin = new char[chars.remaining()];
    chars.get(pin);
    Arrays.fill(bytes, (byte) 0);
    if (chars.hasArray()) {
      Arrays.fill(chars.array(), '\0');
    }
    if (pin.length == 0) {
      throw new CommandFailure("The PIN is empty.");
    }
    return pin;
  }
}
