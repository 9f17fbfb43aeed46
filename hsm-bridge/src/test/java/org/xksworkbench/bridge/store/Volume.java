package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A small file system of its own in memory, which can be full or read-only: root writes to a
/// folder whatever its permissions are. Only root can mount it.
public final class Volume implements AutoCloseable {

  private static final String FILLER = "filler";

  private final Path at;

  private Volume(Path at) {
    this.at = at;
  }

  /// Mounts one on a folder, or leaves the test out and says why.
  ///
  /// @param size such as `256k`
  public static Volume on(Path at, String size) throws IOException {
    Files.createDirectories(at);
    var said =
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "xks-test", at.toString()));
    Assumptions.assumeTrue(
        said.isEmpty(), "A file system can only be mounted by root on Linux: " + said);
    return new Volume(at);
  }

  public Path folder() {
    return at;
  }

  /// Takes all the room that is left.
  public void fill() throws IOException {
    try (var channel =
        FileChannel.open(
            at.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var page = ByteBuffer.allocate(4096);
      while (true) {
        channel.write(page.clear());
      }
    } catch (IOException e) {
      if (Files.getFileStore(at).getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /// Gives back what [#fill] took.
  public void makeRoom() throws IOException {
    Files.delete(at.resolve(FILLER));
  }

  public void readOnly(boolean readOnly) throws IOException {
    var said = run(List.of("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), at.toString()));
    if (!said.isEmpty()) {
      throw new IOException(said);
    }
  }

  @Override
  public void close() throws IOException {
    var said = run(List.of("umount", "--lazy", at.toString()));
    if (!said.isEmpty()) {
      throw new IOException(said);
    }
  }

  /// @return what it said if it failed
  private static String run(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException(command + " does not end");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return process.exitValue() == 0 ? "" : said + " exit code " + process.exitValue();
  }
}
