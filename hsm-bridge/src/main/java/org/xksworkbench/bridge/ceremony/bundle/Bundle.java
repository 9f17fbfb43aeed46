package org.xksworkbench.bridge.ceremony.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.StoreException;

/// The files of a bundle, by name with `/`.
///
/// @param files in the order of their names
record Bundle(SortedMap<String, byte[]> files) {

  static final String TRANSCRIPT = "transcript.jsonl";
  static final String PLAN = "plan.yaml";
  static final String ENVIRONMENT = "environment.json";
  static final String REPORT = "report.pdf";
  static final String DISCLOSED = "disclosure/transcript.jsonl";
  static final String MANIFEST = "manifest.json";
  static final String EXTENSION = ".xkcb";

  private static final int MAX_BYTES = 64 << 20;

  Bundle {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  byte[] file(String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  /// @throws CeremonyException if there is no bundle, or it is far too large for one
  static Bundle read(Path path) {
    try {
      return new Bundle(Files.isDirectory(path) ? folder(path) : archive(path));
    } catch (ZipException e) {
      throw new CeremonyException(path + " is no bundle, or was damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CeremonyException(
          "The bundle " + path + " cannot be read: " + StoreException.words(e) + ".", e);
    }
  }

  private static SortedMap<String, byte[]> folder(Path path) throws IOException {
    var files = new TreeMap<String, byte[]>();
    var left = MAX_BYTES;
    try (var walk = Files.walk(path)) {
      for (var file : walk.filter(found -> !Files.isDirectory(found)).sorted().toList()) {
        var name = path.relativize(file).toString().replace('\\', '/');
        if (!Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          throw new CeremonyException(name + " in the bundle is no plain file.");
        }
        try (var in = Files.newInputStream(file)) {
          var bytes = readAtMost(in, left);
          left -= bytes.length;
          files.put(name, bytes);
        }
      }
    }
    return files;
  }

  private static SortedMap<String, byte[]> archive(Path path) throws IOException {
    var files = new TreeMap<String, byte[]>();
    var left = MAX_BYTES;
    try (var zip = new ZipInputStream(Files.newInputStream(path))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var bytes = readAtMost(zip, left);
        left -= bytes.length;
        if (files.put(entry.getName(), bytes) != null) {
          throw new CeremonyException(entry.getName() + " is in the bundle twice.");
        }
      }
    }
    if (files.isEmpty()) {
      throw new CeremonyException(path + " is no bundle of a ceremony.");
    }
    return files;
  }

  private static byte[] readAtMost(InputStream in, int limit) throws IOException {
    var out = new ByteArrayOutputStream();
    var buffer = new byte[1 << 14];
    for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (out.size() + read > limit) {
        throw new CeremonyException("This is larger than a bundle ever is.");
      }
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }
}
