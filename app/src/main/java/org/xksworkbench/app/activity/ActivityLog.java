package org.xksworkbench.app.activity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was done from this workstation, newest last; the oldest entries go when it is full. On disk
/// it is one line of JSON an entry, in a file that is set aside when it has grown; entries are
/// names, IDs and outcomes, never a secret or a plaintext. Safe for use by several threads.
public final class ActivityLog {

  private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CAPACITY = 10_000;
  private static final long FILE_BYTES = 4 * 1024 * 1024;

  private final @Nullable Path file;
  private final long fileBytes;
  private final Deque<ActivityEntry> entries = new ArrayDeque<>();
  private final List<Consumer<ActivityEntry>> listeners = new CopyOnWriteArrayList<>();

  /// Forgotten with the program.
  public ActivityLog() {
    this(null, FILE_BYTES);
  }

  private ActivityLog(@Nullable Path file, long fileBytes) {
    this.file = file;
    this.fileBytes = fileBytes;
  }

  /// Goes on with what a file holds.
  public static ActivityLog open(Path file) {
    return open(file, FILE_BYTES);
  }

  static ActivityLog open(Path file, long fileBytes) {
    var log = new ActivityLog(file, fileBytes);
    log.read(setAside(file));
    log.read(file);
    return log;
  }

  public void add(ActivityEntry entry) {
    synchronized (entries) {
      remember(entry);
      write(entry);
    }
    listeners.forEach(listener -> listener.accept(entry));
  }

  public List<ActivityEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /// Called on the thread that adds.
  public void onAdd(Consumer<ActivityEntry> listener) {
    listeners.add(listener);
  }

  private void remember(ActivityEntry entry) {
    if (entries.size() == CAPACITY) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  private void read(Path from) {
    if (!Files.exists(from)) {
      return;
    }
    try {
      Files.readAllLines(from).forEach(line -> parse(line).ifPresent(this::remember));
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", from, e.getMessage());
    }
  }

  private void write(ActivityEntry entry) {
    if (file == null) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file) && Files.size(file) > fileBytes) {
        Files.move(file, setAside(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(
          file,
          line(entry).getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }

  private static Path setAside(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private static String line(ActivityEntry entry) {
    return JSON.createObjectNode()
            .put("at", entry.at().toString())
            .put("who", entry.who())
            .put("operation", entry.operation())
            .put("target", entry.target())
            .put("requestId", entry.requestId())
            .put("outcome", entry.outcome())
            .put("tookMillis", entry.took().toMillis())
        + "\n";
  }

  /// A line that was cut off by a crash is left out.
  private static Optional<ActivityEntry> parse(String line) {
    try {
      var node = JSON.readTree(line);
      return Optional.of(
          new ActivityEntry(
              Instant.parse(node.path("at").asText()),
              node.path("who").asText(),
              node.path("operation").asText(),
              node.path("target").asText(),
              node.path("requestId").asText(),
              node.path("outcome").asText(),
              Duration.ofMillis(node.path("tookMillis").asLong())));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
