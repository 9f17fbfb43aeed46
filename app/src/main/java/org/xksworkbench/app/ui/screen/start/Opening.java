package org.xksworkbench.app.ui.screen.start;

import java.util.List;
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
    /// @param what is being done, and waited for
    /// @param source whose log tells of it, such as "the XKS proxy"; empty if none does
    void doing(String what, String source);

    /// A line of a log; of something that is not waited for now, too.
    void logged(String source, String line);
  }

  /// The end of a log.
  ///
  /// @param source whose it is, such as "the XKS proxy"
  /// @param lines oldest first
  record LastLines(String source, List<String> lines) {

    public static final LastLines NONE = new LastLines("", List.of());

    public LastLines {
      lines = List.copyOf(lines);
    }
  }

  /// What was kept is given up by its owner's word.
  interface Anew {

    /// What goes and what stays, for the question.
    String whatGoes();

    void run() throws Exception;
  }
}
