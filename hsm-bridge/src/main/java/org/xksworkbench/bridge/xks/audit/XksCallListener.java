package org.xksworkbench.bridge.xks.audit;

/// Told of every request after it was answered, on the thread that answered it: it must not block.
@FunctionalInterface
public interface XksCallListener {
  void answered(XksCall call);
}
