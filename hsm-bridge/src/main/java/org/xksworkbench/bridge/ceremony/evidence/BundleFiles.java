package org.xksworkbench.bridge.ceremony.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.ArchiveReader;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.store.StoreException;

/// The files of a bundle, read once: what is looked at is held, of the others only the hash.
final class BundleFiles {

  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_FILES = 10_000;
  static final int MAX_TEXT_BYTES = 64 << 20;

  /// @param text its content, of those that are looked at
  private record FilesRead(Fingerprint sha256, long bytes, byte @Nullable [] text) {}

  private final TreeMap<String, FilesRead> files = new TreeMap<>();
  private long left = MAX_BYTES;

  private BundleFiles() {}

  /// @param path a folder or an archive
  /// @return empty if its form is not that of a bundle; the findings say why
  /// @throws CeremonyException if it cannot be read
  static Optional<BundleFiles> read(Path path, Findings findings) {
    var bundle = new BundleFiles();
    try {
      if (Files.isDirectory(path)) {
        bundle.folder(path);
      } else {
        try (var in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
          ArchiveReader.read(in, bundle::take);
        }
      }
      return Optional.of(bundle);
    } catch (MalformedEvidence e) {
      findings.add(String.valueOf(path.getFileName()), e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw notRead(path, e);
    } catch (UncheckedIOException e) {
      throw notRead(path, Objects.requireNonNull(e.getCause()));
    }
  }

  private static CeremonyException notRead(Path path, IOException why) {
    return new CeremonyException(
        "The bundle " + path + " cannot be read: " + StoreException.words(why) + ".", why);
  }

  private void folder(Path folder) throws IOException, MalformedEvidence {
    var folders = new TreeSet<String>();
    try (var walk = Files.walk(folder)) {
      for (var path : walk.filter(found -> !found.equals(folder)).sorted().toList()) {
        var name =
            folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && BundleNames.isFolder(name)) {
          folders.add(name + "/");
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          try (var in = Files.newInputStream(path)) {
            take(name, in);
          }
        } else {
          throw new MalformedEvidence(
              "\"" + name + "\" is neither a plain file nor a folder of a bundle.");
        }
      }
    }
    var used = new HashSet<String>();
    files.keySet().forEach(name -> used.add(name.substring(0, name.indexOf('/') + 1)));
    folders.removeAll(used);
    if (!folders.isEmpty()) {
      throw new MalformedEvidence("The folder \"" + folders.first() + "\" is empty.");
    }
  }

  private void take(String name, InputStream content) throws IOException, MalformedEvidence {
    if (!BundleNames.isName(name)) {
      throw new MalformedEvidence("\"" + name + "\" is no name of a file in a bundle.");
    }
    if (files.size() == MAX_FILES) {
      throw new MalformedEvidence("There are more than " + MAX_FILES + " files.");
    }
    var text = BundleNames.isHeld(name) ? new ByteArrayOutputStream() : null;
    var digest = Fingerprint.sha256();
    var bytes = 0L;
    try (var in = new DigestInputStream(content, digest)) {
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
        left -= read;
        if (left < 0 || (text != null && bytes > BundleNames.most(name))) {
          throw new MalformedEvidence("\"" + name + "\" is larger than it ever is in a bundle.");
        }
        if (text != null) {
          text.write(buffer, 0, read);
        }
      }
    }
    files.put(
        name,
        new FilesRead(
            new Fingerprint(HexFormat.of().formatHex(digest.digest())),
            bytes,
            text == null ? null : text.toByteArray()));
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /// In their order.
  Iterable<String> names() {
    return files.keySet();
  }

  /// SHA-256 of each file, by name.
  Map<String, Fingerprint> digests() {
    var digests = new TreeMap<String, Fingerprint>();
    files.forEach((name, file) -> digests.put(name, file.sha256()));
    return digests;
  }

  Optional<Fingerprint> sha256(String name) {
    return Optional.ofNullable(files.get(name)).map(FilesRead::sha256);
  }

  long bytes(String name) {
    var file = files.get(name);
    return file == null ? 0 : file.bytes();
  }

  /// @return empty if it is missing
  byte[] text(String name) {
    var file = files.get(name);
    var text = file == null ? null : file.text();
    return text == null ? new byte[0] : text;
  }
}
