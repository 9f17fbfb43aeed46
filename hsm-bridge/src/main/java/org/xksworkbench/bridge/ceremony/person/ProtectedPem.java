package org.xksworkbench.bridge.ceremony.person;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// An Ed25519 key in a file under a passphrase: PKCS #8 with PBES2 (RFC 8018: PBKDF2 with
/// HMAC-SHA-256, AES-256-CBC), then the public key, both PEM (RFC 7468). openssl reads it.
public final class ProtectedPem {

  private static final String PBE = "PBEWithHmacSHA256AndAES_256";

  /// As OWASP's password storage guidance asks for PBKDF2 with HMAC-SHA-256.
  static final int ITERATIONS = 600_000;

  private static final String PRIVATE = "ENCRYPTED PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");

  private ProtectedPem() {}

  /// Writes a file that did not exist, readable by its owner alone, and forces it to disk.
  ///
  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if the file is there or cannot be written
  public static void write(Path file, KeyPair pair, char[] passphrase) {
    write(file, pemOf(pair, passphrase, ITERATIONS));
  }

  /// The content of such a file.
  ///
  /// @param passphrase wiped by the caller after the call
  static String pemOf(KeyPair pair, char[] passphrase, int iterations) {
    return pem(PRIVATE, encrypt(pair, passphrase, iterations))
        + pem(PUBLIC, pair.getPublic().getEncoded());
  }

  /// @param pem from [#pemOf]
  static void write(Path file, String pem) {
    try {
      OwnerOnly.write(file, pem);
      OwnerOnly.forceFolder(file);
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyException(
          "The file " + file + " is there already; a key is never written over.", e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  private static byte[] encrypt(KeyPair pair, char[] passphrase, int iterations) {
    var random = new SecureRandom();
    var salt = new byte[16];
    var iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    var spec = new PBEKeySpec(passphrase);
    var plain = pair.getPrivate().getEncoded();
    try {
      var cipher = Cipher.getInstance(PBE);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance(PBE).generateSecret(spec),
          new PBEParameterSpec(salt, iterations, new IvParameterSpec(iv)));
      // The same parameters under the name that has an object identifier.
      var parameters = AlgorithmParameters.getInstance("PBES2");
      parameters.init(cipher.getParameters().getEncoded());
      return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(plain)).getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK has PBES2", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// @param passphrase wiped by the caller after the call
  /// @return both halves; empty if the passphrase does not open the file
  /// @throws CeremonyException if the file is none of ours, whatever the passphrase
  public static Optional<KeyPair> read(Path file, char[] passphrase) {
    return read(text(file), file, passphrase);
  }

  /// @param text of a file
  /// @param file where it is or will be, for what is said of it
  static Optional<KeyPair> read(String text, Path file, char[] passphrase) {
    var publicKey = publicKey(text, file);
    var spec = new PBEKeySpec(passphrase);
    try {
      var info = new EncryptedPrivateKeyInfo(block(text, PRIVATE, file));
      if (!info.getAlgName().equals(PBE)) {
        throw damage(file, null);
      }
      var cipher = Cipher.getInstance(PBE);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(PBE).generateSecret(spec),
          info.getAlgParameters());
      return decrypt(cipher, info).map(plain -> pair(plain, publicKey, file));
    } catch (GeneralSecurityException | IOException e) {
      throw damage(file, e);
    } finally {
      spec.clearPassword();
    }
  }

  /// Padding is right by chance for one wrong passphrase in 256; what comes out then is no key.
  private static Optional<byte[]> decrypt(Cipher cipher, EncryptedPrivateKeyInfo info) {
    try {
      var plain = cipher.doFinal(info.getEncryptedData());
      KeyFactory.getInstance(HeldKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(plain));
      return Optional.of(plain);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static KeyPair pair(byte[] plain, PublicKey publicKey, Path file) {
    try {
      var pair =
          new KeyPair(
              publicKey,
              KeyFactory.getInstance(HeldKey.ALGORITHM)
                  .generatePrivate(new PKCS8EncodedKeySpec(plain)));
      var key = HeldKey.of(pair);
      var message = new byte[] {'m', 'a', 't', 'c', 'h'};
      if (!key.key().holds(message, key.sign(message))) {
        throw new CeremonyException("The two keys in " + file + " do not belong together.");
      }
      return pair;
    } catch (GeneralSecurityException e) {
      throw damage(file, e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// The public half alone; no passphrase is needed.
  ///
  /// @throws CeremonyException if the file has none
  public static PublicKey readPublic(Path file) {
    return publicKey(text(file), file);
  }

  private static PublicKey publicKey(String text, Path file) {
    try {
      return KeyFactory.getInstance(HeldKey.ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(block(text, PUBLIC, file)));
    } catch (GeneralSecurityException e) {
      throw new CeremonyException(
          "The public key in "
              + file
              + " is no Ed25519 key. Put back a copy of the file, or take a key that this program"
              + " made.",
          e);
    }
  }

  private static CeremonyException damage(Path file, @Nullable Exception cause) {
    return new CeremonyException(
        "The key in "
            + file
            + " cannot be read: it is damaged, or encrypted in another way than PBES2 with AES-256."
            + " Put back a copy of the file, or take a key that this program made.",
        cause);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (CharacterCodingException e) {
      throw damage(file, e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
  }

  private static byte[] block(String text, String name, Path file) {
    try {
      return BLOCK
          .matcher(text)
          .results()
          .filter(block -> block.group(1).equals(name))
          .map(block -> Base64.getMimeDecoder().decode(block.group(2)))
          .findFirst()
          .orElseThrow(() -> damage(file, null));
    } catch (IllegalArgumentException e) {
      throw damage(file, e);
    }
  }

  private static String pem(String name, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
  }
}
