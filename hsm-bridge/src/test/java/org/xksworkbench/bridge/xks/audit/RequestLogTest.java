package org.xksworkbench.bridge.xks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.LogLines;

/// A log that somebody reads, or nobody: standard output.
class RequestLogTest {

  /// Takes nothing until it is told to go on.
  private static final class Stalled extends ByteArrayOutputStream {

    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      super.write(bytes);
    }
  }

  @Test
  void each_call_is_one_line_that_reads_back() {
    var out = new ByteArrayOutputStream();
    try (var log = new RequestLog(out)) {
      log.answered(XksCalls.served("one"));
      log.answered(XksCalls.served("two\nlines \"quoted\""));
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines().map(XksCall::fromJsonLine))
        .containsExactly(XksCalls.served("one"), XksCalls.served("two\nlines \"quoted\""));
  }

  @Test
  void a_reader_that_stalls_does_not_stall_the_proxy_and_what_is_lost_is_counted() {
    var stalled = new Stalled();
    try (var log = new RequestLog(stalled)) {
      for (var i = 0; i < 20_000; i++) {
        log.answered(XksCalls.served("x"));
      }
      assertThat(log.lostLines()).isEqualTo(20_000 - 16_384);
      assertThat(log.alive()).isFalse();
      assertThat(log.fails()).as("standard output keeps no request back").isFalse();
      assertThat(log.refuses()).isFalse();
      stalled.go.countDown();
      eventually(() -> log.waiting() == 0);
      assertThat(log.alive()).isTrue();
    }
    assertThat(stalled.toString(StandardCharsets.UTF_8).lines()).hasSize(16_384);
  }

  @Test
  void a_flood_of_refused_requests_pushes_out_no_line_of_a_request_that_was_served() {
    var stalled = new Stalled();
    try (var log = new RequestLog(stalled)) {
      for (var i = 0; i < 20_000; i++) {
        log.answered(XksCalls.refused("flood"));
      }
      var lost = log.lostLines();
      assertThat(lost).isEqualTo(20_000 - 8192);
      assertThat(log.alive()).as("good requests are served").isTrue();
      for (var i = 0; i < 4000; i++) {
        log.answered(XksCalls.served("good"));
      }
      assertThat(log.lostLines()).isEqualTo(lost);
      stalled.go.countDown();
      eventually(() -> log.waiting() == 0);
    }
    assertThat(stalled.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("\"kmsRequestId\":\"good\""))
        .hasSize(4000);
  }

  @Test
  void a_reader_that_is_gone_costs_the_lines_that_it_did_not_take_and_they_are_counted()
      throws IOException {
    var out = new ByteArrayOutputStream();
    var gone =
        new OutputStream() {
          private volatile boolean back;

          @Override
          public void write(int b) throws IOException {
            if (!back) {
              throw new IOException("Broken pipe");
            }
            out.write(b);
          }
        };
    try (var said = new LogLines();
        var log = new RequestLog(gone)) {
      log.answered(XksCalls.served("one"));
      eventually(() -> log.lostLines() == 1);
      log.answered(XksCalls.served("two"));
      eventually(() -> log.lostLines() == 2);
      assertThat(log.refuses()).isFalse();
      assertThat(log.alive()).isFalse();
      gone.back = true;
      log.answered(XksCalls.served("three"));
      eventually(log::alive);
      eventually(() ->
          said.lines().stream()
              .anyMatch(line -> line.contains("2 lines of the request log were lost")));
      assertThat(said.lines())
          .as("said once")
          .filteredOn(line -> line.contains("Standard output cannot be written: Broken pipe"))
          .hasSize(1);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("three").doesNotContain("two");
  }
}
