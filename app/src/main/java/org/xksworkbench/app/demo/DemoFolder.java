package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.bridge.store.Aside;
import org.xksworkbench.bridge.store.MadeFiles;
import org.xksworkbench.bridge.store.ManifestException;
import org.xksworkbench.bridge.store.OwnerOnly;

/// The folder of the demo, which may hold anything else: what the demo makes in it is noted in the
/// manifest before it is made, what stands in its way is told, and nothing is deleted here.
final class DemoFolder {

  private final Path path;
  private final MadeFiles made;
  private final List<String> notices = new ArrayList<>();

  private DemoFolder(Path path, MadeFiles made) {
    this.path = path;
    this.made = made;
  }

  /// A manifest that cannot be understood is set aside: then nothing is known to be the demo's.
  static DemoFolder open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw inTheWay(path, "is a file", "Give the demo a folder with --demo-folder.");
    }
    // What is there already keeps its permissions: it may be anything.
    if (!Files.isDirectory(path)) {
      OwnerOnly.createFolder(path);
    }
    try {
      var folder = new DemoFolder(path, MadeFiles.in(path));
      if (folder.made.torn()) {
        folder.notices.add(
            "The list of what the demo made, "
                + path.resolve(MadeFiles.NAME)
                + ", ends within a line: names after it may be missing. What it does not name"
                + " counts as yours and is not deleted. Put back a whole copy of it if you have"
                + " one.");
      }
      return folder;
    } catch (ManifestException e) {
      var aside = Aside.set(e.file(), LocalDateTime.now(ZoneId.systemDefault()));
      var folder = new DemoFolder(path, MadeFiles.in(path));
      folder.notices.add(
          "The list of what the demo made, "
              + e.file()
              + ", could not be understood: "
              + e.why()
              + ". It is now "
              + aside
              + ", and a new one was begun. What the demo made before counts as yours and is not"
              + " deleted; put the list back as it was if you have a copy.");
      return folder;
    }
  }

  Path path() {
    return path;
  }

  MadeFiles madeFiles() {
    return made;
  }

  /// What was set aside or made anew, sentences for the user.
  List<String> notices() {
    return List.copyOf(notices);
  }

  void tell(String notice) {
    notices.add(notice);
  }

  /// A folder of the demo's, made if it is not there.
  ///
  /// @param name in the demo's folder, with `/` at the end
  Path folder(String name) throws IOException {
    var folder = path.resolve(name);
    if (Files.isSymbolicLink(folder)) {
      throw inTheWay(folder, "is a link, and the demo writes through none", "");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw inTheWay(folder, "is a file, where the demo needs a folder", "");
    }
    if (!Files.exists(folder)) {
      OwnerOnly.createFolder(made.note(name));
    }
    return folder;
  }

  /// Sees that a file holds a text. A file of the demo's with another text is set aside.
  void require(String name, String text) throws IOException {
    var file = path.resolve(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (holds(file, text)) {
        return;
      }
      setAside(List.of(name), "is not as the demo wrote it");
    }
    OwnerOnly.write(made.note(name), text);
  }

  private static boolean holds(Path file, String text) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8)
            .equals(text);
  }

  /// Sets aside files of the demo's that cannot be used, as far as they are there.
  ///
  /// @throws ProblemException if the demo did not make one of them; then none is moved
  void setAside(List<String> names, String why) throws IOException {
    var present =
        names.stream()
            .filter(name -> Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS))
            .toList();
    for (var name : present) {
      if (!made.has(name)) {
        throw inTheWay(path.resolve(name), why + ", and the demo did not make it", "");
      }
    }
    var now = LocalDateTime.now(ZoneId.systemDefault());
    var aside = new ArrayList<String>();
    for (var name : present) {
      aside.add(path.relativize(Aside.set(path.resolve(name), now)).toString());
      made.forget(name);
    }
    notices.add(
        "In the folder "
            + path
            + ": "
            + String.join(", ", present)
            + " "
            + why
            + ", and was made anew. What was there is now "
            + String.join(", ", aside)
            + ".");
  }

  private static ProblemException inTheWay(Path file, String why, String instead) {
    return new ProblemException(
        Problem.of(Problem.ProblemKind.INVALID, "The demo cannot use what lies in its folder")
            .because(file + " " + why + ".", "It was left as it is.")
            .toDo(
                instead.isEmpty()
                    ? "Move it away and try again, or start over, which sets it aside, or give the"
                        + " demo another folder with --demo-folder."
                    : instead)
            .withCode("DEMO_FOLDER"),
        null);
  }
}
