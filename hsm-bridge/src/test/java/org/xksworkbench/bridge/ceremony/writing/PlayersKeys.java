package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.HeldKey;
import org.xksworkbench.bridge.ceremony.person.KeyFile;

/// A key for each person, open all the time and without a passphrase, which takes its time: for
/// tests that sign hundreds of lines, some of them in processes of their own.
final class PlayersKeys {

  private final Map<String, HeldKey> keys = new LinkedHashMap<>();
  private final Map<String, VerifyingKey> known = new LinkedHashMap<>();

  private PlayersKeys() {}

  static PlayersKeys inMemory() {
    var all = new PlayersKeys();
    Play.EVERYBODY.forEach(id -> all.keys.put(id, HeldKey.generate()));
    return all;
  }

  /// Of people who sign with their own files.
  static PlayersKeys of(Map<String, KeyFile> files) {
    var all = new PlayersKeys();
    files.forEach((id, file) -> all.known.put(id, file.key()));
    return all;
  }

  /// Who takes part, and by which key they are known.
  Map<String, VerifyingKey> known() {
    var all = new LinkedHashMap<>(known);
    keys.forEach((id, key) -> all.put(id, key.key()));
    return all;
  }

  /// Those that are in a folder, or new ones that are there from now on.
  static PlayersKeys in(Path folder) throws IOException, GeneralSecurityException {
    var all = new PlayersKeys();
    var factory = KeyFactory.getInstance("Ed25519");
    Files.createDirectories(folder);
    for (var id : Play.EVERYBODY) {
      var file = folder.resolve(id);
      if (!Files.exists(file)) {
        var made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.write(file, made.getPrivate().getEncoded());
        Files.write(folder.resolve(id + ".pub"), made.getPublic().getEncoded());
      }
      all.keys.put(
          id,
          HeldKey.of(
              new KeyPair(
                  factory.generatePublic(
                      new X509EncodedKeySpec(Files.readAllBytes(folder.resolve(id + ".pub")))),
                  factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file))))));
    }
    return all;
  }

  HeldKey of(String id) {
    var key = keys.get(id);
    if (key == null) {
      throw new IllegalArgumentException(id);
    }
    return key;
  }
}
