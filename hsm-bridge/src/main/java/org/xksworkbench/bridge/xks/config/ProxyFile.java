package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.tomlj.MutableTomlArray;
import org.tomlj.MutableTomlTable;
import org.tomlj.Toml;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.auth.Credential;

/// Changes `proxy.toml`: one at a time, whole or not at all, comments kept, and nothing that the
/// proxy would refuse. A running proxy follows the file.
public final class ProxyFile {

  /// A lock of a file is held by a process; this one keeps its threads apart.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;

  /// @throws ProxyConfigException if the configuration is not valid as it is
  public ProxyFile(Path file) {
    this.file = file;
    var _ = ProxyConfig.read(file);
  }

  /// `proxy.toml`.
  public Path path() {
    return file;
  }

  public ProxyConfig read() {
    return ProxyConfig.read(file);
  }

  /// A new credential, and where the file for the AWS console with it lies.
  public record Added(String accessKeyId, Path consoleFile) {}

  /// Adds a fresh credential to a prefix and writes the file that the AWS console takes.
  public Added addCredential(String path) {
    var credential = Credential.generate(new SecureRandom());
    change(root -> {
      var prefix = prefix(root, path);
      var table = MutableTomlTable.create();
      table.set("access-key-id", credential.accessKeyId());
      table.set("secret-access-key", credential.secretAccessKey());
      array(prefix, "credential").add(table);
    });
    var folder = ProxyConfig.folderOf(file);
    var first = read().prefixes().getFirst().path().equals(path);
    var console = ProxyFolder.consoleFile(folder, path, first);
    try {
      OwnerOnly.replace(console, ProxyFolder.consoleText(path, credential));
    } catch (IOException e) {
      var why = StoreException.of(StoreException.FileAct.WRITE, console, e);
      throw new ProxyConfigException("The credential was added, but " + why.clause(), why);
    }
    return new Added(credential.accessKeyId(), console);
  }

  /// Removes a credential. The last one of a prefix stays.
  ///
  /// @param path the prefix, empty to look in all
  public void removeCredential(Optional<String> path, String accessKeyId) {
    var removed = new ArrayList<String>();
    change(root -> {
      for (var prefix : prefixes(root, path)) {
        var credentials = array(prefix, "credential");
        for (var i = credentials.size() - 1; i >= 0; i--) {
          if (accessKeyId.equals(credentials.getTable(i).getString("access-key-id"))) {
            if (credentials.size() == 1) {
              throw new ProxyConfigException(
                  accessKeyId
                      + " is the last credential of "
                      + prefix.getString("path")
                      + "; add another one first",
                  null);
            }
            credentials.remove(i);
            removed.add(accessKeyId);
          }
        }
      }
      if (removed.isEmpty()) {
        throw new ProxyConfigException("No prefix has the credential " + accessKeyId, null);
      }
    });
  }

  /// Blocks or unblocks key stores.
  ///
  /// @param path the prefix, empty for all
  public void block(Optional<String> path, boolean blocked) {
    change(root -> prefixes(root, path).forEach(prefix -> prefix.set("blocked", blocked)));
  }

  /// Blocks or unblocks one key.
  ///
  /// @param path the prefix, empty for all
  public void blockKey(Optional<String> path, String xksKeyId, boolean blocked) {
    change(root -> {
      for (var prefix : prefixes(root, path)) {
        var ids = new ArrayList<Object>();
        var present = prefix.getArray(List.of("blocked-keys"));
        if (present != null) {
          ids.addAll(present.toList());
        }
        var known = ids.contains(xksKeyId);
        if (blocked && !known) {
          ids.add(xksKeyId);
        } else if (!blocked) {
          ids.remove(xksKeyId);
        }
        if (blocked != known) {
          prefix.set("blocked-keys", MutableTomlArray.of(ids.toArray()));
        }
      }
    });
  }

  /// Names another certificate and its key, both at once.
  ///
  /// @param certificate file, relative to the folder of the configuration
  /// @param key file, likewise
  public void serveWith(String certificate, String key) {
    change(root -> {
      var tls = root.getOrCreateTable(List.of("tls"));
      tls.set("certificate", certificate);
      tls.set("key", key);
    });
  }

  private void change(Consumer<MutableTomlTable> change) {
    var lock = file.resolveSibling("." + file.getFileName() + ".lock");
    IN_PROCESS.lock();
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      var root = Toml.parse(Files.readString(file));
      change.accept(root);
      var text = root.toToml();
      var _ = ProxyConfig.parse(file, text);
      OwnerOnly.replace(file, text);
    } catch (IOException e) {
      var why = StoreException.of(StoreException.FileAct.WRITE, file, e);
      throw new ProxyConfigException(why.clause(), why);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private static List<MutableTomlTable> prefixes(MutableTomlTable root, Optional<String> path) {
    if (path.isPresent()) {
      return List.of(prefix(root, path.get()));
    }
    var tables = new ArrayList<MutableTomlTable>();
    var all = array(root, "prefix");
    for (var i = 0; i < all.size(); i++) {
      tables.add(all.getTable(i));
    }
    return tables;
  }

  private static MutableTomlTable prefix(MutableTomlTable root, String path) {
    return prefixes(root, Optional.empty()).stream()
        .filter(prefix -> path.equals(prefix.getString("path")))
        .findFirst()
        .orElseThrow(() -> new ProxyConfigException("The proxy has no path prefix " + path, null));
  }

  private static MutableTomlArray array(MutableTomlTable table, String name) {
    return table.getOrCreateArray(List.of(name));
  }
}
