import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A disk that is soon full: a file system in memory, which only root can have. Else a folder.
///
/// @param small whether it is one
record SmallDisk(Path folder, boolean small) implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  static SmallDisk in(Path parent) throws Exception {
    var folder = Files.createDirectory(parent.resolve("small-disk"));
    var mounted = System.getProperty("user.name").equals("root")
        && run("mount", "-t", "tmpfs", "-o", "size=32m,mode=700", "xks-soak", folder.toString());
    return new SmallDisk(folder, mounted);
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  /// Leaves no room now.
  void fill() throws IOException {
    try (var channel = FileChannel.open(
        ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        channel.write(ByteBuffer.allocate(CHUNK));
      }
    } catch (IOException e) {
      // Full, which is what was wanted.
    }
  }

  void free() throws IOException {
    Files.delete(ballast());
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  @Override
  public void close() throws Exception {
    if (small) {
      run("umount", "--lazy", folder.toString());
    }
  }
}
