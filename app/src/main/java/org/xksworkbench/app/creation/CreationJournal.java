package org.xksworkbench.app.creation;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// Creations on disk: a folder of its own, a file each, which only its owner can read and only one
/// window writes.
public final class CreationJournal {

  /// How many finished creations are remembered.
  private static final int FINISHED_KEPT = 200;

  private static final int VERSION = 1;
  private static final String ENDING = ".json";

  private final Path folder;

  /// What was found on disk.
  ///
  /// @param creations oldest first
  /// @param unreadable of files that are no record of this program, or of a newer version of it, or
  ///   of the folder
  public record JournalContents(List<Creation> creations, List<StoreException> unreadable) {

    public JournalContents {
      creations = List.copyOf(creations);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @param folder made when the first creation is noted
  public CreationJournal(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /// Returns when it is on disk.
  ///
  /// @throws JournalException if it is not
  public synchronized void save(Creation creation) {
    try {
      OwnerOnly.createFolder(folder);
      document(file(creation)).replace(creation);
    } catch (StoreException e) {
      throw new JournalException(e);
    } catch (IOException e) {
      throw new JournalException(StoreException.ofFolder(StoreException.FileAct.WRITE, folder, e));
    }
  }

  /// @throws JournalException if it stays
  public synchronized void remove(Creation creation) {
    var file = file(creation);
    try {
      Deletion.file(file);
    } catch (IOException e) {
      throw new JournalException(StoreException.of(StoreException.FileAct.WRITE, file, e));
    }
  }

  public synchronized JournalContents contents() {
    var creations = new ArrayList<Creation>();
    var unreadable = new ArrayList<StoreException>();
    if (!Files.exists(folder)) {
      return new JournalContents(creations, unreadable);
    }
    try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (var file : files) {
        try {
          document(file).read().ifPresent(creations::add);
        } catch (StoreException e) {
          unreadable.add(e);
        }
      }
    } catch (IOException e) {
      unreadable.add(StoreException.ofFolder(StoreException.FileAct.READ, folder, e));
    } catch (DirectoryIteratorException e) {
      unreadable.add(
          StoreException.ofFolder(
              StoreException.FileAct.READ, folder, Objects.requireNonNull(e.getCause())));
    }
    creations.sort(Comparator.comparing(Creation::begun));
    return new JournalContents(creations, unreadable);
  }

  /// Has what cannot be read told: a KMS key may be left over that no other file knows of.
  public void watch(KeptFiles files) {
    for (var why : contents().unreadable()) {
      Runnable look =
          why.file().equals(folder)
              ? this::requireFolder
              : () -> {
                var _ = document(why.file()).read();
              };
      files.add(new UnreadableRecord(why, look, files));
    }
  }

  private void requireFolder() {
    if (Files.exists(folder)) {
      try (var _ = Files.newDirectoryStream(folder)) {
        return;
      } catch (IOException e) {
        throw StoreException.ofFolder(StoreException.FileAct.READ, folder, e);
      }
    }
  }

  /// Forgets the oldest of those that are finished.
  public synchronized void prune() {
    var finished = contents().creations().stream().filter(Creation::finished).toList();
    finished.stream().limit(Math.max(0, finished.size() - FINISHED_KEPT)).forEach(this::remove);
  }

  static Document<Creation> document(Path file) {
    return new Document<>(file, Creation.class, VERSION);
  }

  private Path file(Creation creation) {
    return folder.resolve(creation.id() + ENDING);
  }
}
