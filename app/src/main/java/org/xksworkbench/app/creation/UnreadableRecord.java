package org.xksworkbench.app.creation;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.StoreException;

/// A file of the journal that could not be read, or its folder.
final class UnreadableRecord implements Kept {

  private final Path file;
  private final Runnable look;
  private final KeptFiles files;
  private volatile @Nullable StoreException trouble;

  /// @param look reads it again
  UnreadableRecord(StoreException why, Runnable look, KeptFiles files) {
    this.file = why.file();
    this.trouble = why;
    this.look = look;
    this.files = files;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Optional<StoreException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public int unwrittenChanges() {
    return 0;
  }

  @Override
  public void tryAgain() {
    try {
      look.run();
      trouble = null;
    } catch (StoreException e) {
      trouble = e;
    }
    files.tellListeners();
  }

  @Override
  public Path setAside() {
    var to = CreationJournal.document(file).setAside();
    tryAgain();
    return to;
  }
}
