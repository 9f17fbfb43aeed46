package org.xksworkbench.bridge.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.guard.MachinePolicy;

class DiagnosticsBundleTest {

  private static final String PIN = "83417265";
  private static final String SO_PIN = "so-99817-pin";
  private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEK3y";
  private static final String SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE9876543210abcDEF+xyz==";
  private static final String PROXY_SECRET = "3Zr1mXKS5u8vQ0PzTqLw7YdNcGbHa2EfRj4SkUoIiM9xVtBl";
  private static final String PASSPHRASE = "correct horse battery";
  private static final String PROXY_PASSWORD = "pr0xy-pa55";
  private static final String SECRET_IN_PEM = "MC4CAQAwBQYDK2VwBCIEIHplanted0123456789";

  private static final List<String> SECRETS =
      List.of(
          PIN,
          SO_PIN,
          SECRET_KEY,
          SESSION_TOKEN,
          PROXY_SECRET,
          PASSPHRASE,
          PROXY_PASSWORD,
          SECRET_IN_PEM);

  @TempDir Path home;

  @Test
  void no_secret_is_in_the_bundle_wherever_one_was_left() throws IOException {
    var configuration = Files.createDirectories(home.resolve("config"));
    var state = Files.createDirectories(home.resolve("state/demo/proxy")).getParent().getParent();
    var logs = Files.createDirectories(state.resolve("logs"));
    Files.writeString(
        configuration.resolve("settings.json"),
        """
        {"window": {"x": 1, "pin": "%s"}, "pin": "%s", "tables": {"key-stores": {"order": ["%s"],
         "widths": {"Name": 120, "secret": "%s"}}}, "profiles": {"prod": {"region": "eu-west-1"}}}
        """
            .formatted(PIN, PIN, SECRET_KEY, PASSPHRASE));
    Files.writeString(
        configuration.resolve("profiles.json"),
        "{\"current\": \"prod\", \"unlocked\": [\"dev\"], \"secret\": \"" + SECRET_KEY + "\"}");
    Files.writeString(
        state.resolve("demo/proxy/proxy.toml"),
        "[[prefix]]\npath = \"/p\"\n[[prefix.credential]]\nsecret-access-key = \""
            + PROXY_SECRET
            + "\"\n");
    Files.writeString(state.resolve("activity.jsonl"), "{\"pin\": \"" + PIN + "\"}\n");
    Files.writeString(
        logs.resolve("xks-workbench.log"),
        """
        12:00:01 INFO  Demo - starting in Region eu-central-1
        12:00:02 WARN  Login - pin=%s was refused, SO PIN: %s
        12:00:03 WARN  Proxy - the secret %s does not match
        12:00:04 WARN  Aws - {"secretAccessKey": "%s", "sessionToken":"%s"}
        12:00:05 WARN  Tls - --passphrase "%s" opens no key
        12:00:06 WARN  Http - https://ada:%s@proxy.example.com:8080 answered 407
        12:00:07 WARN  Aws - key %s and %s
        -----BEGIN PRIVATE KEY-----
        %s
        -----END PRIVATE KEY-----
        12:00:08 INFO  Kms - request 7f1f6c0e-6b0c-4f4e-9d5f-3f5f0b1c2a41 took 12 ms
        12:00:09 ERROR Task - org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListViewModel
        """
            .formatted(
                PIN,
                SO_PIN,
                PROXY_SECRET,
                SECRET_KEY,
                SESSION_TOKEN,
                PASSPHRASE,
                PROXY_PASSWORD,
                SECRET_KEY,
                SESSION_TOKEN,
                SECRET_IN_PEM));
    var policy =
        MachinePolicy.read(
            Files.writeString(
                home.resolve("policy.toml"), "# " + PASSPHRASE + "\nread-only = true\n"));
    var environment =
        Map.of(
            "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
            "AWS_SESSION_TOKEN", SESSION_TOKEN,
            "HTTPS_PROXY", "http://ada:" + PROXY_PASSWORD + "@proxy.example.com:8080",
            "AWS_PROFILE", "prod",
            "HSM_PIN", PIN);
    var zip = home.resolve("diagnostics.zip");

    new DiagnosticsBundle(policy, configuration, state, logs, environment)
        .with("open-modules.txt", "SoftHSM, PIN: " + SO_PIN)
        .write(zip);

    var entries = unzip(zip);
    assertThat(entries)
        .containsKeys(
            "versions.txt",
            "policy.txt",
            "settings.json",
            "profiles.json",
            "environment.txt",
            "modules.txt",
            "folders.txt",
            "open-modules.txt",
            "logs/xks-workbench.log");
    entries.forEach((name, text) ->
        SECRETS.forEach(secret -> assertThat(text).as(name).doesNotContain(secret)));

    assertThat(entries.get("settings.json")).contains("\"Name\" : 120").contains("eu-west-1");
    assertThat(entries.get("profiles.json")).contains("dev");
    assertThat(entries.get("policy.txt")).contains("read-only: true");
    assertThat(entries.get("environment.txt"))
        .contains("AWS_PROFILE=prod", "set: AWS_SECRET_ACCESS_KEY", "set: HTTPS_PROXY");
    assertThat(entries.get("logs/xks-workbench.log"))
        .as("what is no secret stays legible")
        .contains("starting in Region eu-central-1")
        .contains("7f1f6c0e-6b0c-4f4e-9d5f-3f5f0b1c2a41 took 12 ms")
        .contains("org.xksworkbench.app.ui.screen.keystorelist.KeyStoreListViewModel");
    assertThat(entries.get("versions.txt"))
        .contains("Java")
        .contains(System.getProperty("os.name"));
  }

  @Test
  void a_user_who_never_started_the_program_gets_a_bundle_too() throws IOException {
    var zip = home.resolve("diagnostics.zip");
    new DiagnosticsBundle(
            MachinePolicy.none(),
            home.resolve("no-config"),
            home.resolve("no-state"),
            home.resolve("no-logs"),
            Map.of())
        .write(zip);
    assertThat(unzip(zip).get("folders.txt")).contains("not there");
  }

  @Test
  void a_secret_of_the_aws_files_is_known_and_one_without_digits_is_seen() throws IOException {
    var logs = Files.createDirectories(home.resolve("logs"));
    var aws = Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        aws.resolve("credentials"), "[prod]\naws_secret_access_key = only-lower-case-letters\n");
    Files.writeString(
        logs.resolve("a.log"),
        "got only-lower-case-letters, wJalrXUtnFEMIKxMDENGbPxRfiCYzEXAMPLEKEYa,"
            + " HSM_PIN=4711-a and userPin: 4712-b\n");
    var zip = home.resolve("diagnostics.zip");

    new DiagnosticsBundle(MachinePolicy.none(), home, home, logs, Map.of("HOME", home.toString()))
        .write(zip);

    assertThat(unzip(zip).get("logs/a.log"))
        .isEqualTo("got [removed], [removed], HSM_PIN=[removed] and userPin: [removed]\n");
    assertThat(Files.getPosixFilePermissions(zip)).as("it names accounts").hasSize(2);
  }

  @Test
  void a_file_that_cannot_be_written_is_said() {
    var bundle = new DiagnosticsBundle(MachinePolicy.none(), home, home, home, Map.of());
    assertThatThrownBy(() -> bundle.write(home.resolve("no-such-folder/d.zip")))
        .isInstanceOf(IOException.class);
  }

  private static Map<String, String> unzip(Path zip) throws IOException {
    var entries = new TreeMap<String, String>();
    try (var in = new ZipInputStream(Files.newInputStream(zip), StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(
            entry.getName().substring("xks-workbench-diagnostics/".length()),
            new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }
}
