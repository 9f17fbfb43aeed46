package org.xksworkbench.bridge.ceremony.transcript;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.store.StoreException;

/// A transcript of version 1 that is being written, as earlier releases did. Every record is on the
/// disk when [#append] returns.
public final class Transcript implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final List<TranscriptEntry> entries = new ArrayList<>();
  private boolean signed;
  private boolean halfWritten;

  private Transcript(Path file, FileChannel channel, Clock clock) {
    this.file = file;
    this.channel = channel;
    this.clock = clock;
  }

  /// Begins a transcript in a file that did not exist.
  ///
  /// @throws CeremonyException if the file is there, or cannot be written
  public static Transcript create(Path file, Clock clock) {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock(file, channel);
      forceFolder(file);
      return new Transcript(file, channel, clock);
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyException(
          "There is a transcript at "
              + file
              + " already. Resume that ceremony, or begin another"
              + " in a new folder.",
          e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // another ceremony of this process
    }
    channel.close();
    throw new CeremonyException("Another program writes the transcript " + file + " now.");
  }

  /// Writes one record and waits until the disk has it.
  ///
  /// @throws CeremonyException if it cannot be written: nothing may follow from the event then
  @CanIgnoreReturnValue
  public TranscriptEntry append(Event event) {
    if (signed) {
      throw new CeremonyException("The transcript is signed; nothing can be added.");
    }
    var record =
        TranscriptLines.record(
            entries.size() + 1,
            entries.isEmpty() ? TranscriptLines.FIRST_PREVIOUS : entries.getLast().hash().hex(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            event,
            random);
    write(CanonicalJson.write(record));
    var entry = TranscriptLines.entry(record);
    entries.add(entry);
    return entry;
  }

  /// Signs the last record. It must be [Event.Closed].
  public void sign(TranscriptSigner signer) {
    if (entries.isEmpty() || !(entries.getLast().event() instanceof Event.Closed)) {
      throw new IllegalStateException("only a closed transcript is signed");
    }
    var fingerprint = fingerprint();
    var line =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
            .objectNode()
            .put("algorithm", signer.algorithm().title())
            .put("fingerprint", fingerprint.hex())
            .put("publicKey", HexFormat.of().formatHex(signer.publicKey().getEncoded()))
            .put(
                "signature",
                HexFormat.of()
                    .formatHex(
                        signer.sign(
                            (TranscriptLines.SIGNED + fingerprint.hex())
                                .getBytes(StandardCharsets.UTF_8))));
    write(CanonicalJson.write(line));
    signed = true;
  }

  private void write(String line) {
    if (halfWritten) {
      throw new CeremonyException(
          "The last record in "
              + file
              + " is not whole. Leave the ceremony and resume it, which sets that record aside.");
    }
    try {
      var before = channel.position();
      try {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        halfWritten = true;
        // What fitted of it would stand before the next record.
        channel.truncate(before);
        halfWritten = false;
        throw e;
      }
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  public List<TranscriptEntry> entries() {
    return List.copyOf(entries);
  }

  /// Hash of the last record.
  public Fingerprint fingerprint() {
    return entries.getLast().hash();
  }

  public boolean signed() {
    return signed;
  }

  public Path file() {
    return file;
  }

  /// Lets go of the file; what was written stays.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CeremonyException("The transcript " + file + " could not be closed.", e);
    }
  }

  /// A new file is lost in a power cut if its folder is not written as well. Not every system lets
  /// a folder be opened.
  private static void forceFolder(Path file) {
    try (var folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Windows: NTFS journals the entry by itself.
    }
  }
}
