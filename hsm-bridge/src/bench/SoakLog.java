import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The request log of a soak: reads what the proxy set aside, counts it, and deletes it, as whoever
/// collects logs does.
final class SoakLog {

  private static final Pattern AT = Pattern.compile("\"at\":\"([^\"]+)\"");

  /// @param answered lines of requests that were answered with 200
  /// @param failedAt when the others came but those of strangers, in milliseconds since 1970
  record Counted(long answered, List<Long> failedAt) {}

  private final Path file;
  private final ScheduledExecutorService collector =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "collector");
            thread.setDaemon(true);
            return thread;
          });
  private long answered;
  private final List<Long> failedAt = new ArrayList<>();

  SoakLog(Path file) {
    this.file = file;
    collector.scheduleWithFixedDelay(this::collectQuietly, 1, 1, TimeUnit.SECONDS);
  }

  Path file() {
    return file;
  }

  /// Forgets what came until now.
  void begin() throws Exception {
    Thread.sleep(1000);
    renameOnce();
    Thread.sleep(1500);
    collect();
    forget();
  }

  private synchronized void forget() {
    answered = 0;
    failedAt.clear();
  }

  /// As logrotate does it, with no word to the proxy.
  void renameOnce() throws IOException {
    try {
      Files.move(file, file.resolveSibling(file.getFileName() + "." + System.nanoTime()));
    } catch (NoSuchFileException e) {
      // The proxy set it aside itself a moment ago.
    }
  }

  Counted end() throws Exception {
    collector.shutdown();
    collector.awaitTermination(1, TimeUnit.MINUTES);
    Thread.sleep(2000);
    collect();
    if (Files.exists(file)) {
      count(file);
    }
    return new Counted(answered, List.copyOf(failedAt));
  }

  private void collectQuietly() {
    try {
      collect();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// All but those of the last second, in which the proxy may write the line it began.
  private synchronized void collect() throws IOException {
    try (var files = Files.newDirectoryStream(file.getParent(), file.getFileName() + ".*")) {
      for (var one : files) {
        if (Files.getLastModifiedTime(one).toMillis() < System.currentTimeMillis() - 1000) {
          count(one);
          Files.delete(one);
        }
      }
    }
  }

  private void count(Path one) throws IOException {
    try (var lines = Files.lines(one)) {
      lines.forEach(line -> {
        if (line.contains("\"httpStatus\":200")) {
          answered++;
        } else if (!line.contains("AuthenticationFailedException")) {
          var at = AT.matcher(line);
          if (at.find()) {
            failedAt.add(java.time.Instant.parse(at.group(1)).toEpochMilli());
          }
        }
      });
    }
  }
}
