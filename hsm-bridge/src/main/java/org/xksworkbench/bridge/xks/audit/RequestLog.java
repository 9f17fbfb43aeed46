package org.xksworkbench.bridge.xks.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of JSON a request, written by a thread of its own: a reader that stalls must not stall
/// the proxy. Lines that find no room are counted, and the count is written as soon as there is
/// room again.
public final class RequestLog implements XksCallListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private static final int ROOM = 16_384;
  private static final int MOST_AT_ONCE = 512;
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final OutputStream out;
  private final BlockingQueue<XksCall> waiting = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closed;

  /// @param out closed with the log
  public RequestLog(OutputStream out) {
    this.out = out;
    writer = Thread.ofPlatform().name("xks-request-log").daemon().start(this::write);
  }

  @Override
  public void answered(XksCall call) {
    if (!waiting.offer(call)) {
      dropped.incrementAndGet();
    }
  }

  /// Lines that were lost because the reader stalled.
  public long dropped() {
    return dropped.get();
  }

  /// Writes what waits, for at most two seconds.
  @Override
  public void close() {
    closed = true;
    try {
      if (!writer.join(CLOSING)) {
        LOG.warn("The reader of the request log stalls; its last lines are lost");
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<XksCall>();
    var reported = 0L;
    try (out) { // closed with the log
      while (!closed || !waiting.isEmpty()) {
        gather(batch);
        if (!batch.isEmpty()) {
          out.write(lines(batch).getBytes(StandardCharsets.UTF_8));
          out.flush();
          batch.clear();
        }
        var lost = dropped.get();
        if (lost > reported) {
          LOG.warn("{} lines of the request log were lost: its reader stalls", lost - reported);
          reported = lost;
        }
      }
    } catch (IOException e) {
      LOG.error("The request log cannot be written any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes what comes within a moment together: a thread that woke for each line would cost more
  /// than the line.
  private void gather(List<XksCall> batch) throws InterruptedException {
    var first = waiting.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      if (!closed) {
        Thread.sleep(MOMENT);
      }
      waiting.drainTo(batch, MOST_AT_ONCE - 1);
    }
  }

  private static String lines(List<XksCall> calls) {
    var lines = new StringBuilder();
    calls.forEach(call -> lines.append(call.toJsonLine()).append('\n'));
    return lines.toString();
  }
}
