package org.xksworkbench.app.ui.screen.start;

import java.util.Optional;

/// Something that the window can be opened on. All calls block.
public interface Opening<T extends AutoCloseable> {

  /// What it is, such as "the demo".
  String name();

  /// Opens it, as long as that takes; an interrupt ends it and what it started.
  T open(Progress progress) throws Exception;

  /// How it is begun anew; empty where nothing of it is kept.
  default Optional<Anew> anew() {
    return Optional.empty();
  }

  /// Told how far it is, on any thread.
  interface Progress {
    void doing(String what);

    /// A line of the log of what is being started.
    void logged(String line);
  }

  /// What was kept is given up by its owner's word.
  interface Anew {

    /// What goes and what stays, for the question.
    String whatGoes();

    void run() throws Exception;
  }
}
