package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The manifest of a folder: which files and folders in it this program made. What it does not name
/// belongs to somebody else.
///
/// On disk it is a text file, a name a line, relative to the folder, with `/` between its parts;
/// the name of a folder ends with `/`. `packaging/scripts/made-files.sh` reads it too.
public final class MadeFiles {

  /// Name of the manifest in its folder.
  public static final String NAME = "made-by-xks-workbench.txt";

  static final String HEAD =
      "# Made by XKS Workbench in this folder. It deletes nothing else here.";

  /// Not the folder itself, nothing above it, nothing that depends on where one is.
  private static final Pattern ENTRY =
      Pattern.compile("(?!/)(?:(?!\\.{1,2}(?:/|$))[^/:\\\\\\p{Cntrl}]+(?:/|$))+");

  private final Path folder;
  private final @Nullable Path file;
  private final SortedSet<String> names;
  private final boolean torn;

  private MadeFiles(Path folder, @Nullable Path file, SortedSet<String> names, boolean torn) {
    this.folder = folder;
    this.file = file;
    this.names = names;
    this.torn = torn;
  }

  /// What one caller made, or is about to make, in a folder of its own; not kept on disk.
  public static MadeFiles of(Path folder, Collection<String> names) {
    var all = new TreeSet<String>();
    for (var name : names) {
      require(name);
      for (var slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        all.add(name.substring(0, slash + 1));
      }
      all.add(name);
    }
    return new MadeFiles(folder, null, all, false);
  }

  /// The manifest of a folder; without a name where there is none yet.
  ///
  /// @throws ManifestException if the file there is no manifest; it is left as it is
  public static MadeFiles in(Path folder) throws IOException {
    var file = folder.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new MadeFiles(folder, file, new TreeSet<>(), false);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ManifestException(file, "it is not a file");
    }
    try {
      var text = Files.readString(file);
      return new MadeFiles(folder, file, names(file, text), !text.endsWith("\n"));
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new ManifestException(file, "it is not text in UTF-8");
    }
  }

  private static SortedSet<String> names(Path file, String whole) throws ManifestException {
    var text = whole;
    var names = new TreeSet<String>();
    var number = 0;
    // What follows the last line end was not written to its end: it may be half of a name.
    for (var end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      var line = text.substring(0, end);
      text = text.substring(end + 1);
      number++;
      if (number == 1 && !line.equals(HEAD)) {
        throw new ManifestException(file, "its first line is not the one that it begins with");
      }
      if (number > 1 && !line.isEmpty()) {
        if (!ENTRY.matcher(line).matches()) {
          throw new ManifestException(file, "line " + number + " names nothing in its folder");
        }
        names.add(line);
      }
    }
    if (number == 0) {
      throw new ManifestException(
          file, whole.isEmpty() ? "it is empty" : "its first line is not whole");
    }
    return names;
  }

  public Path folder() {
    return folder;
  }

  /// Where the manifest lies; empty if it is not kept on disk.
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /// Whether the manifest ended within a line when it was read: names after it may be missing.
  public boolean torn() {
    return torn;
  }

  /// In the order of their names.
  public SortedSet<String> names() {
    return new TreeSet<>(names);
  }

  /// Whether this program made a file; for a folder with a `/` at the end.
  public boolean has(String name) {
    return names.contains(name);
  }

  /// Notes a file that is about to be made. On disk when this returns. What is there already was
  /// made by somebody else, and is not noted.
  ///
  /// @param name ends with `/` for a folder
  public Path note(String name) throws IOException {
    require(name);
    var path = folder.resolve(name);
    if (!names.contains(name) && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (file != null) {
        append(file, name);
      }
      names.add(name);
    }
    return path;
  }

  /// Forgets a file that was set aside: it is not this program's to delete any more.
  public void forget(String name) throws IOException {
    if (names.remove(name) && file != null) {
      rewrite(file);
    }
  }

  private void rewrite(Path file) throws IOException {
    var text = new StringBuilder(HEAD).append('\n');
    names.forEach(kept -> text.append(kept).append('\n'));
    var next = file.resolveSibling(NAME + ".new");
    try {
      write(next, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(
          next,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Deletion.file(next);
    }
  }

  private void append(Path file, String name) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      write(file, HEAD + "\n" + name + "\n", StandardOpenOption.CREATE_NEW);
      return;
    }
    if (!Files.readString(file).endsWith("\n")) {
      // Half of a name may be the whole name of somebody else's file.
      rewrite(file);
    }
    write(file, name + "\n", StandardOpenOption.APPEND);
  }

  private static void write(Path file, String text, java.nio.file.OpenOption... how)
      throws IOException {
    var options = new java.util.HashSet<>(java.util.List.of(how));
    options.add(StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(file, options)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void require(String name) {
    if (!ENTRY.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a file in a folder: " + name);
    }
  }
}
