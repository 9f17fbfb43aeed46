package org.xksworkbench.bridge.xks.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.audit.XksCallListener;

/// The last requests that a proxy answered, for who follows them: each answer says where the next
/// question begins.
public final class LastCalls implements XksCallListener {

  /// More than AWS KMS sends in a second by its default quota, so that who asks each second misses
  /// none.
  static final int KEPT = 2_000;

  /// In one answer, so that it stays short; who follows them asks until none is left.
  static final int TOLD = 500;

  private record NumberedCall(long number, XksCall call) {}

  /// @param calls the oldest first
  /// @param next the cursor of the next question
  /// @param missed how many came since the cursor and are not kept any more
  record CallsSince(List<XksCall> calls, String next, long missed) {}

  /// Numbers begin anew with each start of the proxy.
  private final String start = UUID.randomUUID().toString();

  private final AtomicReferenceArray<NumberedCall> calls = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong count = new AtomicLong();

  @Override
  public void answered(XksCall call) {
    var number = count.getAndIncrement();
    calls.set((int) (number % KEPT), new NumberedCall(number, call));
  }

  /// The last of them, without a cursor.
  ///
  /// @param most at most so many
  CallsSince last(int most) {
    return from(Math.max(0, count.get() - most));
  }

  /// What came since a cursor; all that is kept, if it is none of this start.
  CallsSince since(String cursor) {
    var number = cursor.substring(cursor.indexOf(':') + 1);
    return cursor.equals(start + ":" + number) && number.matches("[0-9]{1,18}")
        ? from(Math.min(Long.parseLong(number), count.get()))
        : last(KEPT);
  }

  private CallsSince from(long first) {
    var found = new ArrayList<XksCall>();
    var begin = Math.max(first, count.get() - KEPT);
    var missed = begin - first;
    var next = begin;
    for (var end = Math.min(count.get(), begin + TOLD); next < end; next++) {
      var kept = calls.get((int) (next % KEPT));
      if (kept == null || kept.number() < next) {
        // Counted and not put down yet: the next question finds it.
        break;
      }
      if (kept.number() == next) {
        found.add(kept.call());
      } else {
        missed++;
      }
    }
    return new CallsSince(found, start + ":" + next, missed);
  }
}
