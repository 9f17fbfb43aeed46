package org.xksworkbench.app.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.RunRecord.LeftBehind;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.agent.SecretPipe;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.ReadyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// One process of the proxy, from its start to its end. Its pipes are read on threads of their own:
/// a reader blocks as long as the process lives.
final class ProxyRun {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyRun.class);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LINES_KEPT = 20;

  /// Who is told what the process does; each on a thread that must not wait long.
  ///
  /// @param line of its log
  /// @param call a line of its standard output
  /// @param ended after it served, though nobody here had asked for that
  record ProxyRunListeners(
      Consumer<String> line, Consumer<String> call, Consumer<ProxyEnd> ended) {}

  private final Process process;
  private final Path ready;
  private final Path record;
  private final Thread logReader;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile boolean stopped;
  private boolean served;

  private ProxyRun(Process process, Path ready, Path record, ProxyRunListeners listeners) {
    this.process = process;
    this.ready = ready;
    this.record = record;
    this.logReader =
        reader(
            "proxy-log",
            process.errorReader(StandardCharsets.UTF_8),
            line -> {
              LOG.info("proxy: {}", line);
              keep(line);
              listeners.line().accept(line);
            });
    var _ = reader("proxy-calls", process.inputReader(StandardCharsets.UTF_8), listeners.call());
    Thread.ofPlatform().daemon().name("proxy-end").start(() -> awaitEnd(listeners.ended()));
  }

  /// Starts the process; it does not serve yet.
  ///
  /// @param port to listen on, empty for the one of the configuration
  /// @param pin goes over a private pipe; wiped by the caller
  static ProxyRun start(
      AgentProcess helper,
      Path folder,
      Optional<Integer> port,
      char[] pin,
      ProxyRunListeners listeners)
      throws IOException {
    var ready = folder.resolve("ready");
    var command =
        new ArrayList<>(
            List.of(
                "proxy",
                "run",
                "--config",
                folder.resolve(ProxyFolder.CONFIGURATION).toString(),
                "--pin-file",
                "-",
                "--ready-file",
                ready.toString(),
                "--calls",
                "--with-parent"));
    port.ifPresent(same -> command.addAll(List.of("--port", same.toString())));
    ReadyFile.claim(ready);
    var record = Files.createTempFile("xks-proxy", ".run");
    var builder = helper.command(command.toArray(String[]::new));
    builder.command().add(1, RunRecord.empty(record));
    var run = new ProxyRun(launch(builder, record), ready, record, listeners);
    var process = run.process;
    try (var in = process.getOutputStream()) {
      SecretPipe.writeLine(in, pin);
    } catch (IOException e) {
      // It ended already, and its log says why.
      LOG.debug("The proxy did not take its PIN: {}", e.getMessage());
    }
    return run;
  }

  private static Process launch(ProcessBuilder builder, Path record) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      forget(record);
      throw e;
    }
  }

  /// Waits until it serves, as long as that takes; an interrupt ends the process.
  ///
  /// @return the port
  /// @throws ProxyException if it ends before
  int awaitPort() throws IOException {
    try {
      while (!Files.exists(ready)) {
        if (!process.isAlive()) {
          logReader.join(LAST_WORDS);
          throw notStarted();
        }
        Thread.sleep(POLL);
      }
      var port = URI.create(Files.readString(ready).strip()).getPort();
      serves();
      return port;
    } catch (InterruptedException e) {
      stopped = true;
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new ProxyException("", "The start of the XKS proxy was ended.", e);
    }
  }

  /// From now on its end is an event.
  private synchronized void serves() {
    if (!process.isAlive()) {
      throw notStarted();
    }
    served = true;
  }

  private synchronized boolean served() {
    return served;
  }

  private ProxyException notStarted() {
    return new ProxyException(
        "", "The XKS proxy did not start: " + String.join(" ", lastLines()), null);
  }

  /// Whether somebody here asked it to end.
  boolean stopped() {
    return stopped;
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Lets it finish what it answers, then ends it.
  void stop() {
    stopped = true;
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd(Consumer<ProxyEnd> ended) {
    try {
      var code = process.waitFor();
      logReader.join(LAST_WORDS);
      var left = leftBehind();
      if (served() && !stopped) {
        ended.accept(new ProxyEnd(Instant.now(), code, left, lastLines()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private LeftBehind leftBehind() {
    try {
      return RunRecord.read(record);
    } catch (IOException e) {
      LOG.warn("What the XKS proxy left of its run cannot be read: {}", e.getMessage());
      return new LeftBehind(List.of(), false);
    } finally {
      forget(record);
    }
  }

  private static void forget(Path record) {
    try {
      Deletion.file(record);
    } catch (IOException e) {
      LOG.debug("{} stays: {}", record, e.getMessage());
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  private List<String> lastLines() {
    synchronized (lastLines) {
      return List.copyOf(lastLines);
    }
  }

  /// On a platform thread: a virtual one would hold a carrier as long as it blocks in the pipe.
  private static Thread reader(String name, BufferedReader lines, Consumer<String> sink) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try (lines) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
              sink.accept(line);
            }
          } catch (IOException e) {
            LOG.debug("{} ended: {}", name, e.getMessage());
          }
        });
  }
}
