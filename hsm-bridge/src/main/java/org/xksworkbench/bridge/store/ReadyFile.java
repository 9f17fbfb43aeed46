package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/// Tells a script, or the window, that a server serves and where: one line, its URL. The file
/// appears whole or not at all. Only what a server wrote so is replaced or removed, by whichever
/// server: the path is what somebody typed, and may name anything.
public final class ReadyFile {

  private static final Pattern CONTENT = Pattern.compile("https?://[^\\s/]+:\\d{1,5}\n");

  /// A name of a host has 253 characters at most.
  private static final int LONGEST = 300;

  private ReadyFile() {}

  /// Before the server starts: what an earlier one left goes.
  ///
  /// @throws IOException with a sentence, if something else is there
  public static void claim(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      requireOwn(file);
      Deletion.file(file);
    }
  }

  /// The server serves.
  ///
  /// @throws IOException with a sentence
  public static void write(Path file, String url) throws IOException {
    var partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".partial");
    try {
      Files.writeString(partial, url + "\n", StandardOpenOption.CREATE_NEW);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        requireOwn(file);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NotOurs e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("The ready file " + file + " cannot be written: " + e.getMessage(), e);
    } finally {
      Deletion.file(partial);
    }
  }

  /// The server does not serve any more. What somebody else put there meanwhile stays.
  public static void remove(Path file) throws IOException {
    if (isOwn(file)) {
      Deletion.file(file);
    }
  }

  private static void requireOwn(Path file) throws NotOurs {
    if (!isOwn(file)) {
      throw new NotOurs(file);
    }
  }

  private static boolean isOwn(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      var start = new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
      return start.length() <= LONGEST && CONTENT.matcher(start).matches();
    } catch (IOException e) {
      return false;
    }
  }

  private static final class NotOurs extends IOException {

    private static final long serialVersionUID = 1;

    NotOurs(Path file) {
      super(
          "The ready file "
              + file
              + " is there already, and no server wrote it. It was left as it is. Move it away, or"
              + " name another file");
    }
  }
}
