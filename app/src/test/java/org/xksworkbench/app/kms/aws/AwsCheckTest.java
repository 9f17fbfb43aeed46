package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.Main;

/// `xks-workbench aws-check` in a process of its own, in a company's network: what it finds, what
/// it ends with, and that no secret is in what it says or logs.
class AwsCheckTest {

  private static final String LOGIN = "ada:planted-secret";
  private static final String BY_VARIABLE = "(HTTPS_PROXY names it)";

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private AwsHome home;
  private AwsOnLoopback aws;

  /// What a process said, and what it wrote into logs.
  private record CheckRun(int code, String out, String err, String logs) {}

  @BeforeEach
  void start() throws Exception {
    home = new AwsHome(Files.createDirectories(folder.resolve("home")));
    aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), LOGIN);
    variables.put("HTTPS_PROXY", "http://" + LOGIN + "@" + aws.proxy());
    variables.put("AWS_CA_BUNDLE", aws.bundle().toString());
    variables.put("AWS_REGION", AwsOnLoopback.REGION);
  }

  @AfterEach
  void stop() throws Exception {
    aws.close();
  }

  @Test
  void a_profile_that_gets_through_is_told_with_its_source_its_way_and_its_answers()
      throws Exception {
    var checked = check("--profile", "center");
    assertThat(checked.code()).as(checked.toString()).isZero();
    assertThat(checked.out())
        .contains(
            "center (named)",
            "eu-central-1 (AWS_REGION names it)",
            "IAM Identity Center: the role admin in the account 111122223333, by the sso-session"
                + " corp",
            aws.bundle() + " (AWS_CA_BUNDLE)",
            "https://" + AwsOnLoopback.KMS + "\n",
            "https://" + AwsOnLoopback.STS + "\n",
            "https://" + AwsOnLoopback.PORTAL + "\n",
            "https://" + AwsOnLoopback.OIDC + "\n",
            aws.proxy() + " " + BY_VARIABLE,
            "arn:aws:sts::111122223333:signed-by/ASIACENTER, until 2099-01-01T00:00:00Z",
            "0 external key stores")
        .doesNotContain("failed");
    assertThat(checked.out().split("TLS issuer +CN=", -1)).as("of four hosts").hasSize(5);
    assertThat(aws.requests())
        .extracting(AwsOnLoopback.LoopbackRequest::host)
        .contains(AwsOnLoopback.KMS);
  }

  @Test
  void keys_of_the_terminal_go_before_aws_profile_and_a_named_profile_before_both()
      throws Exception {
    variables.put("AWS_PROFILE", "role");
    assertThat(check().out()).contains("role (AWS_PROFILE names it)", "signed-by/ASIAOuter");
    variables.put("AWS_ACCESS_KEY_ID", "AKIATERMINAL");
    variables.put("AWS_SECRET_ACCESS_KEY", "planted-secret");
    variables.put("AWS_SESSION_TOKEN", "planted-token");
    variables.put("AWS_CREDENTIAL_EXPIRATION", "2097-01-01T00:00:00Z");
    assertThat(check().out())
        .contains(
            "environment (AWS_ACCESS_KEY_ID is set)",
            "signed-by/AKIATERMINAL, until 2097-01-01T00:00:00Z");
    assertThat(check("--profile", "keys").out())
        .contains("keys (named)", "the access key in " + home.folder(), "signed-by/AKIAKEYS");
  }

  @Test
  void a_pac_file_of_the_desktop_is_named_where_nothing_evaluates_it() throws Exception {
    assumeThat(Path.of("/usr/bin/gsettings")).as("GNOME's settings can be read").exists();
    variables.remove("HTTPS_PROXY");
    variables.put("AWS_REGION", "xx-test-1");
    variables.put("GSETTINGS_BACKEND", "keyfile");
    variables.put("XDG_CONFIG_HOME", folder.resolve("desktop").toString());
    Files.writeString(
        Files.createDirectories(folder.resolve("desktop/glib-2.0/settings")).resolve("keyfile"),
        "[system/proxy]\nmode='auto'\nautoconfig-url='http://wpad.invalid/proxy.pac'\n");
    var checked = check("--profile", "keys");
    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.out())
        .contains("HTTPS_PROXY is not set, and the settings of GNOME name a PAC file")
        .contains("name: kms.xx-test-1.amazonaws.com is not reached without a proxy, and")
        .contains("wpad.invalid/proxy.pac")
        .contains("set HTTPS_PROXY to http://HOST:PORT before the start");
  }

  @Test
  void programs_read_json_and_nothing_else() throws Exception {
    var checked = check("--profile", "keys", "--json");
    var json = new ObjectMapper().readTree(checked.out());
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("hosts")).hasSize(2);
    assertThat(json.path("hosts").path(0).path("failure").isNull()).isTrue();
    assertThat(json.path("callerIdentity").path("account").asText()).isEqualTo("111122223333");
    assertThat(json.path("keyStores").path("external").asInt(-1)).isZero();
    assertThat(checked.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS_CA_BUNDLE | '' | TLS: The certificate that was shown for kms.eu-central-1",
        "HTTPS_PROXY | http://ada:planted-secret2@PLACE | proxy: The proxy PLACE wants a login by"
            + " Basic (HTTP 407)",
        "HTTPS_PROXY | 127.0.0.1:1 | proxy: The proxy 127.0.0.1:1 does not answer: Connection"
            + " refused",
        "AWS_REGION | eu-west-9 | proxy: The proxy PLACE does not let requests to"
            + " kms.eu-west-9.amazonaws.com through: 502",
        "AWS_ENDPOINT_URL | http://localhost:4566 | setting: Requests would go to"
            + " http://localhost:4566, which is not AWS, because of AWS_ENDPOINT_URL",
        "HTTPS_PROXY | socks5://ada:planted-secret@x | HTTPS_PROXY names a proxy that is spoken to"
            + " by socks5",
        "AWS_CA_BUNDLE | /nonexistent.pem | The CA bundle /nonexistent.pem cannot be used"
      })
  void what_stands_in_the_way_is_told_with_its_step_and_ends_with_1(
      String variable, String value, String told) throws Exception {
    variables.put(variable, value.replace("PLACE", aws.proxy()));
    var checked = check("--profile", "keys");
    assertThat(checked.code()).as(checked.toString()).isEqualTo(1);
    assertThat(checked.out()).contains(told.replace("PLACE", aws.proxy()).strip());
    assertThat(checked.out()).contains("GetCallerIdentity", "failed: ", "What to do");
  }

  @Test
  void what_is_asked_wrongly_ends_with_the_usage() throws Exception {
    var checked = check("--profiel", "keys");
    assertThat(checked.code()).isEqualTo(2);
    assertThat(checked.err()).startsWith("Unknown argument --profiel of aws-check.\nUsage: ");
    assertThat(checked.out()).isEmpty();
  }

  /// Runs it, and looks for what was planted.
  private CheckRun check(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "aws-check"));
    command.addAll(List.of(arguments));
    var errors = folder.resolve("errors");
    var builder = new ProcessBuilder(command).redirectError(errors.toFile());
    var environment = builder.environment();
    environment
        .keySet()
        .removeIf(name ->
            name.startsWith("AWS_")
                || name.startsWith("XDG_")
                || name.equals("DISPLAY")
                || name.equals("JAVA_TOOL_OPTIONS")
                || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    environment.put("HOME", home.folder().toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.putAll(variables);
    var process = builder.start();
    process.getOutputStream().close();
    var out = process.inputReader().readAllAsString();
    var checked = new CheckRun(process.waitFor(), out, Files.readString(errors), logs());
    assertThat(checked.toString()).doesNotContain("planted");
    assertThat(out + checked.err()).doesNotContain("\tat ");
    return checked;
  }

  private String logs() throws IOException {
    var state = folder.resolve("state");
    if (!Files.exists(state)) {
      return "";
    }
    var text = new StringBuilder();
    try (var files = Files.walk(state)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
