package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.waiting.SignsOfLife;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Attaches HSMs by helper processes, one a module, as the policy of this machine allows: what a
/// helper loses is told, what changes a token is guarded, and who stays away is logged out.
public final class HelperModules {

  private HelperModules() {}

  /// @param helper how the processes are started
  /// @param settings where it is kept what modules are given
  /// @param locks the lock in front of a module
  /// @param log told each line that a helper logs, on a thread that must not wait
  public static AttachedHsm attach(
      AgentProcess helper,
      MachinePolicy policy,
      Settings settings,
      Function<Path, ChangeLock> locks,
      Consumer<String> log) {
    var self = new AttachedHsm[1];
    var starts = new ModuleStarts(settings);
    var attached =
        new AttachedHsm(
            (Path module) -> {
              policy.requireModule(module);
              var opened =
                  AgentHsm.open(
                      helper,
                      module,
                      starts.of(module),
                      locks.apply(module),
                      AgentHsm.DEADLINE,
                      log);
              opened.onLoss(loss -> self[0].helperLost(module, loss.sentence()));
              opened.watchedBy(SignsOfLife::waiter);
              return opened;
            },
            starts);
    self[0] = attached;
    policy.idleLock().ifPresent(attached.idle()::atMost);
    return attached;
  }
}
