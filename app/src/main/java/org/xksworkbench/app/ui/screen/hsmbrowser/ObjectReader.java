package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;

/// Reads the objects of the token that is looked into, in pieces, so that ten thousand of them are
/// shown as they are read.
final class ObjectReader {

  private static final int PIECE = 250;

  private final HsmCalls calls;
  private final Tasks tasks;
  private final TaskScope scope;
  private final MessagesViewModel messages;
  private final BooleanProperty reading = new SimpleBooleanProperty();

  /// Why the objects could not be read last; not true any more once they are.
  private @Nullable Problem unread;

  ObjectReader(HsmCalls calls, Tasks tasks, TaskScope scope, MessagesViewModel messages) {
    this.calls = calls;
    this.tasks = tasks;
    this.scope = scope;
    this.messages = messages;
  }

  BooleanProperty reading() {
    return reading;
  }

  /// @param doesAesGcm what the token says of itself
  private record FoundObjects(List<Long> numbers, Optional<Boolean> doesAesGcm) {}

  private static FoundObjects find(HsmSession session) {
    return new FoundObjects(session.objects().find(), session.doesAesGcm());
  }

  /// Begins anew; what was being read before is dropped.
  ///
  /// @param onToken takes whether the token does AES-GCM, before any object
  /// @param onPiece takes the objects that came now, and all that came so far
  /// @param onAll takes all
  void read(
      Consumer<Optional<Boolean>> onToken,
      BiConsumer<List<HsmObject>, List<HsmObject>> onPiece,
      Consumer<List<HsmObject>> onAll) {
    reading.set(true);
    tasks
        .task("Finding the objects of the token")
        .on(Job.HSM_LIST, _ -> find(calls.session()))
        .in(scope)
        .latest("objects")
        .evenLate()
        .onSuccess(found -> {
          reading.set(true);
          onToken.accept(found.doesAesGcm());
          read(found.numbers(), new ArrayList<>(), onPiece, onAll);
        })
        .onProblem(this::fail)
        .start();
  }

  /// @param left numbers of the objects that are to be read
  private void read(
      List<Long> left,
      List<HsmObject> read,
      BiConsumer<List<HsmObject>, List<HsmObject>> onPiece,
      Consumer<List<HsmObject>> onAll) {
    if (left.isEmpty()) {
      reading.set(false);
      if (unread != null) {
        messages.clearIfSame(unread);
      }
      onAll.accept(read);
      return;
    }
    var piece = List.copyOf(left.subList(0, Math.min(PIECE, left.size())));
    tasks
        .task("Reading the objects of the token")
        .on(Job.HSM_LIST, _ -> calls.session().objects().read(piece))
        .in(scope)
        .latest("objects")
        .evenLate()
        .onSuccess(objects -> {
          reading.set(true);
          read.addAll(objects);
          onPiece.accept(objects, read);
          read(left.subList(piece.size(), left.size()), read, onPiece, onAll);
        })
        .onProblem(this::fail)
        .start();
  }

  private void fail(Problem problem) {
    reading.set(false);
    unread = problem;
    calls.fail(problem);
  }
}
