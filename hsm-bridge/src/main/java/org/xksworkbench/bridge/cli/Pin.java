package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.agent.SecretPipe;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// A PIN or a passphrase from a prompt, standard input, or a file that only its owner can read.
/// Never from an argument or the environment: other programs see those.
final class Pin {

  private static final int LONGEST = 1024;
  private static final String NOTHING_ENTERED =
      "Nothing was entered, so nothing was done. Try again.";
  private static final String PASSPHRASE_FILE = "--passphrase-file";

  private Pin() {}

  /// The PIN of a token that may need none.
  ///
  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller; empty if nothing was given
  static char[] orNone(@Nullable Path file, String prompt) {
    return ask(file, prompt, "PIN", "--pin-file");
  }

  static CommandFailure empty() {
    return refusal("The PIN is empty.");
  }

  /// The PIN that a token has.
  ///
  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller
  static char[] present(@Nullable Path file, String prompt, String option) {
    return read(file, prompt, "PIN", option);
  }

  /// A PIN that does not exist yet: a prompt asks twice, because nobody sees what was typed.
  ///
  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller
  static char[] fresh(@Nullable Path file, String prompt, String option) {
    return fresh(file, prompt, "PIN", option);
  }

  /// A passphrase that does not exist yet, in the same ways.
  ///
  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller
  static char[] freshPassphrase(@Nullable Path file, String prompt) {
    return fresh(file, prompt, "passphrase", PASSPHRASE_FILE);
  }

  /// @param ask answers a prompt
  static char[] twice(Function<String, char[]> ask, String prompt) {
    var first = ask.apply(prompt);
    var second = ask.apply("The same again");
    var same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same || first.length == 0) {
      Arrays.fill(first, '\0');
      throw new CommandFailure(
          same ? NOTHING_ENTERED : "The two entries differ, so nothing was done. Try again.");
    }
    return first;
  }

  /// A passphrase, in the same ways.
  ///
  /// @param file `-` for standard input, null for a prompt
  /// @return wiped by the caller
  static char[] passphrase(@Nullable Path file, String prompt) {
    return read(file, prompt, "passphrase", PASSPHRASE_FILE);
  }

  private static char[] fresh(@Nullable Path file, String prompt, String what, String option) {
    return file == null
        ? twice(once -> read(null, once, what, option), prompt)
        : read(file, prompt, what, option);
  }

  private static char[] read(@Nullable Path file, String prompt, String what, String option) {
    var given = ask(file, prompt, what, option);
    if (file != null && given.length == 0) {
      throw refusal("The " + what + " is empty.");
    }
    return given;
  }

  private static char[] ask(@Nullable Path file, String prompt, String what, String option) {
    try {
      if (file == null) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
          throw new CommandFailure(
              "There is no terminal to ask for the %s on; give it by %s.".formatted(what, option));
        }
        var entered = console.readPassword("%s: ", prompt);
        if (entered == null) {
          // Ctrl+D, or the terminal is gone.
          throw new CommandFailure(NOTHING_ENTERED);
        }
        return entered;
      }
      if (file.toString().equals("-")) {
        return oneLine(SecretPipe.standardInput(), what);
      }
      OwnerOnly.requireFile(file);
      try (var in = Files.newInputStream(file)) {
        return oneLine(in, what);
      }
    } catch (IOException e) {
      throw new CommandFailure("The " + what + " cannot be read: " + StoreException.words(e));
    }
  }

  /// Byte by byte up to the line's end: what follows belongs to somebody else, such as a second
  /// PIN, and the pipe may stay open.
  private static char[] oneLine(InputStream in, String what) throws IOException {
    var bytes = new byte[LONGEST];
    var length = 0;
    try {
      for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (length == LONGEST) {
          throw refusal("The " + what + " is longer than " + LONGEST + " bytes.");
        }
        if (next != '\r') {
          bytes[length++] = (byte) next;
        }
      }
      var chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
      var pin = new char[chars.remaining()];
      chars.get(pin);
      if (chars.hasArray()) {
        Arrays.fill(chars.array(), '\0');
      }
      return pin;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// As a token would refuse it, which is not asked.
  private static CommandFailure refusal(String sentence) {
    return new CommandFailure(ExitStatus.PIN_REFUSED, sentence);
  }
}
