package org.xksworkbench.bridge.xks.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.audit.XksCalls;

/// Who follows the requests of a proxy sees each once, or is told how many they missed.
class LastCallsTest {

  private final LastCalls calls = new LastCalls();

  private void answer(int from, int until) {
    IntStream.range(from, until).forEach(i -> calls.answered(call("request-" + i)));
  }

  private static XksCall call(String kmsRequestId) {
    return XksCalls.call(kmsRequestId, "Encrypt", 200, "", 3);
  }

  private List<String> follow(LastCalls.CallsSince... last) {
    var seen = new ArrayList<String>();
    var answer = last[0];
    do {
      answer = calls.since(answer.next());
      answer.calls().forEach(call -> seen.add(call.kmsRequestId()));
    } while (!answer.calls().isEmpty());
    last[0] = answer;
    return seen;
  }

  private static List<String> requests(int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> "request-" + i).toList();
  }

  @Test
  void each_request_is_told_once_in_answers_that_stay_short() {
    answer(0, 3);
    var last = new LastCalls.CallsSince[] {calls.last(100)};
    assertThat(last[0].calls()).hasSize(3);
    assertThat(follow(last)).isEmpty();
    answer(3, 3 + LastCalls.KEPT);
    assertThat(calls.since(last[0].next()).calls()).hasSize(LastCalls.TOLD);
    assertThat(follow(last)).isEqualTo(requests(3, 3 + LastCalls.KEPT));
    assertThat(last[0].missed()).isZero();
  }

  @Test
  void the_last_are_told_to_who_asks_once() {
    answer(0, 250);
    assertThat(calls.last(100).calls())
        .extracting(XksCall::kmsRequestId)
        .isEqualTo(requests(150, 250));
  }

  @Test
  void what_is_not_kept_any_more_is_counted() {
    answer(0, 1);
    var cursor = calls.last(100).next();
    answer(1, 1 + LastCalls.KEPT + 7);
    var next = calls.since(cursor);
    assertThat(next.missed()).isEqualTo(7);
    assertThat(next.calls().getFirst().kmsRequestId()).isEqualTo("request-8");
    assertThat(calls.since(next.next()).missed()).isZero();
  }

  @Test
  void a_cursor_of_an_earlier_start_or_of_nobody_begins_with_the_oldest() {
    answer(0, 3);
    var before = new LastCalls();
    IntStream.range(0, 50).forEach(i -> before.answered(call("earlier-" + i)));
    for (var cursor : List.of(before.last(1).next(), "", ":", "x:1", calls.last(1).next() + "9x")) {
      assertThat(calls.since(cursor).calls())
          .as(cursor)
          .extracting(XksCall::kmsRequestId)
          .isEqualTo(requests(0, 3));
      assertThat(calls.since(cursor).missed()).isZero();
    }
  }

  @Test
  void while_others_answer_none_is_lost_and_none_told_twice() throws InterruptedException {
    var last = new LastCalls.CallsSince[] {calls.last(1)};
    var seen = new ArrayList<String>();
    var writers =
        IntStream.range(0, 4)
            .mapToObj(one ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (var i = 0; i < 400; i++) {
                        calls.answered(call(one + "-" + i));
                      }
                    }))
            .toList();
    while (writers.stream().anyMatch(Thread::isAlive)) {
      seen.addAll(follow(last));
    }
    for (var writer : writers) {
      writer.join();
    }
    seen.addAll(follow(last));
    assertThat(seen).hasSize(1600).doesNotHaveDuplicates();
  }
}
