package org.xksworkbench.bridge.ceremony.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.StoreException;

/// Which version of evidence something is. It is only about which check answers: each refuses what
/// is of the other version.
public enum EvidenceVersion {
  /// One signature of the operator closes a transcript; a manifest lists the files.
  ONE,
  /// Every line is signed; a seal lists the files.
  TWO;

  private static final String MANIFEST_OF_ONE = "manifest.json";

  /// Stands on each line of version 2; within a value the quotation marks would be escaped.
  private static final String PUBLIC_MEMBERS = "\"public\":{";

  /// @param path a bundle's folder, its archive, or one transcript `*.jsonl`
  /// @throws CeremonyException if it is no evidence at all, or cannot be read
  public static EvidenceVersion of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return folder(path);
      }
      return path.toString().endsWith(".jsonl") ? transcript(path) : archive(path);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, path, e);
    }
  }

  private static EvidenceVersion folder(Path folder) {
    var seal = Files.exists(folder.resolve(BundleNames.SEAL), LinkOption.NOFOLLOW_LINKS);
    if (!seal && Files.exists(folder.resolve(MANIFEST_OF_ONE), LinkOption.NOFOLLOW_LINKS)) {
      return ONE;
    }
    if (seal
        || Files.exists(folder.resolve(BundleNames.PUBLIC), LinkOption.NOFOLLOW_LINKS)
        || Files.exists(folder.resolve(BundleNames.TRANSCRIPT), LinkOption.NOFOLLOW_LINKS)) {
      return TWO;
    }
    throw none(folder);
  }

  private static EvidenceVersion archive(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      return zip.getEntry(BundleNames.SEAL) == null && zip.getEntry(MANIFEST_OF_ONE) != null
          ? ONE
          : TWO;
    } catch (ZipException e) {
      try (var in = Files.newInputStream(file)) {
        if (new String(in.readNBytes(2), StandardCharsets.US_ASCII).equals("PK")) {
          return TWO;
        }
      }
      throw none(file);
    }
  }

  private static EvidenceVersion transcript(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.findFirst().filter(first -> first.contains(PUBLIC_MEMBERS)).isPresent()
          ? TWO
          : ONE;
    } catch (UncheckedIOException e) {
      // It is no text; either check says so.
      return TWO;
    }
  }

  private static CeremonyException none(Path path) {
    return new CeremonyException(
        path
            + " is no evidence of a ceremony. Give a bundle's folder, its file *.xkcb, or one"
            + " transcript *.jsonl.");
  }
}
