package org.xksworkbench.bridge.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.xksworkbench.bridge.store.StoreTest.Names;
import org.xksworkbench.bridge.store.StoreTest.StoredEntry;

/// Another window of the same user: adds to a document and a log in a process of its own.
public final class WritingProcess {

  private WritingProcess() {}

  static Process start(Path folder, String name, int count) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WritingProcess.class.getName(),
            folder.toString(),
            name,
            Integer.toString(count))
        .redirectErrorStream(true)
        .start();
  }

  /// `FOLDER NAME COUNT`
  public static void main(String[] arguments) {
    var folder = Path.of(arguments[0]);
    var document = new Document<>(folder.resolve("names.json"), Names.class, 1);
    var log = new LineLog<>(folder.resolve("log.jsonl"), StoredEntry.class, 1 << 20);
    var count = Integer.parseInt(arguments[2]);
    System.out.println("here");
    System.out.flush();
    for (var i = 0; i < count; i++) {
      var name = arguments[1] + i;
      var _ = document.change(Names.NONE, names -> names.with(name));
      log.append(List.of(new StoredEntry(Instant.EPOCH, name)));
    }
  }
}
