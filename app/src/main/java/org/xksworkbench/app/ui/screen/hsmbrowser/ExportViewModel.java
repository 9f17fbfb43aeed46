package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.nio.file.Path;
import java.util.List;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.Token;

/// Writes the objects that are shown to a file, as CSV or JSON by its name.
public final class ExportViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;

  ExportViewModel(
      HsmCalls calls,
      ObjectListViewModel objects,
      Tasks tasks,
      TaskScope scope,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.tasks = tasks;
    this.scope = scope;
    this.dialogs = dialogs;
    this.messages = messages;
  }

  void export() {
    calls
        .token()
        .ifPresent(token ->
            dialogs
                .saveFile("Export the list as .csv or .json", token.label() + ".csv")
                .ifPresent(path -> write(token, path)));
  }

  private void write(Token token, Path path) {
    var shown = List.copyOf(objects.rows());
    tasks
        .task("Writing " + path.getFileName())
        .on(
            Job.FILE,
            _ ->
                ChosenFile.write(
                    path,
                    path.toString().endsWith(".json")
                        ? ObjectExport.json(token, shown)
                        : ObjectExport.csv(shown)))
        .in(scope)
        .onSuccess(_ ->
            messages.tell(
                new HsmNotice(
                    true,
                    shown.size() + " objects were written to " + path,
                    List.of("No key material and no check value but the CMAC."))))
        .start();
  }
}
