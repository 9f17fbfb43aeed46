package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// The configuration of a proxy as it was read, with its secrets. The one place of the window where
/// it is read.
///
/// @param file `proxy.toml`
/// @param seen by what a later change of one of its files is told
public record ReadConfiguration(Path file, ProxyConfig config, List<FileStamp> seen) {

  /// What tells that a file changed; the size too, as clocks of file systems are coarse.
  public record FileStamp(Path file, String modified, long size) {

    static FileStamp of(Path file) {
      try {
        return new FileStamp(file, Files.getLastModifiedTime(file).toString(), Files.size(file));
      } catch (IOException e) {
        return new FileStamp(file, "", -1);
      }
    }

    FileStamp now() {
      return of(file);
    }
  }

  /// Blocks.
  ///
  /// @throws ProxyConfigException if it cannot be read
  public static ReadConfiguration of(Path file) {
    // What changes while it is read is read again.
    var before = FileStamp.of(file);
    var config = ProxyConfig.read(file);
    return new ReadConfiguration(
        file,
        config,
        config.files().stream().map(one -> one.equals(file) ? before : FileStamp.of(one)).toList());
  }

  Path folder() {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }
}
