package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.SoftHsm;
import picocli.CommandLine;

/// The real command in a process of its own, with a configuration folder of its own.
class ProfileGuardTest {

  /// Commands that leave HSM and AWS KMS as they are. What is new must be put here or marked with
  /// [Changes].
  private static final List<String> LEAVE_THINGS_AS_THEY_ARE =
      List.of(
          "agent",
          "keys list",
          "keys show",
          "ceremony anchor",
          "ceremony check",
          "ceremony checklist",
          "ceremony compare",
          "ceremony countersign",
          "ceremony disclose",
          "ceremony export",
          "ceremony person",
          "ceremony plans",
          "ceremony script",
          "ceremony verify",
          "check",
          "diagnostics",
          "local-kms",
          "profile list",
          "profile lock",
          "profile unlock",
          "token list",
          "token probe");

  @TempDir Path configuration;

  @Test
  void each_command_is_known_to_change_something_or_not() {
    var undecided = new TreeSet<String>();
    leaves("", HsmBridge.commandLine())
        .filter(leaf -> !leaf.getValue())
        .map(Map.Entry::getKey)
        .forEach(undecided::add);
    LEAVE_THINGS_AS_THEY_ARE.forEach(undecided::remove);
    // What a proxy serves is its operator's decision, whatever AWS profile is in use, and blocking
    // a key must never have to wait for one. The local KMS is nobody's account.
    undecided.removeIf(path -> path.startsWith("proxy ") || path.startsWith("local-kms "));
    assertThat(undecided)
        .as("mark these with @Changes, or list them here as leaving things as they are")
        .isEmpty();
  }

  @Test
  void a_change_is_refused_while_the_profile_is_read_only_and_done_after_it_is_unlocked()
      throws Exception {
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("keep-me"));
      var label = token.token().orElseThrow().label();

      var refused = delete(label, "--profile", "prod");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors())
          .contains("The profile prod is read-only on this workstation")
          .contains("C_DestroyObject was not done")
          .contains("hsm-bridge profile unlock prod");
      assertThat(session.secretKeys("keep-me")).hasSize(1);

      assertThat(run("profile", "unlock", "prod").exitCode()).isZero();
      assertThat(run("profile", "list").output()).contains("prod\tunlocked for changes");
      assertThat(delete(label, "--profile", "prod").errors()).isEmpty();
      assertThat(session.secretKeys("keep-me")).isEmpty();
    }
  }

  @Test
  void the_profile_that_the_window_works_with_counts_where_none_is_named() throws Exception {
    Files.createDirectories(configuration.resolve("xks-workbench"));
    Files.writeString(
        configuration.resolve("xks-workbench/profiles.json"),
        "{\"current\":\"prod\",\"unlocked\":[]}");
    assertThat(delete("no-such-token").errors()).contains("The profile prod is read-only");
    assertThat(run("keys", "list", "--help").exitCode()).isZero();
  }

  @Test
  void without_any_profile_there_is_nothing_to_guard() throws Exception {
    assertThat(delete("no-such-token").errors())
        .as("goes on to the HSM")
        .isNotEmpty()
        .doesNotContain("read-only");
  }

  @Test
  void a_configuration_folder_that_is_none_is_said_in_a_sentence() throws Exception {
    var inTheWay = Files.createFile(configuration.resolve("xks-workbench"));
    assertThat(run("profile", "unlock", "prod").errors())
        .isEqualTo(
            "%s cannot be written: something else is in its place (%s). Move away what is in its place, then try again.%n"
                .formatted(inTheWay.resolve("profiles.json"), inTheWay));
  }

  private ProfileGuardResult delete(String token, String... more) throws Exception {
    var pin = configuration.resolve("pin");
    if (!Files.exists(pin)) {
      Files.writeString(pin, new String(SoftHsm.userPin()));
      pin.toFile().setReadable(false, false);
      pin.toFile().setReadable(true, true);
    }
    return run(
        Stream.concat(
                Stream.of(
                    "keys",
                    "delete",
                    "--module",
                    SoftHsm.modulePath().toString(),
                    "--token",
                    token,
                    "--pin-file",
                    pin.toString(),
                    "--label",
                    "keep-me",
                    "--confirm",
                    "keep-me"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private record ProfileGuardResult(int exitCode, String output, String errors) {}

  private ProfileGuardResult run(String... arguments) throws IOException, InterruptedException {
    var command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:-CreateCoredumpOnCrash",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HsmBridge.class.getName()),
                Stream.of(arguments))
            .toList();
    var builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CONFIG_HOME", configuration.toString());
    builder.environment().remove("AWS_PROFILE");
    var errors = configuration.resolve("errors");
    var process = builder.redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    var output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    return new ProfileGuardResult(
        process.waitFor(), output.toString(StandardCharsets.UTF_8), Files.readString(errors));
  }

  private static Stream<Map.Entry<String, Boolean>> leaves(String path, CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      var marked =
          command.getCommandSpec().userObject().getClass().isAnnotationPresent(Changes.class);
      return Stream.of(Map.entry(path.strip(), marked));
    }
    return command.getSubcommands().entrySet().stream()
        .flatMap(sub -> leaves(path + " " + sub.getKey(), sub.getValue()));
  }
}
