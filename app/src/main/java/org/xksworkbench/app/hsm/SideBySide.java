package org.xksworkbench.app.hsm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Works that must not wait for each other, because each may hang in a module. Each has a thread of
/// its own.
final class SideBySide {

  private SideBySide() {}

  /// Does the same with each and waits for all.
  ///
  /// @param patience after which what has not ended is left to itself
  /// @param left gives the result of those
  /// @return in order
  static <S, T> List<T> each(
      List<S> all, Function<S, T> work, Duration patience, Function<S, T> left) {
    var tasks = all.stream().map(one -> new FutureTask<>(() -> work.apply(one))).toList();
    tasks.forEach(task -> Thread.ofPlatform().daemon().name("hsm-side").start(task));
    var end = System.nanoTime() + patience.toNanos();
    return IntStream.range(0, all.size())
        .mapToObj(i -> await(tasks.get(i), end, () -> left.apply(all.get(i))))
        .toList();
  }

  /// As [#each], where nothing but the failures is of interest.
  ///
  /// @return a clause on why, for each that failed or was left
  static <S> Map<S, String> failures(List<S> all, Consumer<S> work, Duration patience) {
    var whys = each(all, one -> failure(one, work), patience, _ -> "it does not answer");
    var failures = new LinkedHashMap<S, String>();
    for (var i = 0; i < all.size(); i++) {
      if (!whys.get(i).isEmpty()) {
        failures.put(all.get(i), whys.get(i));
      }
    }
    return failures;
  }

  private static <S> String failure(S one, Consumer<S> work) {
    try {
      work.accept(one);
      return "";
    } catch (RuntimeException e) {
      return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
  }

  private static <T> T await(FutureTask<T> task, long end, Supplier<T> left) {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return left.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(Reason.TIMEOUT, "The wait for the HSM was ended.", "", e);
    }
  }
}
