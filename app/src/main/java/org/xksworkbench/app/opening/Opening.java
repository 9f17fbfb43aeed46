package org.xksworkbench.app.opening;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Something that the window can be opened on. All calls block.
public interface Opening<T extends AutoCloseable> {

  /// What it is, such as "the demo".
  String name();

  /// Opens it, as long as that takes; an interrupt ends it and what it started.
  T open(OpeningProgress progress) throws Exception;

  /// How it is begun anew; empty where nothing of it is kept.
  default Optional<Anew> anew() {
    return Optional.empty();
  }

  /// Something of which no more is to be told than its name.
  static <T extends AutoCloseable> Opening<T> of(String name, Supplier<T> opener) {
    return new Opening<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public T open(OpeningProgress progress) {
        return opener.get();
      }
    };
  }

  /// Told how far it is, on any thread; none of them may be kept waiting.
  interface OpeningProgress {

    /// @param what is being done now and waited for, such as "Starting the XKS proxy"
    /// @param source whose log tells of it, such as "the XKS proxy"; empty if none does
    void doing(String what, String source);

    /// A line of a log; of something that is started ahead, too.
    void log(String source, String line);

    /// Nobody listens.
    static OpeningProgress toNobody() {
      return new OpeningProgress() {
        @Override
        public void doing(String what, String source) {}

        @Override
        public void log(String source, String line) {}
      };
    }
  }

  /// The end of a log.
  ///
  /// @param source whose it is, such as "the XKS proxy"
  /// @param lines oldest first
  record LogTail(String source, List<String> lines) {

    public static final LogTail NONE = new LogTail("", List.of());

    public LogTail {
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
