package org.xksworkbench.bridge.ceremony.run;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.plan.Binding;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;

/// A rehearsal in a process of its own, which begins a ceremony or resumes it, and can be made to
/// die in the middle of a step.
final class CeremonyProcess {

  static final int KILLED = 9;

  private CeremonyProcess() {}

  /// Arguments: folder, binding, plan, URI of the local KMS or `none`, the step in which it dies or
  /// `none`.
  public static void main(String[] args) throws Exception {
    var blocked = args[3].equals("none");
    if (blocked) {
      BlockedNetwork.blockSockets();
      proveBlocked();
    }
    var folder = new CeremonyFolder(Path.of(args[0]));
    var binding = Binding.read(Path.of(args[1]));
    var plan = Plan.read(Path.of(args[2]));
    var clock = new DyingClock();
    Optional<CeremonyKms> kms =
        blocked ? Optional.empty() : Optional.of(new SdkCeremonyKms(URI.create(args[3])));
    try (var hsm = Pkcs11Hsm.open(binding.module());
        var session = hsm.login(binding.token().in(hsm).id(), SoftHsm.userPin())) {
      var devices = new Devices(hsm.module(), session, kms);
      var probe = new EnvironmentProbe(CeremonyStage.OWN_CLASSES, Set.of(), List.of());
      var seen = new HashMap<String, String>();
      try (var run =
          Files.exists(folder.transcript())
              ? CeremonyRun.resume(folder, devices, probe, clock)
              : CeremonyRun.start(
                  folder,
                  new Setup(
                      plan, true, CeremonyStage.people(plan), "Room 4", devices, probe, clock),
                  CeremonyStage.everybody(plan))) {
        remember(run, folder, seen);
        while (run.snapshot().mode() != CeremonyProgress.CeremonyMode.COMPLETED) {
          var step = run.snapshot().current().orElseThrow();
          if (step.id().equals(args[4])
              && step.waiting() == CeremonySnapshot.CeremonyWait.ACT
              && run.snapshot().mode() == CeremonyProgress.CeremonyMode.RUNNING) {
            // The intent is written and the act is done; the record of it is not. Each line reads
            // the clock twice, and so does an act that cannot be undone before, once.
            clock.dieAfter(step.irreversible() || step.id().equals("clock") ? 3 : 2);
          }
          CeremonyStage.goOn(run, seen);
        }
      }
    }
    System.exit(BlockedNetwork.ATTEMPTS.get() == (blocked ? CONTROLS : 0) ? 0 : 1);
  }

  private static final int CONTROLS = 3;

  /// The control: what is blocked is really blocked.
  private static void proveBlocked() throws Exception {
    for (var attempt :
        List.<java.util.concurrent.Callable<?>>of(
            () -> new Socket("127.0.0.1", 9), SocketChannel::open, HttpClient::newHttpClient)) {
      try {
        attempt.call();
        System.exit(2);
      } catch (Exception e) {
        // blocked, as it should be
      }
    }
  }

  /// The paper on which the auditor wrote the check value outlives the program.
  private static void remember(CeremonyRun run, CeremonyFolder folder, HashMap<String, String> seen)
      throws Exception {
    var value =
        java.util.regex.Pattern.compile(
                "\"fact.checkValue\":\\{\"salt\":\"[0-9a-f]+\",\"value\":\"([0-9A-F]{6})\"")
            .matcher(Files.readString(folder.transcript()));
    if (value.find()) {
      seen.put("checkValue", value.group(1));
    }
  }

  private static final class DyingClock extends StageClock {
    private int left = Integer.MAX_VALUE;

    void dieAfter(int records) {
      left = records;
    }

    @Override
    public Instant instant() {
      if (left-- == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
      return super.instant();
    }
  }
}
