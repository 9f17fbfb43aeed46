package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedTransferQueue;
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
/// While calls into the token are short, half as many work as there are processors: more would only
/// take turns. As soon as requests wait, others join them, up to the number of the limits; they go
/// one by one when none waited for a while.
///
/// Platform threads: a native call pins a virtual thread to its carrier.
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final Duration TICK = Duration.ofMillis(5);

  /// A request that waits longer than this calls another worker.
  private static final long PATIENCE_NANOS = Duration.ofMillis(10).toNanos();

  private static final Duration CALM = Duration.ofSeconds(10);

  private final long budgetNanos;
  private final int few;
  private final int many;
  private final long calmNanos;
  private final int most;
  private final int room;
  private final BlockingQueue<Job> queue = new LinkedTransferQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger live = new AtomicInteger();

  /// How many there shall be, without such as hang.
  private final AtomicInteger wanted;

  private long lastWait = System.nanoTime();
  private final Thread watch;
  private volatile boolean closed;

  Workers(ProxyLimits limits) {
    this(limits, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), CALM);
  }

  /// @param few how many work while no request waits
  /// @param calm how long no request waits before one of more than these goes
  Workers(ProxyLimits limits, int few, Duration calm) {
    budgetNanos = limits.budget().toNanos();
    many = limits.workers();
    this.few = Math.min(few, many);
    calmNanos = calm.toNanos();
    wanted = new AtomicInteger(this.few);
    most = limits.workers() + limits.replacements();
    room = limits.queue();
    for (var i = 0; i < this.few; i++) {
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
    if (queued.incrementAndGet() > room || closed) {
      queued.decrementAndGet();
      throw new RejectedExecutionException("the queue is full");
    }
    queue.add(job);
  }

  /// Requests that wait for a worker.
  int queued() {
    return queued.get();
  }

  /// Workers whose request was answered for them because the token did not come back in time.
  int stuck() {
    return (int) workers.stream().filter(Worker::isLate).count();
  }

  /// Threads, such as hang among them.
  int number() {
    return live.get();
  }

  /// Whether not one worker is left that could serve, and none can be started.
  boolean allStuck() {
    return live.get() >= most && stuck() >= live.get();
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
            queued.decrementAndGet();
            job.answerLate();
          }
        }
        workers.forEach(worker -> worker.checkDeadline(now));
        adjust(now);
      } catch (InterruptedException e) {
        // closed tells what it means
      } catch (RuntimeException e) {
        LOG.error("A defect while watching deadlines", e);
      }
    }
  }

  private void adjust(long now) {
    var oldest = queue.peek();
    if (oldest != null && now - (oldest.deadline - budgetNanos) > PATIENCE_NANOS) {
      lastWait = now;
      if (wanted.get() < many && live.get() < most) {
        wanted.incrementAndGet();
        if (live.get() - stuck() < wanted.get()) {
          startWorker();
        }
      }
    } else if (wanted.get() > few && now - lastWait > calmNanos) {
      lastWait = now;
      wanted.decrementAndGet();
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
          queued.decrementAndGet();
          running = job;
          try {
            job.run();
          } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A defect while answering a request", e);
            job.answerLate();
          } finally {
            running = null;
          }
          late = false;
          if (isOneTooMany()) {
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
      if (running != job) {
        late = false; // it came back just now
        return;
      }
      if (live.get() < most) {
        LOG.warn("A call to the token does not return in time; another worker takes over");
        startWorker();
      } else {
        LOG.error("{} calls to the token do not return, and no more workers are started", stuck());
      }
      job.answerLate();
    }

    private boolean isOneTooMany() {
      var number = live.get();
      while (number > wanted.get() && number - stuck() > wanted.get()) {
        if (live.compareAndSet(number, number - 1)) {
          return true;
        }
        number = live.get();
      }
      return false;
    }
  }
}
