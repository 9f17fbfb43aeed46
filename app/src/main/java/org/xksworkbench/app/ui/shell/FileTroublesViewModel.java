package org.xksworkbench.app.ui.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.xksworkbench.app.ui.shell.FileTrouble.TroubledFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.KeptFiles;

/// What is wrong with the files that this window keeps, and what can be done about it. Each trouble
/// is told once: what was closed comes back only if it changes.
public final class FileTroublesViewModel {

  private static final Words WORDS = Words.of(FileTroublesViewModel.class);

  private record TroubleCause(Object act, Object reason) {}

  private final KeptFiles files;
  private final Tasks tasks;
  private final Consumer<Path> open;
  private final ObservableList<FileTrouble> troubles = FXCollections.observableArrayList();
  private final List<FileTrouble> closed = new ArrayList<>();
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");

  /// @param open shows a folder outside this program
  public FileTroublesViewModel(KeptFiles files, Tasks tasks, Consumer<Path> open) {
    this.files = files;
    this.tasks = tasks;
    this.open = open;
    var scope = tasks.scope();
    files.onChange(() -> tasks.soon(scope, this::refresh));
    refresh();
  }

  ObservableList<FileTrouble> troubles() {
    return troubles;
  }

  /// What was done last, a sentence; empty if nothing was.
  ReadOnlyStringProperty done() {
    return done.getReadOnlyProperty();
  }

  void tryAgain(FileTrouble trouble) {
    tasks
        .task(WORDS.text("file.trying"))
        .on(
            Job.FILES,
            _ -> {
              trouble.files().forEach(Kept::tryAgain);
              return trouble;
            })
        .onSuccess(_ -> refresh())
        .start();
  }

  void setAside(FileTrouble trouble) {
    tasks
        .task(WORDS.text("file.setting-aside"))
        .on(Job.FILES, _ -> trouble.files().stream().map(Kept::setAside).toList())
        .onSuccess(moved -> {
          done.set(
              WORDS.text(
                  "file.kept-as", String.join(", ", moved.stream().map(Path::toString).toList())));
          refresh();
        })
        .start();
  }

  void openFolder(FileTrouble trouble) {
    open.accept(trouble.folder());
  }

  void close(FileTrouble trouble) {
    closed.add(trouble);
    refresh();
  }

  void closeDone() {
    done.set("");
  }

  private void refresh() {
    Map<TroubleCause, List<TroubledFile>> alike = new LinkedHashMap<>();
    for (var file : files.filesInTrouble()) {
      file.trouble()
          .ifPresent(why ->
              alike
                  .computeIfAbsent(
                      new TroubleCause(why.act(), why.reason()), _ -> new ArrayList<>())
                  .add(new TroubledFile(file, why)));
    }
    var now =
        alike.values().stream()
            .map(FileTrouble::of)
            .filter(one -> closed.stream().noneMatch(one::isLike))
            .toList();
    // A note that says the same keeps its place and its focus.
    if (now.size() != troubles.size()
        || !IntStream.range(0, now.size()).allMatch(i -> now.get(i).isLike(troubles.get(i)))) {
      troubles.setAll(now);
    }
  }
}
