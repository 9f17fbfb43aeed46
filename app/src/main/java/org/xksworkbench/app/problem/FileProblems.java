package org.xksworkbench.app.problem;

import java.io.IOException;
import org.xksworkbench.app.problem.Problem.ProblemKind;
import org.xksworkbench.bridge.store.StoreException;

/// What goes wrong with files, in words: a user can mend each of it.
final class FileProblems {

  private FileProblems() {}

  static Problem of(StoreException failure) {
    return Problem.of(
            kind(failure.reason()),
            switch (failure.act()) {
              case READ -> "A file of this program cannot be read";
              case WRITE -> "A file of this program cannot be written";
            })
        .because(String.valueOf(failure.getMessage()))
        .toDo(failure.reason().remedy())
        .withCode("FILE_" + failure.reason());
  }

  static Problem of(IOException failure) {
    return Problem.of(ProblemKind.INVALID, "A file could not be read or written")
        .because(sentence(StoreException.words(failure)))
        .toDo("See that the folder exists and may be written, and that the disk has room.")
        .withDetail(failure.getClass().getName())
        .withCode("FILE");
  }

  private static String sentence(String words) {
    return words.isEmpty()
        ? words
        : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private static ProblemKind kind(StoreException.FileReason reason) {
    return switch (reason) {
      case MISSING_RIGHTS, READ_ONLY -> ProblemKind.DENIED;
      case NOT_THERE -> ProblemKind.NOT_FOUND;
      case IN_USE, NEWER_VERSION -> ProblemKind.CONFLICT;
      case DISK_FULL, NOT_A_FILE, TOO_LONG, NOT_UTF8, DAMAGED, NOT_OURS, FAILED ->
          ProblemKind.INVALID;
    };
  }
}
