package org.xksworkbench.app.kms.aws.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files as the AWS CLI, boto3, toolkits and people write them, read here and by the AWS CLI of
/// this computer: both must agree. What they are known to read differently has its row in
/// [AwsConfigurationTest] and is not written here. `make test-clients`.
@Tag("clients")
class CliAgreementTest {

  private static final List<String> NAMES =
      List.of(
          "prod",
          "prod-eu.west_1",
          "team/prod@corp",
          "a+b%20c",
          "AdministratorAccess-111122223333",
          "two words",
          "m\u00fcller",
          "UPPER",
          "123");

  private static final List<String> KEYS =
      List.of(
          "region",
          "output",
          "role_arn",
          "source_profile",
          "sso_account_id",
          "sso_role_name",
          "credential_process",
          "mfa_serial",
          "cli_pager");

  private static final List<String> VALUES =
      List.of(
          "eu-central-1",
          "json",
          "arn:aws:iam::111122223333:role/path/Name",
          "111122223333",
          "/usr/bin/get --account \"Two Words\" --x=y",
          "a=b:c",
          "100%",
          "x#y;z",
          "\u00fcber",
          "");

  @TempDir private Path home;
  private Random random = new Random();
  private final List<String> written = new ArrayList<>();

  @BeforeEach
  void aFolder() throws IOException {
    Files.createDirectories(home.resolve(".aws"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void the_aws_cli_reads_the_same_profiles_and_values(long seed) throws Exception {
    random = new Random(seed);
    var config = config();
    var credentials = credentials();
    Files.writeString(home.resolve(".aws/config"), config);
    Files.writeString(home.resolve(".aws/credentials"), credentials);
    var both = "config:\n" + config + "\ncredentials:\n" + credentials;
    var configuration = AwsConfiguration.read(new AwsEnvironment(Map.of(), home));
    assertThat(configuration.findings()).as(both).isEmpty();
    assertThat(names(configuration))
        .as(both)
        .isEqualTo(new TreeSet<>(aws("configure", "list-profiles").lines().toList()));
    for (var time = 0; time < 3; time++) {
      var name = pick(List.copyOf(names(configuration)));
      var key = pick(KEYS);
      assertThat(configuration.profile(name).flatMap(one -> one.value(key)).orElse(""))
          .as(name + " " + key + "\n" + both)
          .isEqualTo(aws("configure", "get", key, "--profile", name).strip());
    }
  }

  private static TreeSet<String> names(AwsConfiguration configuration) {
    return configuration.profiles().stream()
        .map(ProfileSettings::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String config() {
    var text = new StringBuilder();
    var end = random.nextInt(4) == 0 ? "\r\n" : "\n";
    comments(text);
    for (var name : some(NAMES)) {
      written.add(name);
      text.append(header("profile", name));
      settings(text);
    }
    if (random.nextBoolean()) {
      text.append(random.nextBoolean() ? "[default]" : "[profile default]").append('\n');
      settings(text);
    }
    if (random.nextBoolean()) {
      text.append(header("sso-session", pick(List.of("corp", "my corp"))))
          .append("sso_start_url = https://corp.awsapps.com/start#/\nsso_region=eu-central-1\n");
    }
    if (random.nextBoolean()) {
      text.append("[services local]\nkms =\n    endpoint_url = http://localhost:4566\n");
    }
    if (written.isEmpty()) {
      text.append("[profile last]\nregion=x\n");
    }
    return text.toString().replace("\n", end);
  }

  private String header(String kind, String name) {
    var quoted = name.matches("\\S+") && random.nextInt(4) > 0 ? name : '"' + name + '"';
    return "[" + kind + (random.nextInt(5) == 0 ? "\t" : " ") + quoted + "]\n";
  }

  /// Each key once: one that stands twice is refused by the CLI.
  private void settings(StringBuilder text) {
    var indent = random.nextInt(5) == 0 ? "  " : "";
    for (var key : some(KEYS)) {
      comments(text);
      var written = random.nextInt(6) == 0 ? key.toUpperCase(java.util.Locale.ROOT) : key;
      text.append(indent)
          .append(written)
          .append(pick(List.of(" = ", "=", " =", " : ", "= ")))
          .append(pick(VALUES))
          .append('\n');
    }
    if (random.nextInt(3) == 0 && indent.isEmpty()) {
      text.append("s3 =\n    max_concurrent_requests = 20\n    addressing_style = path\n");
    }
  }

  private void comments(StringBuilder text) {
    if (random.nextInt(4) == 0) {
      text.append(pick(List.of("\n", "# a comment = none\n", "; [profile none]\n", "\n\n")));
    }
  }

  private String credentials() {
    var text = new StringBuilder();
    for (var name : some(List.of("default", "prod", "two words", "only-here", "m\u00fcller"))) {
      text.append('[').append(name).append("]\n");
      text.append("aws_access_key_id = AKIA").append(random.nextInt(1000)).append('\n');
      text.append("aws_secret_access_key=s/+=").append(random.nextInt(1000)).append('\n');
      if (random.nextBoolean()) {
        text.append("aws_session_token = t==\n");
      }
    }
    return text.toString();
  }

  private <T> List<T> some(List<T> all) {
    return all.stream().filter(_ -> random.nextInt(3) == 0).toList();
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String aws(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("/usr/bin/aws"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    var errors = home.resolve("errors").toFile();
    var process = builder.redirectError(errors).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // 1 says that there is no such setting.
    assertThat(process.waitFor()).as(Files.readString(errors.toPath())).isBetween(0, 1);
    return said;
  }
}
