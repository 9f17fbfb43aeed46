package org.xksworkbench.bridge.guard;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read or written, in words: of several failures the JDK tells the path
/// alone.
public final class FileTrouble {

  private FileTrouble() {}

  /// The end of a sentence that named the file.
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied" + at(e);
      case NoSuchFileException e -> "there is no file or folder" + at(e);
      case FileAlreadyExistsException e -> "there is something else already" + at(e);
      case FileSystemException e when e.getReason() != null -> e.getReason() + at(e);
      case CharacterCodingException _ -> "it is not written in UTF-8";
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static String at(FileSystemException e) {
    return e.getFile() == null ? "" : " (" + e.getFile() + ")";
  }
}
