package org.xksworkbench.app.ui.document;

import java.io.IOException;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;

/// Writes a document to a file that the user chooses, and says where it is. What the screen shows
/// stays meanwhile, and if it cannot be written.
public final class DocumentFiles {

  /// Made on another thread than the window's.
  public interface DocumentContent {

    byte[] bytes() throws IOException;
  }

  private final ScreenTasks tasks;
  private final Dialogs dialogs;

  public DocumentFiles(ScreenTasks tasks, Dialogs dialogs) {
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  /// Nothing happens if the user chooses no file.
  ///
  /// @param what it is, such as "inventory"
  /// @param name that is proposed
  /// @param about what is in it, and what to mind
  public void save(String what, String name, String about, DocumentContent content) {
    dialogs
        .saveFile("Save the " + what, name)
        .ifPresent(file ->
            tasks
                .aside(
                    "Writing " + file.getFileName(),
                    Job.FILE,
                    _ -> ChosenFile.write(file, content.bytes()))
                .onSuccess(at -> dialogs.showWritten(at, "The " + what + " was written", about))
                .onProblem(dialogs::show)
                .start());
  }
}
