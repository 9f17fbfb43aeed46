package org.xksworkbench.app.kms.aws.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The grammar of AWS files, a row for each thing that the AWS CLI and the SDKs read differently.
class AwsConfigurationTest {

  private static final String REFUSED = "The AWS CLI refuses the whole file";

  @TempDir private Path home;

  /// @param read `profile.key=value` each; what is nested is `profile.key.key`
  /// @param told words of what is told; empty if there is nothing to tell
  private record ConfigurationRow(
      String name, String file, byte[] text, Map<String, String> read, String told) {

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void aFolder() throws IOException {
    Files.createDirectories(home.resolve(".aws"));
  }

  @ParameterizedTest
  @MethodSource
  void each_form_is_read_and_what_is_odd_is_told(ConfigurationRow row) throws IOException {
    Files.write(home.resolve(".aws").resolve(row.file()), row.text());
    var configuration = read();
    assertThat(flat(configuration)).isEqualTo(new TreeMap<>(row.read()));
    if (row.told().isEmpty()) {
      assertThat(configuration.findings()).isEmpty();
    } else {
      assertThat(configuration.findings())
          .anySatisfy(finding ->
              assertThat(finding.toString()).contains(row.told()).contains("/.aws/" + row.file()));
    }
  }

  static Stream<ConfigurationRow> each_form_is_read_and_what_is_odd_is_told() {
    var region = Map.of("a.region", "x");
    return Stream.of(
        config("plain", "[profile a]\nregion = x\n", region, ""),
        config("a byte order mark", "\uFEFF[profile a]\nregion = x\n", region, REFUSED),
        bytes("UTF-16", "[profile a]\n".getBytes(StandardCharsets.UTF_16), "UTF-16"),
        bytes("Latin-1", "[profile m\u00fcller]\n".getBytes(StandardCharsets.ISO_8859_1), "UTF-8"),
        config(
            "indented settings",
            "[profile a]\n  region = x\n  output = json\n",
            Map.of("a.region", "x", "a.output", "json"),
            ""),
        config("an indented header", "  [profile a]\nregion = x\n", region, ""),
        config("an indented comment", "[profile a]\n  # c\nregion = x\n  ; c\n", region, ""),
        config("a stray line", "[profile a]\nregion x\nregion = x\n", region, "line 2 is not"),
        config(
            "a setting before any header",
            "output = json\n[profile a]\nregion = x\n",
            region,
            "line 1 stands before"),
        config(
            "a header that is not closed",
            "[profile b\nregion = y\n[profile a]\nregion = x\n",
            region,
            "line 1 is a header without"),
        config("a colon", "[profile a]\nregion: x\n", region, ""),
        config("a comment behind a value", "[profile a]\nregion = x # c\n", region, "comment"),
        config("another one", "[profile a]\nregion = x ;c\n", region, "comment"),
        config(
            "a number sign that belongs to a value",
            "[profile a]\ncredential_process = p --key a #1\n",
            Map.of("a.credential_process", "p --key a #1"),
            ""),
        config("a comment behind a header", "[profile a] # see [b]\nregion = x\n", region, ""),
        config(
            "nothing behind the sign, and CRLF",
            "[profile a]\r\nregion =\r\noutput = json\r\n",
            Map.of("a.region", "", "a.output", "json"),
            ""),
        config("a key in capitals", "[profile a]\nRegion = x\n", region, ""),
        config(
            "the same header twice",
            "[profile a]\noutput = json\n[profile a]\nregion = x\n",
            Map.of("a.region", "x", "a.output", "json"),
            REFUSED),
        config(
            "the same key twice",
            "[profile a]\nregion = y\nregion = x\n",
            region,
            "line 3 has region a second time, after line 2"),
        config(
            "default in both forms",
            "[profile default]\noutput = json\n[default]\nregion = x\n",
            Map.of("default.region", "x"),
            "default a second time"),
        config(
            "default by its name alone",
            "[default]\nregion = x\n",
            Map.of("default.region", "x"),
            ""),
        config(
            "a name in quotation marks",
            "[profile \"my profile\"]\nregion = x\n",
            Map.of("my profile.region", "x"),
            ""),
        config(
            "a name in single ones",
            "[profile 'my profile']\nregion = x\n",
            Map.of("my profile.region", "x"),
            ""),
        config(
            "a name with a blank",
            "[profile my profile]\nregion = x\n",
            Map.of("my profile.region", "x"),
            "Write [profile \"my profile\"]"),
        config(
            "an umlaut",
            "[profile m\u00fcller]\nregion = x\n",
            Map.of("m\u00fcller.region", "x"),
            ""),
        config(
            "signs",
            "[profile a/b@c+d:e.f%g_h-i]\nregion = x\n",
            Map.of("a/b@c+d:e.f%g_h-i.region", "x"),
            ""),
        config("a tab", "[profile\ta]\nregion = x\n", region, ""),
        config(
            "an apostrophe",
            "[profile bob's]\nregion = x\n",
            Map.of("bob's.region", "x"),
            "leaves out"),
        config("blanks inside the brackets", "[ profile a ]\nregion = x\n", region, "blank"),
        config("no word profile", "[prod]\nregion = x\n", Map.of(), "[profile prod]"),
        config(
            "Profile with a capital", "[Profile prod]\nregion = x\n", Map.of(), "[profile prod]"),
        config("no blank", "[profileprod]\nregion = x\n", Map.of(), "[profile prod]"),
        config("no name", "[profile ]\nregion = x\n", Map.of(), "without a name"),
        config(
            "DEFAULT is for all",
            "[DEFAULT]\nregion = x\n[profile a]\noutput = json\n",
            Map.of("a.region", "x", "a.output", "json"),
            ""),
        config(
            "nested settings",
            "[profile a]\ns3 =\n  addressing_style = path\nregion = x\n",
            Map.of("a.region", "x", "a.s3", "", "a.s3.addressing_style", "path"),
            ""),
        config(
            "a value on two lines",
            "[profile a]\ncredential_process = p\n  --flag=1 two\n",
            Map.of("a.credential_process", "p\n--flag=1 two"),
            ""),
        config(
            "a setting indented below another",
            "[profile a]\noutput = json\n  region = x\n",
            Map.of("a.region", "x", "a.output", "json"),
            "takes it for a part of output"),
        config("sections of the CLI", "[plugins]\ncli = x\n[profile a]\nregion = x\n", region, ""),
        credentials(
            "a profile", "[a]\naws_access_key_id = x\n", Map.of("a.aws_access_key_id", "x"), ""),
        credentials(
            "keys in capitals",
            "[a]\nAWS_ACCESS_KEY_ID = x\n",
            Map.of("a.aws_access_key_id", "x"),
            ""),
        credentials(
            "a name with blank and umlaut",
            "[frau m\u00fcller]\naws_access_key_id = x\n",
            Map.of("frau m\u00fcller.aws_access_key_id", "x"),
            ""),
        credentials(
            "the word profile",
            "[profile a]\naws_access_key_id = x\n",
            Map.of("profile a.aws_access_key_id", "x"),
            "the name alone"));
  }

  @Test
  void what_the_credentials_file_says_wins_and_is_known_to_be_from_there() throws IOException {
    write("config", "[profile a]\naws_access_key_id = one\nregion = x\n");
    write("credentials", "[a]\naws_access_key_id = two\n");
    var profile = read().profile("a").orElseThrow();
    assertThat(profile.value("aws_access_key_id")).contains("two");
    assertThat(profile.value("region")).contains("x");
    assertThat(profile.shared()).containsExactly("aws_access_key_id");
  }

  @Test
  void sessions_of_identity_center_and_endpoints_of_services_are_found_by_their_names()
      throws IOException {
    write(
        "config",
        "[sso-session \"my corp\"]\nsso_region = x\n"
            + "[services s]\nkms =\n  endpoint_url = https://kms.example.com\n"
            + "[profile a]\nservices = s\n");
    var configuration = read();
    assertThat(configuration.ssoSession("my corp").orElseThrow()).containsKey("sso_region");
    var endpoints = new EndpointSettings(new AwsEnvironment(Map.of(), home), configuration, "a");
    assertThat(endpoints.setBy("kms")).hasValueSatisfying(by -> assertThat(by).contains("line 5"));
    assertThat(endpoints.setBy("sts")).isEmpty();
    assertThat(SdkSettings.of(configuration, "a"))
        .contains("kms =\n  endpoint_url = https://kms.example.com\n");
  }

  @Test
  void no_value_of_a_file_is_in_what_is_told() throws IOException {
    write(
        "config",
        "planted-secret\n[profile a]\nplanted-secret\nregion = planted-secret # planted-secret\n"
            + "region = planted-secret\n  output = planted-secret\n");
    write("credentials", "[a]\naws_secret_access_key = planted-secret\n");
    var configuration = read();
    assertThat(configuration.findings()).hasSizeGreaterThan(4);
    assertThat(configuration.findings().toString()).doesNotContain("planted-secret");
    assertThat(configuration.profiles().toString()).doesNotContain("planted-secret");
    assertThat(configuration.profile("a").orElseThrow().settings().values().toString())
        .doesNotContain("planted-secret");
    assertThat(SdkSettings.of(configuration, "a")).doesNotContain("planted-secret");
  }

  @Test
  void files_are_where_the_variables_say_with_home_and_variables_in_them() {
    var here =
        new AwsEnvironment(
            Map.of(
                "AWS_CONFIG_FILE",
                "~/my.conf",
                "AWS_SHARED_CREDENTIALS_FILE",
                "$D/${E}/c",
                "D",
                "/d",
                "E",
                "e"),
            Path.of("/home/ada"));
    assertThat(here.configFile()).isEqualTo(Path.of("/home/ada/my.conf"));
    assertThat(here.credentialsFile()).isEqualTo(Path.of("/d/e/c"));
    assertThat(new AwsEnvironment(Map.of(), Path.of("/home/ada")).configFile())
        .isEqualTo(Path.of("/home/ada/.aws/config"));
  }

  private static ConfigurationRow config(
      String name, String text, Map<String, String> read, String told) {
    return new ConfigurationRow(name, "config", text.getBytes(StandardCharsets.UTF_8), read, told);
  }

  private static ConfigurationRow credentials(
      String name, String text, Map<String, String> read, String told) {
    return new ConfigurationRow(
        "credentials: " + name, "credentials", text.getBytes(StandardCharsets.UTF_8), read, told);
  }

  private static ConfigurationRow bytes(String name, byte[] text, String told) {
    return new ConfigurationRow(name, "config", text, Map.of(), told);
  }

  private static Map<String, String> flat(AwsConfiguration configuration) {
    var flat = new TreeMap<String, String>();
    for (var profile : configuration.profiles()) {
      profile
          .settings()
          .forEach((key, setting) -> {
            flat.put(profile.name() + "." + key, setting.value());
            setting
                .nested()
                .forEach((inner, value) ->
                    flat.put(profile.name() + "." + key + "." + inner, value.value()));
          });
    }
    return flat;
  }

  private AwsConfiguration read() {
    return AwsConfiguration.read(new AwsEnvironment(Map.of(), home));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(home.resolve(".aws").resolve(file), text);
  }
}
