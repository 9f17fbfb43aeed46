package org.xksworkbench.bridge.ceremony.person;

import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// A person's key that waits for its secret. It is opened for one signature each time.
public sealed interface PersonKey permits KeyFile, TokenKey {

  /// A key that somebody brought.
  ///
  /// @param file PEM, or `*.yaml` that says where on a card the key is
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if there is none that may sign
  static PersonKey at(Path file, CardReader cards) {
    return file.toString().endsWith(".yaml") ? TokenKey.at(file, cards) : KeyFile.at(file);
  }

  /// The public half.
  VerifyingKey key();

  /// Whether it is on a card or another token, and its secret a PIN.
  default boolean onToken() {
    return this instanceof TokenKey;
  }

  /// What opens it is called so.
  default String secretWord() {
    return onToken() ? "PIN" : "passphrase";
  }

  /// Whether the PIN is typed at the token itself.
  default boolean hasKeypad() {
    return this instanceof TokenKey card && card.keypad();
  }

  /// @param secret wiped by the caller after the call
  /// @return empty if it is wrong
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if the key is not there, or another
  Optional<? extends LineSigner> open(char[] secret);
}
