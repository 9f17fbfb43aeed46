package org.xksworkbench.bridge;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What outlives a crash of this process: which libraries it loaded, and, as its last act, the code
/// that it ends with. Whoever started it gave it the file, and tells from it who ended the process.
/// Without such a file nothing is written.
///
/// The file is made of empty lines, in the place of which these are put: what needs no room cannot
/// fail on a full disk.
public final class RunRecord {

  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);

  /// Path of the file.
  private static final String FILE = "xksw.run.record";

  /// Room for some libraries with long paths.
  private static final int SIZE = 4096;

  private static final String LIBRARY = "library ";
  private static final String END = "end ";

  private RunRecord() {}

  /// What a process left.
  ///
  /// @param libraries that it loaded, in order
  /// @param ended whether it came to its last act
  public record LeftBehind(List<String> libraries, boolean ended) {

    public LeftBehind {
      libraries = List.copyOf(libraries);
    }
  }

  /// Makes an empty one for a process that is about to start.
  ///
  /// @return the option of its JVM
  public static String empty(Path file) throws IOException {
    Files.writeString(file, "\n".repeat(SIZE));
    return "-D" + FILE + "=" + file;
  }

  /// Reads that of a process that ended.
  public static LeftBehind read(Path file) throws IOException {
    var libraries = new ArrayList<String>();
    var ended = false;
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith(LIBRARY) && !libraries.contains(line.substring(LIBRARY.length()))) {
        libraries.add(line.substring(LIBRARY.length()));
      }
      ended |= line.startsWith(END);
    }
    return new LeftBehind(libraries, ended);
  }

  /// The JVM started.
  public static void begins() {
    write("begin");
  }

  /// Before a PKCS#11 library is loaded.
  public static void loading(Path library) {
    write(LIBRARY + library.toAbsolutePath());
  }

  /// The last act: what ends the process from now on did not interrupt it.
  ///
  /// @return the code
  public static int ends(int code) {
    write(END + code);
    return code;
  }

  private static synchronized void write(String words) {
    var name = System.getProperty(FILE);
    if (name == null) {
      return;
    }
    var line = (words.replaceAll("\\p{Cntrl}", "?") + "\n").getBytes(StandardCharsets.UTF_8);
    try (var file = new RandomAccessFile(name, "rw")) {
      var place = 0L;
      for (var text = file.readLine(); text != null && !text.isEmpty(); text = file.readLine()) {
        place = file.getFilePointer();
      }
      if (place + line.length <= file.length()) {
        file.seek(place);
        file.write(line);
      }
    } catch (IOException e) {
      LOG.debug("The record of this run cannot be written: {}", e.getMessage());
    }
  }
}
