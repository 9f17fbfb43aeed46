package org.xksworkbench.app.demo;

/// Told how far the start of the demo is, on any thread; none of them may be kept waiting.
public interface DemoProgress {

  /// @param what is being done now, such as "Starting the XKS proxy"
  void doing(String what);

  /// A line of the log of what is being started.
  void logged(String line);

  /// Nobody listens.
  static DemoProgress untold() {
    return new DemoProgress() {
      @Override
      public void doing(String what) {}

      @Override
      public void logged(String line) {}
    };
  }
}
