package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.store.StoreException;

/// What a person shows to be that person: a passphrase, or a file that only that person has. Wiped
/// when it is closed; never written anywhere.
public final class PersonSecret implements AutoCloseable {

  private static final int MIN_PASSPHRASE = 8;
  private static final int MIN_KEY_FILE_BYTES = 32;

  private final char[] characters;

  private PersonSecret(char[] characters) {
    this.characters = characters;
  }

  /// @param passphrase copied; wiped by the caller after the call
  /// @throws CeremonyException if it has less than 8 characters
  public static PersonSecret passphrase(char[] passphrase) {
    if (passphrase.length < MIN_PASSPHRASE) {
      throw new CeremonyException("A passphrase has 8 characters at least.");
    }
    return new PersonSecret(passphrase.clone());
  }

  /// The content of a file, whatever it is.
  ///
  /// @throws CeremonyException if it cannot be read or has less than 32 bytes
  public static PersonSecret keyFile(Path file) {
    try {
      if (Files.size(file) < MIN_KEY_FILE_BYTES) {
        throw new CeremonyException("A key file has 32 bytes at least; " + file + " has fewer.");
      }
      return new PersonSecret(("file:" + Fingerprint.ofFile(file).hex()).toCharArray());
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
  }

  char[] characters() {
    return characters;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
