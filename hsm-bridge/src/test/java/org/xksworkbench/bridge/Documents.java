package org.xksworkbench.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The documents of the project, for tests that hold them true.
public final class Documents {

  public static final Path ROOT = Path.of(System.getProperty("xksw.basedir"));

  private Documents() {}

  /// All that a user or a newcomer reads.
  public static List<Path> pages() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              docs.filter(file -> file.toString().endsWith(".md")),
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve))
          .toList();
    }
  }

  /// The Java sources of a folder, one after the other. Literals that are broken over lines are
  /// joined, as the compiler does.
  public static String sources(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Documents::read)
          .collect(Collectors.joining("\n"))
          .replaceAll("\"\\s*\\+\\s*\"", "");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
