package org.xksworkbench.app.ui.task;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/// Writes text to a file that the user chooses.
public final class TextFiles {

  private final Tasks tasks;
  private final BiFunction<String, String, Optional<Path>> choose;

  /// @param choose asks where to, from a headline and a proposed name
  public TextFiles(Tasks tasks, BiFunction<String, String, Optional<Path>> choose) {
    this.tasks = tasks;
    this.choose = choose;
  }

  /// Nothing happens if the user chooses no file.
  public void save(String name, String text) {
    choose
        .apply("Export " + name, name)
        .ifPresent(file ->
            tasks
                .task("Writing " + file.getFileName())
                .on(Job.FILE, _ -> ChosenFile.write(file, text))
                .start());
  }
}
