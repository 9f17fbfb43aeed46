package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfile.ProfileKind;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Profiles of every kind, in a company's network: requests to AWS go through an HTTP proxy that
/// shows a certificate of the company's own authority. All of it is on this machine.
class ProfilesTest {

  private static final String HOST = "kms.eu-central-1.amazonaws.com";
  private static final String KEYS =
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = not-a-real-secret\n";

  @TempDir private Path folder;

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(config());
  }

  @Test
  void profiles_are_listed_with_where_their_credentials_come_from() throws IOException {
    write(
        "[default]\nregion = eu-central-1\n"
            + KEYS
            + "[profile role]\n"
            + "role_arn = arn:aws:iam::111122223333:role/r\n"
            + "source_profile = default\n"
            + "[profile mfa]\n"
            + "role_arn = arn:aws:iam::111122223333:role/r\n"
            + "source_profile = default\n"
            + "mfa_serial = arn:aws:iam::111122223333:mfa/ada\n"
            + "[profile process]\n"
            + "credential_process = /bin/true\n"
            + "[sso-session work]\n"
            + "sso_start_url = https://x.awsapps.com/start\n"
            + "sso_region = us-east-1\n"
            + "[profile sso]\n"
            + "sso_session = work\n"
            + "sso_account_id = 111122223333\n"
            + "sso_role_name = r\n");
    assertThat(new ProfileFiles(MachinePolicy.none()).profiles())
        .extracting(AwsProfile::name, AwsProfile::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("default", ProfileKind.STATIC),
            org.assertj.core.groups.Tuple.tuple("mfa", ProfileKind.ROLE_WITH_MFA),
            org.assertj.core.groups.Tuple.tuple("process", ProfileKind.CREDENTIAL_PROCESS),
            org.assertj.core.groups.Tuple.tuple("role", ProfileKind.ROLE),
            org.assertj.core.groups.Tuple.tuple("sso", ProfileKind.SSO));
    assertThat(new ProfileFiles(MachinePolicy.none()).profiles().getFirst().region())
        .contains("eu-central-1");
    assertThat(new ProfileFiles(MachinePolicy.none()).profiles().toString())
        .doesNotContain("not-a-real-secret");
  }

  @Test
  void credentials_of_the_terminal_stand_beside_the_profiles_and_their_name_is_taken()
      throws IOException {
    var home = Files.createDirectories(folder.resolve("home/.aws")).getParent();
    Files.writeString(
        home.resolve(".aws/config"), "[profile environment]\n" + KEYS + "[profile prod]\n" + KEYS);
    var without = profiles(home, Map.of("AWS_PROFILE", "prod"));
    assertThat(without.usual().words()).isEqualTo("prod (AWS_PROFILE names it)");
    assertThat(without.profiles())
        .extracting(AwsProfile::name, AwsProfile::kind, one -> one.fault().isPresent())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("environment", ProfileKind.OTHER, true),
            org.assertj.core.groups.Tuple.tuple("prod", ProfileKind.STATIC, false));
    var with =
        profiles(
            home,
            Map.of(
                "AWS_PROFILE", "prod",
                "AWS_ACCESS_KEY_ID", "AKIA",
                "AWS_SECRET_ACCESS_KEY", "not-a-real-secret",
                "AWS_REGION", "eu-west-1"));
    assertThat(with.usual().words()).isEqualTo("environment (AWS_ACCESS_KEY_ID is set)");
    assertThat(with.profiles())
        .extracting(AwsProfile::name, AwsProfile::kind, AwsProfile::region)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "environment", ProfileKind.ENVIRONMENT, java.util.Optional.of("eu-west-1")),
            org.assertj.core.groups.Tuple.tuple(
                "prod", ProfileKind.STATIC, java.util.Optional.empty()));
    assertThat(with.profiles().toString()).doesNotContain("not-a-real-secret");
    var address = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/");
    assertThat(profiles(home, address).profiles())
        .extracting(AwsProfile::name)
        .containsExactly("environment", "prod");
    assertThat(profiles(home, address).usual().words())
        .as("after the profiles, as for the AWS CLI; there is no profile default")
        .isEqualTo("environment (AWS_CONTAINER_CREDENTIALS_FULL_URI is set)");
    Files.writeString(home.resolve(".aws/config"), "[default]\n" + KEYS);
    assertThat(profiles(home, address).usual().words()).isEqualTo("default");
  }

  private static ProfileFiles profiles(Path home, Map<String, String> variables) {
    return new ProfileFiles(MachinePolicy.none(), () -> new AwsEnvironment(variables, home));
  }

  @Test
  void regions_are_those_of_the_partition() {
    var files = new ProfileFiles(MachinePolicy.none());
    assertThat(files.regionsBeside("eu-central-1"))
        .contains("us-east-1", "eu-central-1")
        .doesNotContain("cn-north-1", "us-gov-west-1");
    assertThat(files.regionsBeside("cn-north-1"))
        .contains("cn-northwest-1")
        .doesNotContain("us-east-1");
    assertThat(files.regionsBeside("us-gov-west-1"))
        .containsExactly("us-gov-east-1", "us-gov-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "cn-north-1,,kms.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1,,kms.us-gov-west-1.amazonaws.com",
    "us-gov-west-1,use_fips_endpoint = true,kms-fips.us-gov-west-1.amazonaws.com",
    "eu-central-1,use_dualstack_endpoint = true,kms.eu-central-1.api.aws",
    "ca-central-1,use_fips_endpoint = true,kms-fips.ca-central-1.amazonaws.com"
  })
  void each_partition_has_its_hosts(
      String region, @org.jspecify.annotations.Nullable String setting, String host)
      throws IOException {
    write("[profile p]\n" + (setting == null ? "" : setting + "\n") + KEYS);
    try (var kms = AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("p", region))) {
      assertThat(kms.endpoint().uri().getHost()).isEqualTo(host);
      assertThat(kms.endpoint().isAws()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1,iam.amazonaws.com",
    "cn-northwest-1,iam.cn-north-1.amazonaws.com.cn",
    "us-gov-east-1,iam.us-gov.amazonaws.com"
  })
  void users_and_roles_are_asked_of_the_partitions_own_iam(String region, String host)
      throws Exception {
    try (var company = new Company(folder, host, ProfilesTest::iam)) {
      write("[profile p]\nca_bundle = " + company.bundle() + "\n" + KEYS);
      assertThat(new AwsPrincipals(new AwsConnection.AwsProfileConnection("p", region)).list())
          .extracting(IamPrincipal::arn)
          .containsExactly("arn:aws:iam::111122223333:user/ada");
      assertThat(company.tunnels()).containsOnly(host + ":443");
    }
  }

  private static String iam(String body) {
    var users = body.contains("Action=ListUsers");
    return ("<%1$sResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><%1$sResult>"
            + "<IsTruncated>false</IsTruncated>%2$s</%1$sResult></%1$sResponse>")
        .formatted(
            users ? "ListUsers" : "ListRoles",
            users
                ? "<Users><member><Path>/</Path><UserName>ada</UserName><UserId>U</UserId>"
                    + "<Arn>arn:aws:iam::111122223333:user/ada</Arn>"
                    + "<CreateDate>2026-01-01T00:00:00Z</CreateDate></member></Users>"
                : "<Roles/>");
  }

  @Test
  void requests_go_through_the_companys_proxy_and_trust_its_authority() throws Exception {
    try (var company = new Company(folder, HOST)) {
      write("[profile p]\nca_bundle = " + company.bundle() + "\n" + KEYS);
      try (var kms =
          AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("p", "eu-central-1"))) {
        assertThat(kms.keyIds()).containsExactly("11111111-2222-3333-4444-555555555555");
      }
      assertThat(company.tunnels()).containsOnly(HOST + ":443");
    }
  }

  @Test
  void without_the_bundle_the_companys_authority_is_not_trusted() throws Exception {
    try (var company = new Company(folder, HOST)) {
      write("[profile p]\n" + KEYS);
      try (var kms =
          AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("p", "eu-central-1"))) {
        assertThatThrownBy(kms::keyIds)
            .asInstanceOf(type(KmsException.class))
            .extracting(KmsException::kind)
            .isEqualTo(KmsException.KmsFailureKind.UNREACHABLE);
      }
    }
  }

  @Test
  void a_bundle_that_is_not_there_is_said_at_once() throws IOException {
    write("[profile p]\nca_bundle = /nonexistent.pem\n" + KEYS);
    assertThatThrownBy(() ->
            AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("p", "eu-central-1")))
        .hasMessageContaining("/nonexistent.pem");
  }

  @Test
  void a_role_with_mfa_asks_for_the_code_and_sends_it_with_the_serial() throws Exception {
    try (var company = new Company(folder, "sts.eu-central-1.amazonaws.com")) {
      write(
          "[default]\n"
              + KEYS
              + "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\n"
              + "source_profile = default\nmfa_serial = arn:aws:iam::111122223333:mfa/ada\n"
              + "ca_bundle = "
              + company.bundle()
              + "\n");
      var asked = new ArrayList<String>();
      var connection =
          new AwsConnection.AwsProfileConnection(
              "mfa",
              "eu-central-1",
              (profile, serial) -> {
                asked.add(profile + " " + serial);
                return "123456";
              });
      try (var kms = AwsKeyManagement.open(connection)) {
        var caller = kms.callerIdentity();
        assertThat(caller.account()).isEqualTo("111122223333");
        assertThat(caller.expires()).contains(Instant.parse("2099-01-01T00:00:00Z"));
      }
      assertThat(asked).containsExactly("mfa arn:aws:iam::111122223333:mfa/ada");
      assertThat(company.requests())
          .anyMatch(body ->
              body.contains("Action=AssumeRole")
                  && body.contains("TokenCode=123456")
                  && body.contains("SerialNumber=arn:aws:iam::111122223333:mfa/ada"));
    }
  }

  @Test
  void credentials_come_from_a_process_too() throws Exception {
    try (var company = new Company(folder, "sts.eu-central-1.amazonaws.com")) {
      var process = folder.resolve("process.sh");
      Files.writeString(
          process,
          "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\","
              + "\"SecretAccessKey\":\"not-a-real-secret\",\"SessionToken\":\"t\","
              + "\"Expiration\":\"2099-02-02T00:00:00Z\"}'\n");
      assertThat(process.toFile().setExecutable(true)).isTrue();
      write(
          "[profile p]\ncredential_process = "
              + process
              + "\nca_bundle = "
              + company.bundle()
              + "\n");
      try (var kms =
          AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("p", "eu-central-1"))) {
        assertThat(kms.callerIdentity().expires()).contains(Instant.parse("2099-02-02T00:00:00Z"));
      }
    }
  }

  @Test
  void an_expired_session_of_identity_center_is_told_from_other_failures() throws IOException {
    var cache = Path.of(System.getProperty("user.home"), ".aws/sso/cache");
    Files.createDirectories(cache);
    var token = cache.resolve(sha1("https://x.awsapps.com/start") + ".json");
    try {
      Files.writeString(
          token,
          "{\"startUrl\":\"https://x.awsapps.com/start\",\"region\":\"us-east-1\","
              + "\"accessToken\":\"t\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
      write(
          "[profile sso]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n"
              + "sso_account_id = 111122223333\nsso_role_name = r\n");
      try (var kms =
          AwsKeyManagement.open(new AwsConnection.AwsProfileConnection("sso", "eu-central-1"))) {
        assertThatThrownBy(kms::keyIds)
            .asInstanceOf(type(KmsException.class))
            .satisfies(failure -> {
              assertThat(failure.code()).isEqualTo(KmsErrorCode.SSO_SESSION_EXPIRED.text());
              assertThat(failure.kind()).isEqualTo(KmsException.KmsFailureKind.CREDENTIALS);
            });
      }
      var before = CredentialFiles.fingerprint();
      Files.writeString(token, "{\"renewed\":true}");
      assertThat(CredentialFiles.fingerprint()).isNotEqualTo(before);
    } finally {
      Files.deleteIfExists(token);
    }
  }

  private static String sha1(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-1")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(String text) throws IOException {
    Files.createDirectories(config().getParent());
    Files.writeString(config(), text);
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }
}
