package org.xksworkbench.app.demo;

/// Told how far the start of the demo is, on any thread; none of them may be kept waiting.
public interface DemoProgress {

  String HELPER = "the helper process of the PKCS#11 module";

  String PROXY = "the XKS proxy";

  /// @param what is being done now, such as "Starting the XKS proxy"
  /// @param source whose log tells of it, such as [#PROXY]; empty if none does
  void doing(String what, String source);

  /// A line of a log; of something that is started ahead, too.
  void logged(String source, String line);

  /// Nobody listens.
  static DemoProgress untold() {
    return new DemoProgress() {
      @Override
      public void doing(String what, String source) {}

      @Override
      public void logged(String source, String line) {}
    };
  }
}
