package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.cli.HsmBridge;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A ceremony that counts: on a token that names another maker, without SoftHSM's variable, at no
/// KMS.
class CountingCeremonyTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: A key that counts
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      values: {label: counted}
      environment: {tokenSerial: "SERIAL", moduleHash: "MODULE", program: "PROGRAM"}
      steps:
        - id: environment
          title: The machine
          do: check
          by: operator
          confirm: [witness]
          with: {what: environment}
        - id: free
          title: The label is free
          do: check
          by: operator
          confirm: [witness]
          with: {what: no-key, label: "${label}"}
          expect: {keysWithLabel: "0"}
        - id: generate
          title: The key
          do: generate-key
          by: operator
          authorise: [witness]
          confirm: [witness, auditor]
          with: {label: "${label}"}
          expect: {type: AES-256, extractable: never}
        - id: value
          title: Its check value
          do: check-value
          by: operator
          confirm: [auditor]
          with: {label: "${label}"}
        - id: last
          title: It is still the same
          do: check
          by: operator
          confirm: [witness, auditor]
          with: {what: key, label: "${label}"}
          expect: {probe: opens}
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  @TempDir private Path work;

  private OddModule odd;
  private String token;
  private String serial;
  private String plan;

  @BeforeEach
  void prepare() throws Exception {
    odd = OddModule.in(Files.createDirectory(work.resolve("module")));
    var slot = SoftHsm.newToken();
    token = slot.token().orElseThrow().label();
    serial = slot.token().orElseThrow().serial();
    String program;
    try (var session = SoftHsm.login(slot)) {
      program =
          new EnvironmentProbe(CeremonyStage.OWN_CLASSES, Set.of(), List.of())
              .facts(new Devices(SoftHsm.hsm().module(), session, Optional.empty()))
              .get(EnvironmentFacts.PROGRAM);
    }
    plan =
        PLAN.replace("SERIAL", serial)
            .replace("MODULE", Fingerprint.ofFile(odd.library().toRealPath()).hex())
            .replace("PROGRAM", program);
  }

  private record CountedRun(int code, String said) {}

  /// @param more variables beside those that every process has
  private CountedRun hold(String text, Map<String, String> more) throws Exception {
    var file = Files.writeString(work.resolve("plan.yaml"), text);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            CountingProcess.class.getName(),
            work.resolve("ceremony").toString(),
            odd.library().toString(),
            token,
            file.toString()));
    var output = work.resolve("output");
    var builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(work.resolve("errors").toFile()))
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.matches(".*JAVA.*OPTIONS|CLASSPATH|LD_.*|SOFTHSM2_CONF"));
    environment.put("SHIM_REAL", SoftHsm.modulePath().toString());
    environment.put("SHIM_CONF", SoftHsm.environment().get("SOFTHSM2_CONF"));
    environment.put("SHIM_MODES", "maker:Example HSM");
    environment.putAll(more);
    var process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readString(output).strip();
    assertThat(said).as(Files.readString(work.resolve("errors"))).isNotEmpty();
    return new CountedRun(process.exitValue(), said);
  }

  private static CountedRun verify(String... arguments) {
    var all = new ArrayList<>(List.of("ceremony", "verify"));
    all.addAll(List.of(arguments));
    var out = new StringWriter();
    var code =
        HsmBridge.run(
            new PrintWriter(out, true), new PrintWriter(out, true), all.toArray(String[]::new));
    return new CountedRun(code, out.toString());
  }

  @Test
  void it_is_held_to_its_end_and_holds_compared_with_paper() throws Exception {
    var held = hold(plan, Map.of());
    assertThat(held.code()).as(held.said()).isZero();
    var fingerprint = held.said();
    var bundle = work.resolve("ceremony/bundle");
    var told =
        verify(
            bundle.toString(),
            "--fingerprint",
            fingerprint,
            "--counts",
            "--plan",
            Plan.parse(plan).fingerprint().hex(),
            "--token-serial",
            serial,
            "--require",
            "no-deviations,no-resumptions,no-recovered");
    assertThat(told.code()).as(told.said()).isZero();
    assertThat(told.said())
        .contains("A ceremony that everybody signed as one that counts.")
        .contains("Everything that was asked holds.")
        .contains("no evidence here proves hardware");
    var said =
        ReferenceVerifier.of(
            work,
            bundle,
            "fingerprint=" + fingerprint,
            "counts=ceremony",
            "plan=" + Plan.parse(plan).fingerprint().hex());
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).startsWith("OK ceremony");
    assertThat(verify(bundle.toString(), "--counts").code())
        .as("compared with nothing")
        .isEqualTo(3);
    try (var files = Files.walk(work.resolve("ceremony"))) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }

  @Test
  void all_that_stands_in_its_way_is_told_at_once_and_nothing_is_begun() throws Exception {
    var unpinned =
        plan.replaceFirst("environment: .*", "environment: {tokenSerial: \"" + serial + "\"}");
    var held =
        hold(
            unpinned,
            Map.of(
                "SHIM_MODES",
                "",
                "JDK_JAVA_OPTIONS",
                "-Dnothing=1",
                "LD_PRELOAD",
                "",
                "SOFTHSM2_CONF",
                SoftHsm.environment().get("SOFTHSM2_CONF")));
    assertThat(held.code()).isOne();
    assertThat(held.said())
        .contains("does not run on SoftHSM")
        .contains("take JDK_JAVA_OPTIONS, LD_PRELOAD, SOFTHSM2_CONF away")
        .contains("add program, moduleHash");
    assertThat(work.resolve("ceremony")).doesNotExist();
    var unchecked =
        plan.replace("with: {what: environment}", "with: {what: no-key, label: other}")
            .replace(serial, "0" + serial);
    var elsewhere = hold(unchecked, Map.of());
    assertThat(elsewhere.code()).as(elsewhere.said()).isOne();
    assertThat(elsewhere.said()).contains("The plan says that tokenSerial is \"0" + serial);
  }

  @Test
  void another_token_than_the_plan_says_is_seen_and_the_evidence_of_an_abort_holds()
      throws Exception {
    var held = hold(plan.replace(serial, "0" + serial), Map.of("ABORT", "environment"));
    assertThat(held.code()).as(held.said()).isZero();
    var told =
        verify(
            work.resolve("ceremony/bundle").toString(), "--fingerprint", held.said(), "--counts");
    assertThat(told.code()).as(told.said()).isZero();
    assertThat(told.said()).contains("It was aborted.");
    try (var files = Files.walk(work.resolve("ceremony"))) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }
}
