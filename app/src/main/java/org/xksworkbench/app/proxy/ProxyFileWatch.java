package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// Keeps what is known of a proxy true: reads its configuration once, and again on a thread of its
/// own when the file changes. Whoever only wants to know waits for nothing.
final class ProxyFileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyFileWatch.class);

  /// @param config as it was valid last, with its secrets
  private record Known(ProxyConfig config, KnownProxy told) {}

  /// What tells that a file changed; the size too, as clocks of file systems are coarse.
  private record Stamp(String modified, long size) {

    static Stamp of(Path file) {
      try {
        return new Stamp(Files.getLastModifiedTime(file).toString(), Files.size(file));
      } catch (IOException e) {
        return new Stamp("", -1);
      }
    }
  }

  private final Path file;
  private final Thread thread;
  private volatile Known known;
  private List<Stamp> stamps;
  private List<Path> files;

  /// Blocks: reads the file.
  ///
  /// @throws ProxyConfigException if it cannot be read; there is nothing known then
  ProxyFileWatch(Path file, Duration interval) {
    this.file = file;
    this.files = List.of(file);
    this.stamps = stamps(files);
    var config = read(file);
    this.files = config.files();
    this.stamps = stamps(files);
    this.known = new Known(config, KnownProxy.of(file, config));
    this.thread =
        Thread.ofPlatform().daemon().name("proxy-file").start(() -> watch(interval.toMillis()));
  }

  /// At once, from memory.
  KnownProxy known() {
    return known.told();
  }

  /// At once, from memory: the configuration that was valid last.
  ProxyConfig config() {
    return known.config();
  }

  /// Reads the file now, after it was changed from here. Blocks.
  synchronized void refresh() {
    var before = known;
    var seen = stamps(files);
    Known next;
    try {
      var config = read(file);
      files = config.files();
      seen = stamps(files);
      next = new Known(config, KnownProxy.of(file, config));
    } catch (ProxyConfigException e) {
      next = new Known(before.config(), before.told().damaged(e.getMessage() + "."));
    } catch (IllegalArgumentException e) {
      next =
          new Known(
              before.config(),
              before.told().damaged(file + " names a file that is damaged: " + e.getMessage()));
    }
    stamps = seen;
    known = next;
    if (!next.told().equals(before.told())) {
      next.told().fault().ifPresent(why -> LOG.warn("{} The XKS proxy goes on as before.", why));
    }
  }

  /// The one place of the window where this file is read.
  static ProxyConfig read(Path file) {
    assert !Thread.currentThread().getName().equals("JavaFX Application Thread")
        : "the window's thread must not wait for a file";
    return ProxyConfig.read(file);
  }

  private void watch(long millis) {
    try {
      while (true) {
        Thread.sleep(millis);
        if (changed()) {
          refresh();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized boolean changed() {
    return !stamps(files).equals(stamps);
  }

  private static List<Stamp> stamps(List<Path> files) {
    return files.stream().map(Stamp::of).toList();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
