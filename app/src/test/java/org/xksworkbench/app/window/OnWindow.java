package org.xksworkbench.app.window;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testfx.util.WaitForAsyncUtils;

/// Asks the window on its own thread, of a test that opens it by itself.
final class OnWindow {

  private OnWindow() {}

  static <T> T call(Duration patience, Callable<T> action) throws Exception {
    return WaitForAsyncUtils.asyncFx(action).get(patience.toSeconds(), TimeUnit.SECONDS);
  }

  /// Waits for it, and for what the window has still to do then.
  ///
  /// @param what is waited for, named with all that the window shows if it does not come
  static void await(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    until(what, patience, condition);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /// Waits for no more than it.
  static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
    try {
      WaitForAsyncUtils.waitFor(
          patience.toSeconds(), TimeUnit.SECONDS, () -> call(patience, condition));
    } catch (TimeoutException e) {
      throw new AssertionError(
          "Waited in vain for "
              + what
              + "\n"
              + call(patience, () -> DemoWindow.texts(DemoWindow.find(".root"))),
          e);
    }
  }
}
