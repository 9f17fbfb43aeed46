package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.server.XksHandler.Answer;

/// Threads that answer requests, each within its budget.
///
/// A call into a token cannot be stopped. So a thread of its own looks at what waits and what runs,
/// every few milliseconds, and gives the late answer to what is over its budget; whatever a worker
/// answers afterwards is dropped. A worker that is late counts as stuck and is replaced, up to a
/// bound. When it comes back and there are enough of them, it ends.
///
/// Platform threads: a native call pins a virtual thread to its carrier.
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final Duration TICK = Duration.ofMillis(5);

  private final long budgetNanos;
  private final int wanted;
  private final int most;
  private final BlockingQueue<Job> queue;
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger live = new AtomicInteger();
  private final Thread watch;
  private volatile boolean closed;

  Workers(ProxyLimits limits) {
    budgetNanos = limits.budget().toNanos();
    wanted = limits.workers();
    most = limits.workers() + limits.replacements();
    queue = new ArrayBlockingQueue<>(limits.queue());
    for (var i = 0; i < wanted; i++) {
      startWorker();
    }
    watch = Thread.ofPlatform().name("xks-deadlines").daemon().unstarted(this::watch);
    watch.start();
  }

  /// @param work makes the answer, on a worker
  /// @param late makes the answer if the budget is over, on another thread while the work may still
  ///   run
  /// @param send takes the one answer that counts
  /// @throws RejectedExecutionException if the queue is full
  void submit(Supplier<Answer> work, Supplier<Answer> late, Consumer<Answer> send) {
    var job = new Job(work, late, send, System.nanoTime() + budgetNanos);
    if (closed || !queue.offer(job)) {
      throw new RejectedExecutionException("the queue is full");
    }
  }

  /// Requests that wait for a worker.
  int queued() {
    return queue.size();
  }

  /// Workers whose request was answered for them because the token did not come back in time.
  int stuck() {
    return (int) workers.stream().filter(Worker::isLate).count();
  }

  /// Whether not one worker is left that could serve.
  boolean allStuck() {
    return stuck() >= live.get();
  }

  /// Drops what waits and interrupts what runs. A worker in a native call ends when that returns.
  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    workers.forEach(worker -> worker.thread.interrupt());
  }

  private void startWorker() {
    live.incrementAndGet();
    var worker = new Worker();
    workers.add(worker);
    worker.thread.start();
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(TICK);
        var now = System.nanoTime();
        for (var job = queue.peek(); job != null && job.isOver(now); job = queue.peek()) {
          if (queue.remove(job)) {
            job.answerLate();
          }
        }
        workers.forEach(worker -> worker.checkDeadline(now));
      } catch (InterruptedException e) {
        // closed tells what it means
      } catch (RuntimeException e) {
        LOG.error("A defect while watching deadlines", e);
      }
    }
  }

  /// One request. Answered once, by whoever claims it first.
  private static final class Job {

    private final Supplier<Answer> work;
    private final Supplier<Answer> late;
    private final Consumer<Answer> send;
    private final long deadline;
    private final AtomicBoolean claimed = new AtomicBoolean();

    Job(Supplier<Answer> work, Supplier<Answer> late, Consumer<Answer> send, long deadline) {
      this.work = work;
      this.late = late;
      this.send = send;
      this.deadline = deadline;
    }

    boolean isOver(long now) {
      return now - deadline >= 0;
    }

    void run() {
      if (isOver(System.nanoTime())) {
        answerLate();
        return;
      }
      var answer = work.get();
      if (claim()) {
        send.accept(answer);
      }
    }

    /// @return false if it was answered already
    boolean answerLate() {
      if (!claim()) {
        return false;
      }
      send.accept(late.get());
      return true;
    }

    private boolean claim() {
      return claimed.compareAndSet(false, true);
    }
  }

  private final class Worker implements Runnable {

    private final Thread thread = Thread.ofPlatform().name("xks-worker").daemon().unstarted(this);
    private volatile @Nullable Job running;
    private volatile boolean late;

    boolean isLate() {
      return late;
    }

    @Override
    public void run() {
      while (!closed) {
        try {
          var job = queue.take();
          running = job;
          try {
            job.run();
          } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A defect while answering a request", e);
            job.answerLate();
          } finally {
            running = null;
          }
          if (late && endsNow()) {
            break;
          }
        } catch (InterruptedException e) {
          // closed tells what it means
        }
      }
      workers.remove(this);
    }

    void checkDeadline(long now) {
      var job = running;
      if (job == null || late || !job.isOver(now)) {
        return;
      }
      late = true;
      job.answerLate();
      if (running != job) {
        late = false; // it came back just now
      } else if (live.get() < most) {
        LOG.warn("A call to the token does not return in time; another worker takes over");
        startWorker();
      } else {
        LOG.error("{} calls to the token do not return, and no more workers are started", stuck());
      }
    }

    /// It came back: is it one too many?
    private boolean endsNow() {
      late = false;
      var number = live.get();
      while (number > wanted) {
        if (live.compareAndSet(number, number - 1)) {
          return true;
        }
        number = live.get();
      }
      return false;
    }
  }
}
