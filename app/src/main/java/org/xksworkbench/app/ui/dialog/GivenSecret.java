package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.Arrays;

/// By which key a person signs: under which passphrase, or in which file.
public sealed interface GivenSecret extends AutoCloseable {

  /// Wipes it.
  @Override
  void close();

  /// A passphrase that was typed.
  final class Passphrase implements GivenSecret {
    private final char[] characters;

    /// @param characters wiped by [#close]
    public Passphrase(char[] characters) {
      this.characters = characters;
    }

    public char[] characters() {
      return characters;
    }

    @Override
    public void close() {
      Arrays.fill(characters, '\0');
    }
  }

  /// The file of a key that the person brought.
  record GivenKeyFile(Path file) implements GivenSecret {
    @Override
    public void close() {
      // The file stays with its owner.
    }
  }
}
