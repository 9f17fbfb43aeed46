import java.nio.file.Files;
import java.nio.file.Path;

/// A part of docs/benchmarks.md between two marks; the rest of the page stays as it is.
final class Report {

  private Report() {}

  static void write(Path project, String part, String text) throws Exception {
    write(project, part, part, text);
  }

  /// @param by what `make` makes it with
  static void write(Path project, String part, String by, String text) throws Exception {
    var page = project.resolve("docs/benchmarks.md");
    var begin = "<!-- " + part + ": written by make " + by + " -->\n";
    var end = "<!-- end of " + part + " -->\n";
    var old = Files.exists(page) ? Files.readString(page) : "# Benchmarks\n\n";
    var from = old.indexOf(begin);
    var to = old.indexOf(end);
    var whole = begin + text + end;
    Files.writeString(page,
        from < 0 || to < 0 ? old + "\n" + whole : old.substring(0, from) + whole + old.substring(to + end.length()));
  }
}
