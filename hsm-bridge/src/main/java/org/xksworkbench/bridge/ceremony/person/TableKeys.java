package org.xksworkbench.bridge.ceremony.person;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Keys that are made at the table, for one ceremony: a file for each person in a folder of the
/// ceremony. They are wiped when it is over.
public final class TableKeys {

  private static final String ENDING = ".pem";

  private final Path folder;
  private final SortedMap<String, KeyFile> keys;

  private TableKeys(Path folder, SortedMap<String, KeyFile> keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /// Those that are there, if any are.
  ///
  /// @param folder of them; made if it is missing
  /// @throws CeremonyException if it cannot be read or made
  public static TableKeys in(Path folder) {
    var keys = new TreeMap<String, KeyFile>();
    try {
      OwnerOnly.createFolder(folder);
      try (var files = Files.list(folder)) {
        for (var file : files.sorted().toList()) {
          var name = String.valueOf(file.getFileName());
          if (name.endsWith(ENDING)) {
            keys.put(name.substring(0, name.length() - ENDING.length()), KeyFile.at(file));
          }
        }
      }
    } catch (IOException e) {
      throw CeremonyException.ofFolder(StoreException.FileAct.WRITE, folder, e);
    }
    return new TableKeys(folder, keys);
  }

  /// Makes a person's key.
  ///
  /// @param id of the person
  /// @param passphrase that nobody else chose; wiped by the caller after the call
  /// @throws CeremonyException if the person has a key, another person has the passphrase, or it is
  ///   too short
  public KeyFile make(String id, char[] passphrase) {
    if (keys.containsKey(id)) {
      throw new CeremonyException("A key of " + id + " was made already.");
    }
    // With one passphrase two people could sign for each other.
    for (var other : keys.values()) {
      var opened = other.open(passphrase);
      opened.ifPresent(HeldKey::close);
      if (opened.isPresent()) {
        throw new CeremonyException(
            "Somebody else at this table chose that passphrase. Choose another one.");
      }
    }
    var made = KeyFile.create(folder.resolve(id + ENDING), passphrase);
    keys.put(id, made);
    return made;
  }

  /// Keeps a key that a person made before the ceremony had a folder.
  ///
  /// @param id of the person
  /// @throws CeremonyException if the person has a key already, or it cannot be written
  public KeyFile keep(String id, NewKey made) {
    if (keys.containsKey(id)) {
      throw new CeremonyException("A key of " + id + " was made already.");
    }
    var file = made.write(folder.resolve(id + ENDING));
    keys.put(id, file);
    return file;
  }

  /// @return empty if the person has none here
  public Optional<KeyFile> of(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /// Wipes them all; the ceremony is over and sealed.
  ///
  /// @throws CeremonyException if one could not be deleted
  public void wipe() {
    for (var each : keys.values()) {
      each.wipe();
    }
    keys.clear();
  }
}
