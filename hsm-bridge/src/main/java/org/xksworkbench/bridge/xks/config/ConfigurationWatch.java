package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// Lets a running proxy follow its configuration. Looks at the files every so often: a watch of the
/// operating system misses what is moved into place on some file systems. A configuration with an
/// error is reported, and the proxy goes on with the one it has.
public final class ConfigurationWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

  private static final Duration PERIOD = Duration.ofMillis(250);

  private record SeenFile(Path file, Optional<String> state) {}

  private final Path file;
  private final XksProxy proxy;
  private final Consumer<ProxyConfig> applied;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-configuration").daemon().factory());
  private ProxyConfig current;
  private List<SeenFile> seen;

  private ConfigurationWatch(
      Path file, ProxyConfig current, XksProxy proxy, Consumer<ProxyConfig> applied) {
    this.file = file;
    this.proxy = proxy;
    this.applied = applied;
    this.current = current;
    this.seen = look(current.files());
  }

  /// @param started the configuration that the proxy was started with
  /// @param applied told of each configuration that took effect later
  public static ConfigurationWatch start(
      Path file, ProxyConfig started, XksProxy proxy, Consumer<ProxyConfig> applied) {
    var watch = new ConfigurationWatch(file, started, proxy, applied);
    var _ =
        watch.scheduler.scheduleWithFixedDelay(
            watch::lookAgain, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  /// Reads the configuration now, changed or not.
  public void reload() {
    scheduler.execute(this::apply);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  private void lookAgain() {
    if (!look(current.files()).equals(seen)) {
      apply();
    }
  }

  private void apply() {
    // Before reading: what changes while we read is seen at the next look.
    seen = look(current.files());
    try {
      var next = ProxyConfig.read(file);
      proxy.serve(next.servedConfiguration());
      var restart = current.changedUntilRestart(next);
      if (!restart.isEmpty()) {
        LOG.warn("Changes in {} need a restart of the proxy", String.join(", ", restart));
      }
      if (!next.files().equals(current.files())) {
        seen = look(next.files());
      }
      current = next;
      LOG.info("The configuration {} took effect", file);
      applied.accept(next);
    } catch (ProxyConfigException | IllegalArgumentException e) {
      LOG.error(
          "The changed configuration is not used, the proxy goes on with the one before: {}.",
          e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The changed configuration is not used because of a defect", e);
    }
  }

  private static List<SeenFile> look(List<Path> files) {
    return files.stream().map(path -> new SeenFile(path, state(path))).toList();
  }

  private static Optional<String> state(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
