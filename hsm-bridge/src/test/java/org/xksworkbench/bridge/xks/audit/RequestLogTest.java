package org.xksworkbench.bridge.xks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestLogTest {

  private static XksCall call(String id) {
    return new XksCall(
        Instant.EPOCH,
        id,
        "Encrypt",
        "Encrypt",
        "p",
        "k",
        "s3",
        "vpc-1",
        "vpce-1",
        "/p",
        "x",
        200,
        "",
        "",
        1,
        2,
        3,
        4);
  }

  @Test
  void each_call_is_one_line_that_reads_back() {
    var out = new ByteArrayOutputStream();
    try (var log = new RequestLog(out)) {
      log.answered(call("one"));
      log.answered(call("two\nlines \"quoted\""));
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines().map(XksCall::fromJsonLine))
        .containsExactly(call("one"), call("two\nlines \"quoted\""));
  }

  @Test
  void a_reader_that_stalls_does_not_stall_the_proxy_and_what_is_lost_is_counted()
      throws Exception {
    var go = new CountDownLatch(1);
    var stalled =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IOException(e);
            }
          }
        };
    try (var log = new RequestLog(stalled)) {
      for (var i = 0; i < 20_000; i++) {
        log.answered(call("x"));
      }
      eventually(() -> log.dropped() > 3000);
      go.countDown();
    }
  }
}
