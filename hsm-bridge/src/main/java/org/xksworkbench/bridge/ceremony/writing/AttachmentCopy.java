package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// A file on its way into the evidence: copied, synced and hashed before its line is composed, and
/// put in its place before the line is written.
public final class AttachmentCopy {

  /// Larger ones are kept elsewhere.
  private static final long MOST_BYTES = 256L << 20;

  private static final String COMING = ".coming";
  private static final int LONGEST_NAME = 60;

  private final Path folder;
  private final FileToAttach file;

  private AttachmentCopy(Path folder, FileToAttach file) {
    this.folder = folder;
    this.file = file;
  }

  /// Copies a file to the place of attachments beside a transcript.
  ///
  /// @param caption what it shows
  /// @throws CeremonyException if it cannot be read or copied, or is too large
  public static AttachmentCopy of(Path source, Path transcript, String caption) {
    var folder = transcript.resolveSibling("attachments");
    try {
      if (Files.size(source) > MOST_BYTES) {
        throw new CeremonyException(
            source + " is larger than 256 MiB. Keep it elsewhere, and write down its SHA-256.");
      }
      Files.createDirectories(folder);
      var coming = folder.resolve(COMING);
      try (var channel =
              FileChannel.open(
                  coming,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          var out = Channels.newOutputStream(channel)) {
        Files.copy(source, out);
        channel.force(true);
      }
      return new AttachmentCopy(
          folder,
          new FileToAttach(
              name(source),
              Fingerprint.ofFile(coming),
              Files.size(coming),
              FileType.of(coming),
              caption));
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, source, e);
    }
  }

  /// A name that a bundle can hold.
  private static String name(Path source) {
    var name = String.valueOf(source.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    return name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
  }

  public FileToAttach file() {
    return file;
  }

  /// Puts it where its line says that it is.
  ///
  /// @param line that attaches it, not written yet
  /// @throws CeremonyException if it cannot be put there
  public ComposedLine put(ComposedLine line) {
    var name = Path.of(((Content.Attached) line.content()).file()).getFileName();
    var target = folder.resolve(name);
    try {
      Files.move(
          folder.resolve(COMING),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      OwnerOnly.forceFolder(target);
      return line;
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, target, e);
    }
  }
}
