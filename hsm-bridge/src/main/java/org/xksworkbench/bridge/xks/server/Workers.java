package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.server.XksHandler.XksResponse;

/// Threads that answer requests, each within its budget, and callers in turn ([FairQueue]).
///
/// A call into a token cannot be stopped. So a thread of its own looks at what waits and what runs,
/// every few milliseconds, and gives the late answer to what is over its budget; whatever a worker
/// answers afterwards is dropped. A worker that is late because it is in the token counts as stuck
/// and is replaced, up to a bound. When it comes back and there are enough of them, it ends.
///
/// While calls into the token are short, half as many work as there are processors: more would only
/// take turns, on a processor and on the lock inside the module. When requests wait because calls
/// are long, others join them, up to the number of the limits; they go one by one when that is
/// over.
///
/// Platform threads: a native call pins a virtual thread to its carrier.
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final Duration TICK = Duration.ofMillis(5);

  /// A request that waits longer than this calls another worker.
  private static final long PATIENCE_NANOS = Duration.ofMillis(10).toNanos();

  /// Below this, on average, a request that waits does so for a processor and not for the token.
  private static final long LONG_CALL_NANOS = Duration.ofMillis(1).toNanos();

  private static final Duration CALM = Duration.ofSeconds(10);

  /// Answers that go to their event loop together, and how long the first waits for the others.
  private static final int TOGETHER = 8;

  private static final long TOGETHER_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /// A caller whose call hung is behind others for this part of a budget: at an eighth, its own
  /// requests are answered in time still.
  private static final int PARTS_OF_DEBT = 8;

  private final long budgetNanos;
  private final int few;
  private final int many;
  private final long calmNanos;
  private final int most;
  private final FairQueue<RequestJob> queue;
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger live = new AtomicInteger();

  /// How many there shall be, without such as hang.
  private final AtomicInteger wanted;

  private final LongSupplier nanoTime;
  private long lastWait;

  /// When a worker finished a request.
  private volatile long lastDone;

  private final Thread watch;
  private volatile boolean closed;

  Workers(ProxyLimits limits) {
    this(limits, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), CALM);
  }

  Workers(ProxyLimits limits, int few, Duration calm) {
    this(limits, few, calm, System::nanoTime);
  }

  /// @param few how many work while no request waits
  /// @param calm how long no request waits before one of more than these goes
  /// @param nanoTime as [System#nanoTime()]
  Workers(ProxyLimits limits, int few, Duration calm, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    lastWait = nanoTime.getAsLong();
    lastDone = lastWait - 1;
    budgetNanos = limits.budget().toNanos();
    many = limits.workers();
    this.few = Math.min(few, many);
    calmNanos = calm.toNanos();
    wanted = new AtomicInteger(this.few);
    most = limits.workers() + limits.replacements();
    // The signature of a stranger costs a processor and no token: half of the few are for it.
    queue = new FairQueue<>(limits.queue(), Math.max(1, this.few / 2), budgetNanos / PARTS_OF_DEBT);
    for (var i = 0; i < this.few; i++) {
      startWorker();
    }
    watch = Thread.ofPlatform().name("xks-deadlines").daemon().unstarted(this::watch);
    watch.start();
  }

  /// What a worker answers.
  interface QueuedRequest {

    /// Whose turn it takes; asked again after each turn without an answer.
    XksCaller caller();

    /// Makes the answer, on a worker; or nothing yet, if it goes on in another caller's line.
    Optional<XksResponse> answer();

    /// Makes the answer if there is no room for it to wait.
    XksResponse refusalAnswer();

    /// Whether a call into the token is under way, asked by another thread.
    boolean onToken();

    /// Makes the answer if the budget is over, on another thread while [#answer()] may still run.
    ///
    /// @param nothingMoves whether it waited for a worker while calls were in the token and not one
    ///   request was finished
    XksResponse late(boolean nothingMoves);

    /// Makes the answer if [#answer()] failed by a defect.
    XksResponse failureAnswer(Throwable defect);

    /// Hears of the one answer that counts, before it is sent.
    void report(XksResponse answer);

    /// Sends the one answer that counts, on [#sender()].
    void send(XksResponse answer);

    Executor sender();
  }

  /// Has a request answered. Where there is no room, it is refused, or another whose caller has
  /// more waiting.
  void submit(QueuedRequest request) {
    submit(new RequestJob(request, nanoTime.getAsLong() + budgetNanos));
  }

  private void submit(RequestJob job) {
    var refused = closed ? job : queue.add(job.request().caller(), job);
    if (refused != null) {
      refused.answerRefused();
    }
  }

  /// Requests that wait for a worker.
  int queueLength() {
    return queue.size();
  }

  /// Workers whose request was answered for them because the token did not come back in time.
  int stuckWorkers() {
    return (int) workers.stream().filter(Worker::isLate).count();
  }

  /// Threads, such as hang among them.
  int number() {
    return live.get();
  }

  /// Whether not one worker is left that could serve, and none can be started.
  boolean allStuck() {
    return live.get() >= most && stuckWorkers() >= live.get();
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
        var now = nanoTime.getAsLong();
        for (var job : queue.removeIf(job -> job.isOver(now))) {
          job.answerLate(nothingMovedSince(job.deadline() - budgetNanos));
        }
        workers.forEach(worker -> worker.check(now));
        adjust(now);
      } catch (InterruptedException e) {
        // closed tells what it means
      } catch (RuntimeException e) {
        LOG.error("A defect while watching deadlines", e);
      }
    }
  }

  private boolean nothingMovedSince(long time) {
    return lastDone - time < 0 && workers.stream().anyMatch(Worker::isOnToken);
  }

  private void adjust(long now) {
    var waits = queue.wantsWorker(job -> now - (job.deadline() - budgetNanos) > PATIENCE_NANOS);
    if (waits && callsAreLong(now)) {
      lastWait = now;
      if (wanted.get() < many && live.get() < most) {
        wanted.incrementAndGet();
        if (live.get() - stuckWorkers() < wanted.get()) {
          startWorker();
        }
      }
    } else if (wanted.get() > few && now - lastWait > calmNanos) {
      lastWait = now;
      wanted.decrementAndGet();
    }
  }

  private boolean callsAreLong(long now) {
    return workers.stream().mapToLong(worker -> worker.usual(now)).average().orElse(0)
        >= LONG_CALL_NANOS;
  }

  private final class Worker implements Runnable {

    /// The last request is one part of so many in the average: one that lost its processor for a
    /// while is no long call.
    private static final int WEIGHT = 64;

    private final Thread thread = Thread.ofPlatform().name("xks-worker").daemon().unstarted(this);
    private final Outbox outbox = new Outbox(TOGETHER, TOGETHER_NANOS);
    private volatile @Nullable RequestJob running;
    private volatile long began;

    /// Long until calls are seen to be short: a slow token is not known as one by its first call.
    private volatile long usual = LONG_CALL_NANOS;

    private volatile boolean late;

    boolean isLate() {
      return late;
    }

    boolean isOnToken() {
      var job = running;
      return job != null && job.request().onToken();
    }

    /// How long a request takes here, in nanoseconds: on average, or the one that runs if that has
    /// taken longer than one may wait.
    long usual(long now) {
      var taken = running == null ? 0 : now - began;
      return taken > PATIENCE_NANOS ? taken : usual;
    }

    @Override
    public void run() {
      while (!closed) {
        try {
          var turn = queue.poll();
          if (turn == null) {
            outbox.flush();
            turn = queue.take();
          }
          answer(turn);
          if (isOneTooMany()) {
            break;
          }
        } catch (InterruptedException e) {
          // closed tells what it means
        }
      }
      outbox.flush();
      workers.remove(this);
    }

    private void answer(FairQueue.QueueTurn<RequestJob> turn) {
      var job = turn.item();
      var stranger = job.request().caller().isStranger();
      var start = nanoTime.getAsLong();
      var answered = true;
      try {
        if (job.isOver(start)) {
          job.answerLate(false);
        } else {
          began = start;
          running = job;
          answered = job.run(outbox);
          if (!stranger) {
            // What strangers ask never comes to the token.
            lastDone = nanoTime.getAsLong();
            learn(lastDone - start);
          }
        }
      } catch (RuntimeException | StackOverflowError e) {
        LOG.error("A defect while answering a request", e);
        job.answerFailed(e);
      } finally {
        running = null;
        queue.noteDone(turn, nanoTime.getAsLong() - start);
      }
      late = false;
      if (!answered) {
        submit(job);
      }
      outbox.flushIfDue(nanoTime.getAsLong());
    }

    private void learn(long taken) {
      var before = usual;
      usual = before + (taken - before) / WEIGHT;
    }

    void check(long now) {
      outbox.flushIfDue(now);
      var job = running;
      if (job == null || !job.isOver(now)) {
        return;
      }
      // One that spent its time waiting, or gets no processor, is no call that hangs.
      if (!late && job.request().onToken() && now - began >= budgetNanos / 2) {
        giveUp(job);
      }
      job.answerLate(false);
    }

    private void giveUp(RequestJob job) {
      late = true;
      if (running != job) {
        late = false; // it came back just now
        return;
      }
      if (live.get() < most) {
        LOG.warn("A call to the token does not return in time; another worker takes over");
        startWorker();
      } else {
        LOG.error(
            "{} calls to the token do not return, and no more workers are started", stuckWorkers());
      }
    }

    private boolean isOneTooMany() {
      var number = live.get();
      while (number > wanted.get() && number - stuckWorkers() > wanted.get()) {
        if (live.compareAndSet(number, number - 1)) {
          return true;
        }
        number = live.get();
      }
      return false;
    }
  }
}
