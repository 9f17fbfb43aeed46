package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Who is in a module and in its tokens. A login belongs to a token and to the whole process, so
/// that the gates belong to the module and not to a login: a login is never made or ended, and the
/// module never restarted, beside a call, of whomever it is.
///
/// Calls to a token enter its gate alone. What goes through the list of slots enters the module's
/// first; who is alone in the module is alone in every token.
final class Gates {

  /// How long one that wants to be alone waits, and for what.
  enum GatePatience {
    /// For a person, who is told if it cannot be done now.
    OF_A_PERSON(Duration.ofSeconds(10)),
    /// For a process that cannot go on without it, and is given up if a call hangs.
    OF_THE_PROCESS(Duration.ofSeconds(2));

    private final Duration forCalls;

    GatePatience(Duration forCalls) {
      this.forCalls = forCalls;
    }
  }

  /// How long a call waits for a login, unless its caller has less time. Shorter than what a window
  /// gives the quickest of its calls.
  static final Duration CALL_WAITS = Duration.ofMillis(800);

  private static final Duration FOR_OTHERS = Duration.ofSeconds(10);

  private final Gate module = new Gate();
  private final Map<Long, Gate> tokens = new ConcurrentSkipListMap<>();
  private final GiveUp giveUp;

  Gates(GiveUp giveUp) {
    this.giveUp = giveUp;
  }

  /// The gate of the token in a slot.
  Gate token(long slotId) {
    return tokens.computeIfAbsent(slotId, _ -> new Gate());
  }

  /// A call to the module.
  <T> T call(Supplier<T> work) {
    return call(module, work);
  }

  /// A call to the module and the token in a slot.
  <T> T call(long slotId, Supplier<T> work) {
    return call(module, () -> call(token(slotId), work));
  }

  /// A call through one gate.
  static <T> T call(Gate gate, Supplier<T> work) {
    if (!gate.enter(CALL_WAITS)) {
      throw timeout();
    }
    try {
      return work.get();
    } finally {
      gate.leave();
    }
  }

  /// Alone in one token, with the list of slots at hand.
  ///
  /// @throws HsmException with [Reason#TIMEOUT] if it is not free in time
  <T> T alone(GatePatience patience, long slotId, Supplier<T> work) {
    return call(module, () -> alone(patience, List.of(token(slotId)), work));
  }

  /// Alone in one token, for what needs no other.
  void closing(Gate token, Runnable work) {
    run(GatePatience.OF_THE_PROCESS, List.of(token), work);
  }

  /// Alone in the module and all its tokens.
  <T> T alone(GatePatience patience, Supplier<T> work) {
    return alone(
        patience, List.of(module), () -> alone(patience, List.copyOf(tokens.values()), work));
  }

  /// Alone in the module and all its tokens.
  void alone(Runnable work) {
    var _ =
        alone(
            GatePatience.OF_THE_PROCESS,
            () -> {
              work.run();
              return true;
            });
  }

  private void run(GatePatience patience, List<Gate> gates, Runnable work) {
    var _ =
        alone(
            patience,
            gates,
            () -> {
              work.run();
              return true;
            });
  }

  private <T> T alone(GatePatience patience, List<Gate> gates, Supplier<T> work) {
    var entered = new ArrayList<Gate>();
    try {
      for (var gate : gates) {
        requireAlone(patience, gate.enterAlone(patience.forCalls, FOR_OTHERS));
        entered.add(gate);
      }
      return work.get();
    } finally {
      entered.reversed().forEach(Gate::leaveAlone);
    }
  }

  private static HsmException timeout() {
    return new HsmException(
        Reason.TIMEOUT,
        "Another login to the token, or a restart of its module, is not done yet. Try again when it"
            + " is.");
  }

  private void requireAlone(GatePatience patience, Gate.Admittance entry) {
    switch (entry) {
      case ALONE -> {}
      case TAKEN -> throw timeout();
      case CALL_HANGS -> {
        if (patience == GatePatience.OF_A_PERSON) {
          throw new HsmException(
              Reason.TIMEOUT,
              "Another call to the token still runs, and no login is made beside it. Try again when"
                  + " it has ended.");
        }
        var why =
            "A call to the PKCS#11 module has not returned for "
                + patience.forCalls.toSeconds()
                + " seconds, and no login can be made or ended beside it.";
        giveUp.because(why);
        throw new HsmException(Reason.DEVICE_FAILED, why);
      }
    }
  }
}
