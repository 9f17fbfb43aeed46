package org.xksworkbench.app.proxy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.proxy.ReadConfiguration.FileStamp;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// Keeps what is known of a proxy true: reads its configuration again, on a thread of its own, when
/// the file changes. Whoever only wants to know waits for nothing.
final class ProxyFileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyFileWatch.class);

  /// @param config as it was valid last, with its secrets
  private record KnownConfiguration(ProxyConfig config, KnownProxy told) {}

  private final Path file;
  private final RepeatedLook watch;
  private volatile KnownConfiguration known;
  private List<FileStamp> seen;

  ProxyFileWatch(ReadConfiguration read, Duration interval) {
    this.file = read.file();
    this.seen = read.seen();
    this.known = new KnownConfiguration(read.config(), KnownProxy.of(file, read.config()));
    this.watch = RepeatedLook.start("proxy-file", interval, this::look);
  }

  /// At once, from memory.
  KnownProxy knownProxy() {
    return known.told();
  }

  /// At once, from memory: the configuration that was valid last.
  ProxyConfig config() {
    return known.config();
  }

  /// Reads the file now, after it was changed from here. Blocks.
  synchronized void refresh() {
    var before = known;
    var now = stamps();
    KnownConfiguration next;
    try {
      var read = ReadConfiguration.of(file);
      now = read.seen();
      next = new KnownConfiguration(read.config(), KnownProxy.of(file, read.config()));
    } catch (ProxyConfigException e) {
      next =
          new KnownConfiguration(before.config(), before.told().withDamage(e.getMessage() + "."));
    } catch (IllegalArgumentException e) {
      next =
          new KnownConfiguration(
              before.config(),
              before.told().withDamage(file + " names a file that is damaged: " + e.getMessage()));
    }
    seen = now;
    known = next;
    if (!next.told().equals(before.told())) {
      next.told().fault().ifPresent(why -> LOG.warn("{} The XKS proxy goes on as before.", why));
    }
  }

  private void look() {
    if (changed()) {
      refresh();
    }
  }

  private synchronized boolean changed() {
    return !stamps().equals(seen);
  }

  private List<FileStamp> stamps() {
    return seen.stream().map(FileStamp::now).toList();
  }

  @Override
  public void close() {
    watch.close();
  }
}
