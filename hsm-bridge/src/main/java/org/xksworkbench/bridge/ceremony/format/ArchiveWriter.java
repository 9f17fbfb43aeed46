package org.xksworkbench.bridge.ceremony.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// Writes the one archive that some files make. No file is held: each is read twice, as its
/// checksum stands before it.
public final class ArchiveWriter {

  private ArchiveWriter() {}

  /// @param files where each lies, by its name in the archive; 2 GiB at most together
  /// @throws IOException also if a file is not the same the second time
  public static void write(Map<String, Path> files, OutputStream out) throws IOException {
    var form = new ArchiveForm();
    for (var file : new TreeMap<>(files).entrySet()) {
      var path = file.getValue();
      var size = Files.size(path);
      var crc = checksum(path);
      out.write(form.next(file.getKey(), crc, size));
      var copied = new CheckedOutputStream(out, new CRC32());
      if (Files.copy(path, copied) != size || copied.getChecksum().getValue() != crc) {
        throw new IOException(path + " was changed while it was read");
      }
    }
    out.write(form.end());
  }

  private static long checksum(Path file) throws IOException {
    try (var in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }
}
