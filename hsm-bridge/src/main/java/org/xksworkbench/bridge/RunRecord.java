package org.xksworkbench.bridge;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private RunRecord() {}

  /// The JVM started.
  public static void begins() {
    write("begin");
  }

  /// Before a PKCS#11 library is loaded.
  public static void loading(Path library) {
    write("library " + library.toAbsolutePath());
  }

  /// The last act: what ends the process from now on did not interrupt it.
  ///
  /// @return the code
  public static int ends(int code) {
    write("end " + code);
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
