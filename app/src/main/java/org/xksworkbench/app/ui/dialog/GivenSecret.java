package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.Arrays;

/// How a person shows to be that person.
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

  /// A file that only that person has.
  record GivenKeyFile(Path file) implements GivenSecret {
    @Override
    public void close() {
      // The file stays with its owner.
    }
  }
}
