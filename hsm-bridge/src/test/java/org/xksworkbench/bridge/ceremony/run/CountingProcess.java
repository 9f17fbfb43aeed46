package org.xksworkbench.bridge.ceremony.run;

import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;

/// A ceremony that counts, in a process of its own, from its first line to the seal.
final class CountingProcess {

  private CountingProcess() {}

  /// Arguments: folder, module, label of the token, plan; ABORT of the environment names a step
  /// after whose act it is aborted. Prints the fingerprint, or why it does not begin.
  public static void main(String[] args) throws Exception {
    // Before the module is loaded, which sets a variable of its own.
    var own = new EnvironmentProbe();
    var probe = new EnvironmentProbe(CeremonyStage.OWN_CLASSES, own.variables(), own.jvmOptions());
    var plan = Plan.read(Path.of(args[3]));
    try (var hsm = Pkcs11Hsm.open(Path.of(args[1]))) {
      var slot =
          hsm.slots().stream()
              .filter(one -> one.token().filter(token -> token.label().equals(args[2])).isPresent())
              .findFirst()
              .orElseThrow();
      try (var session = hsm.login(slot.id(), SoftHsm.userPin());
          var run =
              CeremonyRun.start(
                  new CeremonyFolder(Path.of(args[0])),
                  new Setup(
                      plan,
                      false,
                      CeremonyStage.people(plan),
                      "Room 4",
                      new Devices(hsm.module(), session, Optional.empty()),
                      probe,
                      CeremonyStage.CLOCK),
                  CeremonyStage.everybody(plan))) {
        if (System.getenv("ABORT") == null) {
          CeremonyStage.toTheEnd(run);
        } else {
          CeremonyStage.upTo(run, System.getenv("ABORT"));
          run.act(java.util.Map.of());
          run.abort("It is another token", CeremonyStage.as("operator", "witness"));
        }
        System.out.println(CeremonyStage.seal(run).hex());
      }
    } catch (CeremonyException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }
}
