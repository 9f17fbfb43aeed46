package org.xksworkbench.bridge.xks.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
  private static final long CLOSE_MILLIS = 2000;

  private final OutputStream out;
  private final BlockingQueue<XksCall> waiting = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;

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
    writer.interrupt();
    try {
      writer.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var reported = 0L;
    try {
      while (true) {
        XksCall call;
        try {
          call = waiting.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          for (var last = waiting.poll(); last != null; last = waiting.poll()) {
            line(last.toJsonLine());
          }
          out.close();
          return;
        }
        if (call != null) {
          line(call.toJsonLine());
        }
        if (waiting.isEmpty()) {
          var lost = dropped.get();
          if (lost > reported) {
            LOG.warn("{} lines of the request log were lost: its reader stalls", lost - reported);
            reported = lost;
          }
          out.flush();
        }
      }
    } catch (IOException e) {
      LOG.error("The request log cannot be written any more: {}", e.getMessage());
    }
  }

  private void line(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
