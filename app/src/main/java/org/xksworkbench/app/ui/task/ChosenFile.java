package org.xksworkbench.app.ui.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.store.StoreException;

/// A file that the user chose to be written.
public final class ChosenFile {

  /// What writes it.
  public interface Writing {

    void to(Path file) throws IOException;
  }

  private ChosenFile() {}

  /// @throws IOException that names the file: of a full disk the system tells no path
  public static Path write(Path file, Writing writing) throws IOException {
    try {
      writing.to(file);
      return file;
    } catch (IOException e) {
      if (e instanceof FileSystemException named && named.getFile() != null) {
        throw e;
      }
      var telling = new FileSystemException(file.toString(), null, StoreException.words(e));
      telling.initCause(e);
      throw telling;
    }
  }

  public static Path write(Path file, byte[] content) throws IOException {
    return write(file, to -> Files.write(to, content));
  }

  public static Path write(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Path copy(Path file, Path to) throws IOException {
    return write(to, Files.readAllBytes(file));
  }
}
