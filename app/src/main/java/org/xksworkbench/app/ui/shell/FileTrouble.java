package org.xksworkbench.app.ui.shell;

import java.nio.file.Path;
import java.util.List;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.StoreException;

/// Files of this program that cannot be read or written for one reason.
///
/// @param headline what happened, without a full stop
/// @param sentences one a file, with its path
/// @param consequence a sentence
/// @param remedy a sentence
/// @param canBeSetAside whether a new file can be begun in the place of each
record FileTrouble(
    List<Kept> files,
    StoreException.FileReason reason,
    StoreException.FileAct act,
    String headline,
    List<String> sentences,
    String consequence,
    String remedy,
    boolean canBeSetAside) {

  private static final Words WORDS = Words.of(FileTrouble.class);

  FileTrouble {
    files = List.copyOf(files);
    sentences = List.copyOf(sentences);
  }

  /// A file and its trouble as it was when it was asked: the next moment it may have none.
  record TroubledFile(Kept file, StoreException why) {}

  /// @param troubled files that have the same trouble; at least one
  static FileTrouble of(List<TroubledFile> troubled) {
    var files = troubled.stream().map(TroubledFile::file).toList();
    var first = troubled.getFirst().why();
    var read = first.act() == StoreException.FileAct.READ;
    var what =
        files.size() == 1
            ? String.valueOf(files.getFirst().file().getFileName())
            : WORDS.text("file.several", files.size());
    return new FileTrouble(
        files,
        first.reason(),
        first.act(),
        WORDS.text(read ? "file.unreadable" : "file.unwritable", what),
        troubled.stream().map(one -> String.valueOf(one.why().getMessage())).toList(),
        WORDS.text(read ? "file.unreadable-about" : "file.unwritable-about"),
        first.reason().remedy(),
        first.reason().ofContent());
  }

  /// The folder of the first file.
  Path folder() {
    var file = files.getFirst().file().toAbsolutePath();
    var folder = file.getParent();
    return folder == null ? file : folder;
  }

  /// Whether it is told the same way.
  boolean isLike(FileTrouble other) {
    return headline.equals(other.headline) && sentences.equals(other.sentences);
  }
}
