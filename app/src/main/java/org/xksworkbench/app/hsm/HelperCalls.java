package org.xksworkbench.app.hsm;

import org.xksworkbench.app.waiting.SignsOfLife;
import org.xksworkbench.bridge.agent.CallWatch;

/// Calls to helper processes, as those who wait for them in the window hear of them.
public final class HelperCalls {

  private HelperCalls() {}

  /// Of the present thread.
  public static CallWatch watch() {
    var waiter = SignsOfLife.waiter();
    return new CallWatch() {
      @Override
      public String name() {
        return waiter.name();
      }

      @Override
      public void signOfLife() {
        waiter.signOfLife();
      }

      @Override
      public void waitsBehind(String other) {
        waiter.waitsBehind(other);
      }

      @Override
      public void hasTurn() {
        waiter.hasTurn();
      }
    };
  }
}
