package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.store.StoreException.FileAct;
import org.xksworkbench.bridge.store.StoreException.FileReason;

/// A file as a whole, up to a length.
public final class TextFile {

  private TextFile() {}

  /// @return empty if there is no file
  /// @throws StoreException if there is something that cannot be read, is too long, or is not UTF-8
  public static Optional<String> read(Path file, int longest) {
    return bytes(file, longest)
        .map(bytes -> {
          try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
          } catch (CharacterCodingException e) {
            throw new StoreException(FileReason.NOT_UTF8, FileAct.READ, file, "", null);
          }
        });
  }

  /// @return empty if there is no file
  /// @throws StoreException if there is something that cannot be read, or is too long
  static Optional<byte[]> bytes(Path file, int longest) {
    // A pipe or a device would be waited for.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new StoreException(FileReason.NOT_A_FILE, FileAct.READ, file, "", null);
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw new StoreException(
            FileReason.TOO_LONG, FileAct.READ, file, "more than " + longest + " bytes", null);
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException(
            FileReason.NOT_THERE, FileAct.READ, file, "it is a link that leads nowhere", e);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw StoreException.of(FileAct.READ, file, e);
    }
  }
}
