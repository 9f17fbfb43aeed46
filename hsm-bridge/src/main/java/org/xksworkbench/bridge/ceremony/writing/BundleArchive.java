package org.xksworkbench.bridge.ceremony.writing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.BundleNames;
import org.xksworkbench.bridge.ceremony.format.ArchiveReader;
import org.xksworkbench.bridge.ceremony.format.ArchiveWriter;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.OwnerOnly;

/// A bundle in one file: read into a folder for a while, and written.
final class BundleArchive {

  /// What its name ends with.
  private static final String ENDING = ".xkcb";

  private BundleArchive() {}

  /// Where each file of a folder lies, by its name in a bundle.
  static Map<String, Path> content(Path folder) throws IOException {
    var content = new TreeMap<String, Path>();
    try (var walk = Files.walk(folder)) {
      for (var path :
          walk.filter(found -> !Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)).toList()) {
        var name =
            folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        content.put(name, path);
      }
    }
    return content;
  }

  /// What the files of a bundle in one file are called.
  static Set<String> names(Path archive) throws IOException {
    var names = new TreeSet<String>();
    try (var in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      ArchiveReader.read(in, (name, _) -> names.add(name));
    } catch (MalformedEvidence e) {
      throw new CeremonyException(archive + ": " + e.getMessage(), e);
    }
    return names;
  }

  /// What is made of the files of a bundle.
  @FunctionalInterface
  interface Use {
    void of(Map<String, Path> content) throws IOException;
  }

  /// Gives the files of a bundle to somebody; those of a bundle in one file lie in a folder of
  /// their own meanwhile.
  ///
  /// @param bundle a folder or a file, which was verified
  /// @param near a file in the folder of which there is room
  static void open(Path bundle, Path near, Use use) throws IOException {
    if (Files.isDirectory(bundle)) {
      use.of(content(bundle));
      return;
    }
    var folder = Files.createTempDirectory(above(near), ".bundle");
    var made = new TreeMap<String, Path>();
    try (var in = new BufferedInputStream(Files.newInputStream(bundle), 1 << 16)) {
      ArchiveReader.read(
          in,
          (name, file) -> {
            if (!BundleNames.isName(name)) {
              throw new MalformedEvidence("\"" + name + "\" is no name of a file in a bundle.");
            }
            var path = folder.resolve(name);
            made.put(name, path);
            Files.createDirectories(path.getParent());
            Files.copy(file, path);
          });
      use.of(made);
    } catch (MalformedEvidence e) {
      throw new CeremonyException(bundle + ": " + e.getMessage(), e);
    } finally {
      clear(folder, near, made.keySet());
    }
  }

  /// The folder of a file.
  static Path above(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  /// Deletes a folder that was made beside a file, and what was made in it.
  static void clear(Path folder, Path near, Collection<String> names) throws IOException {
    var all = new ArrayList<String>();
    all.add(folder.getFileName() + "/");
    names.forEach(name -> all.add(folder.getFileName() + "/" + name));
    Deletion.deleteMade(MadeFiles.of(above(near), all));
  }

  /// Writes the one archive that some files make, and verifies it.
  ///
  /// @param target a file that ends with `.xkcb`; nothing may be there
  /// @throws CeremonyException if something is there, it ends otherwise, or it does not verify
  static void write(Map<String, Path> files, Path target) throws IOException {
    write(files, target, BundleSealing::requireVerified);
  }

  /// @param check throws if it does not hold what was written
  static void write(Map<String, Path> files, Path target, Consumer<Path> check) throws IOException {
    if (!isArchive(target)) {
      throw new CeremonyException("The name of a bundle in one file ends with .xkcb.");
    }
    BundleSealing.requireNothingAt(target);
    var partial = target.resolveSibling(target.getFileName() + BundleSealing.PARTIAL + ENDING);
    Deletion.file(partial);
    try (var channel =
            FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      ArchiveWriter.write(files, out);
      out.flush();
      channel.force(true);
    }
    BundleSealing.protect(partial);
    try {
      check.accept(partial);
    } catch (BundleAdditions.AdditionException e) {
      Deletion.file(partial);
      throw e;
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    OwnerOnly.forceFolder(target);
  }

  /// Whether it is the name of a bundle in one file.
  static boolean isArchive(Path file) {
    return file.toString().endsWith(ENDING);
  }
}
