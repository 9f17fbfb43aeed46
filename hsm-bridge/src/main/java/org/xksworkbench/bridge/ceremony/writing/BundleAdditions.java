package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.BundleNames;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Puts files beside the seal of a bundle, into `after/`. Nothing that is there is ever written
/// anew: of a bundle in one file, another one is written that has one file more.
public final class BundleAdditions {

  private BundleAdditions() {}

  /// What was to be added does not prove what it is to prove, and was left out.
  public static final class AdditionException extends CeremonyException {

    private static final long serialVersionUID = 1;

    AdditionException(String message) {
      super(message);
    }
  }

  /// A name that no file of a bundle has yet: `after/seal.tsr`, then `after/seal-2.tsr`.
  ///
  /// @param bundle a folder or one file
  public static String freeTimeStampName(Path bundle) {
    var names = names(bundle);
    for (var number = 1; number < 10; number++) {
      var name = BundleNames.AFTER + (number == 1 ? "seal.tsr" : "seal-" + number + ".tsr");
      if (!names.contains(name)) {
        return name;
      }
    }
    throw new CeremonyException(
        "Nine time stamps stand beside the seal, which is as many as there is room for.");
  }

  private static Set<String> names(Path bundle) {
    try {
      return Files.isDirectory(bundle)
          ? BundleArchive.content(bundle).keySet()
          : BundleArchive.names(bundle);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, bundle, e);
    }
  }

  /// Adds files and verifies what comes of it.
  ///
  /// @param bundle a folder or one file, which was verified
  /// @param target where the bundle in one file goes that has more; empty for a folder
  /// @param files by their name in the bundle
  /// @throws AdditionException if one of them does not hold
  /// @throws CeremonyException if one of them is there already, or cannot be written
  public static void add(Path bundle, Optional<Path> target, SortedMap<String, byte[]> files) {
    var to = target.orElse(bundle);
    try {
      if (Files.isDirectory(bundle)) {
        if (target.isPresent()) {
          throw new CeremonyException(
              "What is added to a folder is added in it. Leave --to out; to have it in one file,"
                  + " export it afterwards.");
        }
        addTo(bundle, files);
      } else if (target.isEmpty()) {
        throw new CeremonyException(
            "A bundle in one file is written once. Say by --to where the one goes that has one file"
                + " more.");
      } else {
        addTo(bundle, to, files);
      }
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(e.getFile());
    } catch (IOException e) {
      throw BundleSealing.notWritten(to, e);
    }
  }

  private static CeremonyException alreadyThere(String file) {
    return new CeremonyException(
        file + " is there already. What stands beside a seal is never written anew.");
  }

  private static void addTo(Path folder, Map<String, byte[]> files) throws IOException {
    var made = new ArrayList<String>();
    try {
      for (var file : files.entrySet()) {
        var path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        try (var channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          made.add(file.getKey());
          var bytes = ByteBuffer.wrap(file.getValue());
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        OwnerOnly.forceFolder(path);
      }
      requireHolds(folder);
      made.forEach(name -> BundleSealing.protect(folder.resolve(name)));
    } catch (IOException | RuntimeException e) {
      // The folder too, if nothing else is in it: an empty one is no part of a bundle.
      made.add(BundleNames.AFTER);
      Deletion.deleteMade(MadeFiles.of(folder, made));
      throw e;
    }
  }

  private static void requireHolds(Path bundle) {
    var findings = EvidenceCheck.of(bundle, new Pins()).findings();
    if (!findings.isEmpty()) {
      throw new AdditionException("It was not added. " + findings.getFirst());
    }
  }

  private static void addTo(Path archive, Path target, SortedMap<String, byte[]> files)
      throws IOException {
    var folder = Files.createTempDirectory(BundleArchive.above(target), ".added");
    try {
      BundleArchive.open(
          archive,
          target,
          content -> {
            var more = new TreeMap<>(content);
            for (var file : files.entrySet()) {
              var path = folder.resolve(file.getKey());
              Files.createDirectories(path.getParent());
              Files.write(path, file.getValue());
              if (more.put(file.getKey(), path) != null) {
                throw new FileAlreadyExistsException(file.getKey());
              }
            }
            BundleArchive.write(more, target, BundleAdditions::requireHolds);
          });
    } finally {
      BundleArchive.clear(folder, target, files.keySet());
    }
  }
}
