package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Rehearsals in processes of their own.
class CeremonyProcessTest {

  @TempDir private Path work;

  @Test
  void a_process_that_is_killed_in_every_step_leaves_one_key_and_a_transcript_with_the_gaps()
      throws Exception {
    var plan = ShippedPlan.EXTERNAL_KEY.plan();
    var folder = new CeremonyFolder(work.resolve("ceremony"));
    try (var stage = new CeremonyStage(Files.createDirectory(work.resolve("tls")))) {
      for (var step : plan.steps()) {
        assertThat(run(stage, folder, plan, stage.kmsEndpoint().toString(), step.id(), List.of()))
            .as("killed in %s", step.id())
            .isEqualTo(CeremonyProcess.KILLED);
      }
      assertThat(run(stage, folder, plan, stage.kmsEndpoint().toString(), "none", List.of()))
          .isZero();
      try (var run =
          CeremonyRun.resume(folder, stage.devices(), stage.environment(), CeremonyStage.CLOCK)) {
        CeremonyStage.goOn(run, new HashMap<>());
        var _ = CeremonyStage.seal(run);
      }
      assertThat(stage.session().secretKeys("payments-2027")).hasSize(1);
      var kms = stage.kms().client();
      assertThat(kms.listKeys().keys()).hasSize(1);
    }
    var check = EvidenceCheck.of(folder.bundle(), new Pins());
    assertThat(check.findings()).isEmpty();
    var said = ReferenceVerifier.of(work, folder.bundle());
    assertThat(said.code()).as(said.text()).isEqualTo(3);
    var events =
        LineEvents.of(check.summary().orElseThrow().transcript()).stream()
            .map(entry -> entry.event())
            .toList();
    assertThat(events)
        .filteredOn(Event.Interrupted.class::isInstance)
        .hasSize(plan.steps().size() + 1);
    // The key and the KMS key were made by processes that died before they could say so.
    assertThat(events)
        .filteredOn(event -> event instanceof Event.Acted acted && acted.recovered())
        .extracting(event -> ((Event.Acted) event).step())
        .containsExactly("generate", "kms-key");
  }

  @Test
  void a_ceremony_without_steps_for_aws_kms_needs_no_network_and_tries_none() throws Exception {
    var text = ShippedPlan.EXTERNAL_KEY.text();
    var start = text.indexOf("  - id: key-store");
    var end = text.indexOf("  - id: export");
    var plan = Plan.parse(text.substring(0, start) + text.substring(end));
    var folder = new CeremonyFolder(work.resolve("ceremony"));
    try (var stage = new CeremonyStage(Files.createDirectory(work.resolve("tls")))) {
      assertThat(
              run(
                  stage,
                  folder,
                  plan,
                  "none",
                  "none",
                  List.of(
                      "-Djava.nio.channels.spi.SelectorProvider="
                          + BlockedNetwork.class.getName())))
          .isZero();
      assertThat(stage.session().secretKeys("payments-2027")).hasSize(1);
    }
  }

  private int run(
      CeremonyStage stage,
      CeremonyFolder folder,
      Plan plan,
      String kms,
      String killedIn,
      List<String> flags)
      throws Exception {
    var binding = work.resolve("binding.yaml");
    Files.writeString(
        binding,
        "module: %s%ntoken: %s%n"
            .formatted(SoftHsm.hsm().module().path(), stage.slot().token().orElseThrow().label()));
    var planFile = Files.writeString(work.resolve("plan.yaml"), plan.text());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(flags);
    command.addAll(
        List.of(
            CeremonyProcess.class.getName(),
            folder.path().toString(),
            binding.toString(),
            planFile.toString(),
            kms,
            killedIn));
    var output = work.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(SoftHsm.environment());
    var process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 && process.exitValue() != CeremonyProcess.KILLED) {
      throw new AssertionError(Files.readString(output));
    }
    return process.exitValue();
  }
}
