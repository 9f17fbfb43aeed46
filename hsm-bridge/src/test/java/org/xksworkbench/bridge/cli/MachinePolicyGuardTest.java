package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The command line on a machine with a policy, on a real token.
class MachinePolicyGuardTest {

  @TempDir Path folder;

  @Test
  void nothing_changes_on_a_read_only_machine() throws IOException {
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("keep-me"));
      var label = token.token().orElseThrow().label();
      var delete =
          new String[] {
            "keys",
            "delete",
            "--module",
            SoftHsm.modulePath().toString(),
            "--token",
            label,
            "--pin-file",
            "/nonexistent",
            "--label",
            "keep-me",
            "--confirm",
            "keep-me"
          };
      var refused = run("read-only = true", delete);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors())
          .contains("This machine is read-only; C_DestroyObject was not done.")
          .contains(folder.resolve("policy.toml").toString())
          .doesNotContain("profile unlock");
      assertThat(session.secretKeys("keep-me")).hasSize(1);
    }
  }

  @Test
  void no_profile_is_unlocked_on_a_read_only_machine() throws IOException {
    var refused = run("read-only = true", "profile", "unlock", "policy-test-profile");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("Unlocking the profile policy-test-profile was not done");
  }

  @Test
  void a_module_that_is_not_listed_is_not_loaded_not_even_for_the_window() throws IOException {
    for (var command : List.of("token list", "agent")) {
      var refused =
          run(
              "modules = [\"/usr/lib/other.so\"]",
              (command + " --module " + SoftHsm.modulePath()).split(" ", -1));
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors()).contains("The PKCS#11 module " + SoftHsm.modulePath());
    }
  }

  @Test
  void a_proxy_whose_configuration_names_another_module_does_not_start() throws IOException {
    ProxyFolder.init(
        folder.resolve("proxy"),
        new ProxyFolder.Request(
            SoftHsm.modulePath(), "any", "xks.example.test", List.of("/payments"), "all"),
        java.time.Duration.ofSeconds(1));
    var refused =
        run(
            "modules = []",
            "proxy",
            "run",
            "--config",
            folder.resolve("proxy/proxy.toml").toString(),
            "--pin-file",
            "/nonexistent");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("The PKCS#11 module " + SoftHsm.modulePath());
  }

  @Test
  void a_profile_that_is_not_listed_is_not_used() throws IOException {
    var refused = run("profiles = [\"security\"]", "profile", "list", "--profile", "other");
    assertThat(refused.errors()).contains("The AWS profile other is not used");
  }

  @Test
  void a_broken_policy_refuses_and_says_where() throws IOException {
    var refused =
        run("read-only = maybe", "token", "list", "--module", SoftHsm.modulePath().toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("cannot be understood").contains("policy.toml, line 1");
  }

  private record PolicyGuardResult(int exitCode, String errors) {}

  private PolicyGuardResult run(String policy, String... arguments) throws IOException {
    var file = Files.writeString(folder.resolve("policy.toml"), policy);
    var errors = new StringWriter();
    var exitCode =
        HsmBridge.commandLine(MachinePolicy.read(file))
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors))
            .execute(arguments);
    return new PolicyGuardResult(exitCode, errors.toString());
  }
}
