package org.xksworkbench.bridge.ceremony.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.StoreException;

/// An Ed25519 key of the operator, in a file under a passphrase: PKCS #8 with PBES2 (RFC 8018:
/// PBKDF2 with HMAC-SHA-256, AES-256-CBC), then the public key, both PEM (RFC 7468).
public final class OperatorKey implements TranscriptSigner {

  private static final String PBE = "PBEWithHmacSHA256AndAES_256";
  private static final int ITERATIONS = 600_000;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");

  private final KeyPair pair;

  private OperatorKey(KeyPair pair) {
    this.pair = pair;
  }

  public static OperatorKey generate() {
    try {
      return new OperatorKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  /// Writes a file that did not exist, readable by its owner alone.
  ///
  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if the file is there or cannot be written
  public void write(Path file, char[] passphrase) {
    try {
      var text =
          pem("ENCRYPTED PRIVATE KEY", encrypted(passphrase))
              + pem("PUBLIC KEY", pair.getPublic().getEncoded());
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyException(
          "The file " + file + " is there already; a key is never written over.", e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.Act.WRITE, file, e);
    }
  }

  private byte[] encrypted(char[] passphrase) {
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
          new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(iv)));
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
  /// @throws CeremonyException if the file is none of ours or the passphrase is wrong
  public static OperatorKey read(Path file, char[] passphrase) {
    var text = text(file);
    var spec = new PBEKeySpec(passphrase);
    try {
      var info = new EncryptedPrivateKeyInfo(block(text, "ENCRYPTED PRIVATE KEY", file));
      var cipher = Cipher.getInstance(PBE);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(PBE).generateSecret(spec),
          info.getAlgParameters());
      var plain = cipher.doFinal(info.getEncryptedData());
      var factory = KeyFactory.getInstance("Ed25519");
      PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(plain));
      Arrays.fill(plain, (byte) 0);
      var key = new OperatorKey(new KeyPair(publicKey(text, file), privateKey));
      if (!key.matches()) {
        throw new CeremonyException("The two keys in " + file + " do not belong together.");
      }
      return key;
    } catch (GeneralSecurityException | IOException e) {
      throw new CeremonyException(
          "The key in "
              + file
              + " cannot be read: the passphrase is wrong, or the file is"
              + " damaged.",
          e);
    } finally {
      spec.clearPassword();
    }
  }

  /// The public half alone; no passphrase is needed.
  ///
  /// @throws CeremonyException if the file has none
  public static PublicKey readPublic(Path file) {
    try {
      return publicKey(text(file), file);
    } catch (GeneralSecurityException e) {
      throw new CeremonyException("The public key in " + file + " is no Ed25519 key.", e);
    }
  }

  private static PublicKey publicKey(String text, Path file) throws GeneralSecurityException {
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY", file)));
  }

  @Override
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return SignatureAlgorithm.ED25519;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  private boolean matches() {
    var message = "match".getBytes(StandardCharsets.US_ASCII);
    return SignatureAlgorithm.verifies(pair.getPublic(), message, sign(message));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.Act.READ, file, e);
    }
  }

  private static byte[] block(String text, String name, Path file) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(name))
        .map(block -> Base64.getMimeDecoder().decode(block.group(2)))
        .findFirst()
        .orElseThrow(() -> new CeremonyException("The file " + file + " has no " + name + "."));
  }

  private static String pem(String name, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
  }

  @Override
  public String toString() {
    return "OperatorKey[" + fingerprint() + "]";
  }
}
