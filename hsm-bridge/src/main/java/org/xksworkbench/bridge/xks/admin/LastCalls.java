package org.xksworkbench.bridge.xks.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.audit.XksCallListener;

/// The last requests that a proxy answered.
public final class LastCalls implements XksCallListener {

  private static final int KEPT = 100;

  private final AtomicReferenceArray<XksCall> calls = new AtomicReferenceArray<>(KEPT);
  private final AtomicLong count = new AtomicLong();

  @Override
  public void answered(XksCall call) {
    calls.set((int) (count.getAndIncrement() % KEPT), call);
  }

  /// The oldest first.
  List<XksCall> now() {
    var found = new ArrayList<XksCall>();
    var next = count.get();
    for (var i = Math.max(0, next - KEPT); i < next; i++) {
      var call = calls.get((int) (i % KEPT));
      if (call != null) {
        found.add(call);
      }
    }
    return found;
  }
}
