package org.xksworkbench.bridge.xks.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of JSON a request, written by a thread of its own: a disk or a reader that stalls must
/// not stall the proxy.
///
/// A log in a file or at a syslog server is an audit trail. While it cannot be written, its lines
/// wait in memory and are tried again until they are written; what requests meet meanwhile, the
/// operator chose. A log on standard output is for whoever happens to read it: it keeps no request
/// back.
///
/// Lines that find no room are counted. Those of requests that were not served leave room for the
/// others: a flood of bad signatures neither pushes out the line of a key's use nor has good
/// requests refused. And requests are refused while there is still room for all that are under way.
public final class RequestLog implements XksCallListener, AuditTrail, AutoCloseable {

  /// What requests meet while an audit trail cannot be written.
  public enum OnFailure {
    /// An error: no key is used without a trace.
    REFUSE,
    /// What they always do: availability goes before the trace.
    SERVE
  }

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private static final int ROOM = 16_384;
  private static final int FULL = ROOM * 3 / 4;
  private static final int ROOM_OF_THE_REFUSED = ROOM / 2;
  private static final int MOST_AT_ONCE = 512;
  private static final int SERVED = 200;
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final LineSink sink;
  private final boolean audit;
  private final OnFailure onFailure;
  private final TransferQueue<XksCall> queue = new LinkedTransferQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder lost = new LongAdder();
  private final AtomicBoolean overflows = new AtomicBoolean();
  private final Thread writer;
  private volatile boolean failing;
  private volatile boolean closed;

  /// Used by the writer alone.
  private long reported;

  private long reportedAt;

  /// A log that somebody reads, or nobody.
  ///
  /// @param out closed with the log
  public RequestLog(OutputStream out) {
    this(new LineSink.Stream(out), false, OnFailure.SERVE);
  }

  /// An audit trail.
  ///
  /// @param file closed with the log
  public RequestLog(OwnerOnlyLogFile file, OnFailure onFailure) {
    this(file, true, onFailure);
  }

  /// An audit trail.
  ///
  /// @param server closed with the log
  public RequestLog(SyslogServer server, OnFailure onFailure) {
    this(server, true, onFailure);
  }

  private RequestLog(LineSink sink, boolean audit, OnFailure onFailure) {
    this.sink = sink;
    this.audit = audit;
    this.onFailure = onFailure;
    reportedAt = System.nanoTime() - BETWEEN_REPORTS.toNanos();
    writer = Thread.ofPlatform().name("xks-request-log").daemon().unstarted(this::write);
    writer.start();
  }

  @Override
  public void answered(XksCall call) {
    var room = call.httpStatus() == SERVED ? ROOM : ROOM_OF_THE_REFUSED;
    if (waiting.incrementAndGet() <= room) {
      queue.add(call);
      return;
    }
    waiting.decrementAndGet();
    lost.increment();
    if (overflows.compareAndSet(false, true)) {
      LOG.warn(
          "Lines of the request log are lost: {} wait already, and {} takes none.",
          room,
          sink.name());
    }
  }

  @Override
  public boolean fails() {
    return audit && (failing || waiting.get() >= FULL);
  }

  @Override
  public boolean refuses() {
    return onFailure == OnFailure.REFUSE && fails();
  }

  /// Whether what was written last was taken, and there is room for more.
  public boolean alive() {
    return !failing && waiting.get() < FULL;
  }

  /// Lines that were not and will not be written.
  public long lostLines() {
    return lost.sum();
  }

  /// Lines that are not written yet.
  public int waiting() {
    return waiting.get();
  }

  /// Writes what waits, for at most two seconds.
  @Override
  public void close() {
    closed = true;
    try {
      if (!writer.join(CLOSING)) {
        LOG.warn("{} takes no lines: the last of the request log are lost", sink.name());
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var lines = new CallLines();
    try (sink) { // closed with the log
      while (!closed || waiting.get() > 0) {
        gather(lines);
        if (lines.count() > 0) {
          deliver(lines);
          waiting.addAndGet(-lines.count());
          lines.clear();
        }
      }
      report();
    } catch (IOException e) {
      LOG.error("The end of the request log is lost. {}", sink.sayFailure(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failing = true;
      LOG.error("The request log ended by a defect; a restart begins it again", e);
    }
  }

  /// Takes what comes within a moment together: a thread that woke for each line would cost more
  /// than the line.
  private void gather(CallLines lines) throws InterruptedException {
    var next = queue.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    if (next != null && !closed && waiting.get() < MOST_AT_ONCE) {
      Thread.sleep(MOMENT);
    }
    while (next != null) {
      lines.add(next);
      next = lines.count() < MOST_AT_ONCE ? queue.poll() : null;
    }
  }

  /// Returns when the lines are written, or given up.
  private void deliver(CallLines lines) throws InterruptedException {
    while (true) {
      try {
        sink.write(lines.toRead());
        noteWritten();
        return;
      } catch (IOException e) {
        fail(e);
        if (!audit || closed) {
          lost.add(lines.count());
          return;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  private void fail(IOException e) {
    if (failing) {
      return;
    }
    // Before anybody acts on it: the reason is found by looking at the disk as it is.
    var said = sink.sayFailure(e);
    failing = true;
    LOG.error("The request log fails. {} {}", said, meanwhile());
  }

  private String meanwhile() {
    if (!audit) {
      return "Until then its lines are lost, and requests are served.";
    }
    return switch (onFailure) {
      case REFUSE -> "Until then requests are refused.";
      case SERVE ->
          "Until then requests are served, and their lines wait, " + ROOM + " of them at most.";
    };
  }

  private void noteWritten() {
    if (failing) {
      failing = false;
      LOG.info("The request log is written to {} again.", sink.name());
      report();
    } else if (System.nanoTime() - reportedAt >= BETWEEN_REPORTS.toNanos()) {
      report();
    }
  }

  private void report() {
    var now = lost.sum();
    if (now > reported) {
      LOG.warn("{} lines of the request log were lost.", now - reported);
      reported = now;
      reportedAt = System.nanoTime();
    }
    overflows.set(false);
  }
}
