package org.xksworkbench.bridge.ceremony.person;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// A person's key in a file under a passphrase. It is opened for one signature each time.
public final class KeyFile implements PersonKey {

  /// Who has the file can try passphrases as long as they like.
  public static final int SHORTEST_PASSPHRASE = 14;

  private final Path file;
  private final VerifyingKey key;

  private KeyFile(Path file, VerifyingKey key) {
    this.file = file;
    this.key = key;
  }

  /// Makes a key and writes it to a file that did not exist.
  ///
  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if the passphrase is too short, the file is there, or cannot be
  ///   written
  public static KeyFile create(Path file, char[] passphrase) {
    requireLong(passphrase);
    try (var made = HeldKey.generate()) {
      ProtectedPem.write(file, made.pair(), passphrase);
      return new KeyFile(file, made.key());
    }
  }

  /// @throws CeremonyException if who finds the file could guess it
  static void requireLong(char[] passphrase) {
    if (passphrase.length < SHORTEST_PASSPHRASE) {
      throw new CeremonyException(
          "A passphrase of a person's key has "
              + SHORTEST_PASSPHRASE
              + " characters at least: who finds the file can try as many as they like. Choose a"
              + " longer one.");
    }
  }

  /// A key that was made before.
  ///
  /// @throws CeremonyException if the file cannot be read or holds no such key
  public static KeyFile at(Path file) {
    try {
      return new KeyFile(file, VerifyingKey.of(ProtectedPem.readPublic(file).getEncoded()));
    } catch (MalformedEvidence e) {
      throw new CeremonyException("The key in " + file + " cannot sign. " + e.getMessage(), e);
    }
  }

  /// The public half, known without a passphrase.
  @Override
  public VerifyingKey key() {
    return key;
  }

  /// @param passphrase wiped by the caller after the call
  /// @return empty if the passphrase is wrong
  /// @throws CeremonyException if the file is not there, damaged, or was exchanged for another
  ///   key's
  @Override
  public Optional<HeldKey> open(char[] passphrase) {
    var held = ProtectedPem.read(file, passphrase).map(HeldKey::of);
    if (held.isPresent() && !held.get().key().equals(key)) {
      throw new CeremonyException(
          "The file "
              + file
              + " holds another key than before. Put back the one that it was, then sign.");
    }
    return held;
  }

  /// Overwrites and deletes the file. On a flash disk, or one that copies on write, what was in it
  /// may still be found: the key under its passphrase.
  ///
  /// @throws CeremonyException if it could not be deleted
  void wipe() {
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          var noise = new byte[Math.toIntExact(channel.size())];
          new SecureRandom().nextBytes(noise);
          for (var bytes = ByteBuffer.wrap(noise); bytes.hasRemaining(); ) {
            channel.write(bytes);
          }
          channel.force(true);
        }
      }
      Deletion.file(file);
      OwnerOnly.forceFolder(file);
    } catch (IOException e) {
      throw new CeremonyException(
          "The key in "
              + file
              + " could not be wiped: "
              + StoreException.words(e)
              + ". Delete the file; its ceremony is over.",
          e);
    }
  }

  @Override
  public String toString() {
    return "KeyFile[" + key.keyid() + "]";
  }
}
