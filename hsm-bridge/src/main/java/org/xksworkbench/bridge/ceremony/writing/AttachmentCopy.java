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

  private static final String COMING = ".coming";

  private final Path folder;
  private final FileToAttach file;

  private AttachmentCopy(Path folder, FileToAttach file) {
    this.folder = folder;
    this.file = file;
  }

  /// Copies a file to the place of attachments beside a transcript.
  ///
  /// @param seen what people saw of it, its hash above all
  /// @throws CeremonyException if it cannot be read or copied, or is another by now
  public static AttachmentCopy of(Path source, Path transcript, FileToAttach seen) {
    var folder = transcript.resolveSibling("attachments");
    try {
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
      if (!Fingerprint.ofFile(coming).equals(seen.sha256())) {
        throw new CeremonyException(
            source
                + " was changed after its SHA-256 was shown. Choose it again, and compare the"
                + " SHA-256.");
      }
      return new AttachmentCopy(folder, seen);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, source, e);
    }
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
