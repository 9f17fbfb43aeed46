package org.xksworkbench.bridge.store;

import java.nio.file.Path;
import java.util.Optional;

/// A file that a window keeps, and goes on without while it cannot be read or written: what is to
/// be in it stays in memory meanwhile, and nothing that cannot be understood is overwritten.
public interface Kept {

  Path file();

  /// Why it cannot be read or written now; empty if it can.
  Optional<StoreException> trouble();

  /// How many changes are in memory alone.
  int unwrittenChanges();

  /// Reads the file again and writes what is missing in it. Blocks.
  void tryAgain();

  /// Gives the file another name, with the date, and goes on with a new one that holds what is in
  /// memory. Blocks.
  ///
  /// @return where the old one is now
  /// @throws StoreException if it stays where it is
  Path setAside();
}
