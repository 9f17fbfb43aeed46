package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewProfiles.CenterAccount;
import org.xksworkbench.app.kms.NewProfiles.CenterSession;
import org.xksworkbench.app.kms.NewProfiles.ProfileDraft;
import org.xksworkbench.app.kms.SignIns.SignInWay;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// From a sign-in to a profile in the user's file, against IAM Identity Center behind a company's
/// proxy; then a request with the profile that came of it.
class NewProfilesTest {

  private static final CenterSession CORP =
      new CenterSession("corp", "https://corp.awsapps.com/start", "eu-central-1");

  @TempDir private Path folder;
  @RegisterExtension private final CompanyWorkstation at = new CompanyWorkstation();

  @Test
  void who_has_no_file_signs_in_chooses_account_and_role_and_works_with_the_profile()
      throws Exception {
    Files.delete(file());
    Files.delete(at.home().sessionFile("corp"));
    assertThat(profiles().sessions()).isEmpty();
    assertThatThrownBy(() -> profiles().accounts(CORP))
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> assertThat(failure.is(KmsErrorCode.SSO_SESSION_EXPIRED)).isTrue());
    profiles().signIns(CORP).signIn("", SignInWay.CODE, _ -> {});

    assertThat(profiles().accounts(CORP))
        .as("of all pages, by name")
        .containsExactly(
            new CenterAccount("111122223333", "Payments"),
            new CenterAccount("444455556666", "sandbox"));
    assertThat(profiles().roles(CORP, "111122223333")).containsExactly("admin", "ReadOnly");
    var addition = profiles().propose(draft("payments-admin"));
    assertThat(file()).as("nothing is written before the user's word").doesNotExist();
    profiles().write(addition);
    assertThat(file())
        .content()
        .isEqualTo(
            """
            [sso-session corp]
            sso_start_url = https://corp.awsapps.com/start
            sso_region = eu-central-1
            sso_registration_scopes = sso:account:access

            [profile payments-admin]
            sso_session = corp
            sso_account_id = 111122223333
            sso_role_name = admin
            region = eu-west-1
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    var access =
        AwsServices.access(
            AwsClientAssembly.of(
                new AwsConnection.AwsProfileConnection("payments-admin", AwsOnLoopback.REGION),
                MachinePolicy.none(),
                here()));
    assertThat(access.kms().callerIdentity().arn()).endsWith("signed-by/ASIACENTER");
    access.kms().close();
    assertThat(at.aws().requests(AwsOnLoopback.PORTAL))
        .allSatisfy(request -> assertThat(request.head()).contains("renewed-token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF# mine\r\n[profile m\u00fcller]\r\nregion=eu-west-1 ; c\r\n\r\n\r\n",
        "[profile a]\n  region: x\nwhat is this\n[profile b\nregion = y",
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region ="
            + " eu-central-1\n[profile a]\ns3 =\n    k = v",
        "# nothing but this"
      })
  void every_byte_that_was_there_stays_and_every_profile_means_what_it_meant(String text)
      throws IOException {
    var before = text.getBytes(StandardCharsets.UTF_8);
    Files.write(file(), before);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    profiles().write(profiles().propose(draft("two words")));
    var after = Files.readAllBytes(file());
    assertThat(after).startsWith(before);
    var added =
        new String(after, before.length, after.length - before.length, StandardCharsets.UTF_8);
    assertThat(added).contains("[profile \"two words\"]");
    assertThat(added.contains("[sso-session")).isEqualTo(!text.contains("[sso-session"));
    assertThat(added.replace("\r\n", "").contains("\n")).isEqualTo(!text.contains("\r\n"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r--r--");
    try (var beside = Files.list(file().getParent())) {
      assertThat(beside.filter(Files::isRegularFile)).containsExactly(file());
    }
  }

  @Test
  void a_link_stays_one_and_what_it_leads_to_is_written() throws IOException {
    var real = Files.writeString(folder.resolve("dotfiles"), "[profile a]\nregion = x\n");
    Files.delete(file());
    Files.createSymbolicLink(file(), real);
    profiles().write(profiles().propose(draft("b")));
    assertThat(file()).isSymbolicLink();
    assertThat(real).content().startsWith("[profile a]\n").contains("[profile b]");
  }

  @ParameterizedTest
  @CsvSource({
    "center, already",
    "environment, credentials of the terminal",
    "'', empty",
    "'a]', character",
    "'a\n[profile b]', character"
  })
  void a_name_that_is_taken_or_none_is_refused_and_nothing_written(String name, String why)
      throws IOException {
    var before = Files.readAllBytes(file());
    refuses(() -> profiles().propose(draft(name)), why);
    assertThat(file()).hasBinaryContent(before);
  }

  @ParameterizedTest
  @CsvSource({
    "http://corp.awsapps.com/start, eu-central-1, start URL",
    "'https://corp.awsapps.com/start\nx = y', eu-central-1, start URL",
    "https://corp.awsapps.com/start, nowhere.example.com, Region",
    "https://other.awsapps.com/start, eu-central-1, another start URL"
  })
  void a_session_that_is_none_or_another_under_the_same_name_is_refused_and_nobody_asked(
      String url, String region, String why) {
    var session = new CenterSession("corp", url, region);
    refuses(() -> profiles().accounts(session), why);
    refuses(
        () ->
            profiles()
                .propose(new ProfileDraft(session, "111122223333", "admin", "new", "eu-west-1")),
        why);
    assertThat(at.aws().asked()).isEmpty();
  }

  @Test
  void a_file_that_changed_meanwhile_or_is_not_utf_8_is_not_written() throws IOException {
    var addition = profiles().propose(draft("new"));
    at.home().config(AwsHome.PROFILES + "# of another program\n");
    refuses(() -> profiles().write(addition), "has changed");
    assertThat(file()).content().endsWith("# of another program\n");
    var latin = "[profile m\u00fcller]\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file(), latin);
    refuses(() -> profiles().propose(draft("new")), "UTF-8");
    assertThat(file()).hasBinaryContent(latin);
  }

  @Test
  void a_file_whose_defaults_would_change_the_profile_is_refused() throws IOException {
    at.home()
        .config("[DEFAULT]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = a\n");
    refuses(() -> profiles().propose(draft("new")), "would not be read as one");
  }

  @Test
  void a_policy_forbids_names_and_the_sign_in(@TempDir Path machine) throws IOException {
    var policy =
        MachinePolicy.read(
            Files.writeString(
                machine.resolve("policy.toml"), "sign-in = false\nprofiles = [\"prod\"]"));
    var strict = new IdentityCenterProfiles(policy, this::here);
    assertThat(strict.signIns(CORP).ways("")).isEmpty();
    assertThatThrownBy(() -> strict.signIns(CORP).signIn("", SignInWay.CODE, _ -> {}))
        .hasMessageContaining("sign-in");
    assertThatThrownBy(() -> strict.propose(draft("test"))).hasMessageContaining("test");
    assertThat(strict.propose(draft("prod")).profile()).isEqualTo("prod");
  }

  @Test
  void a_token_that_aws_does_not_know_asks_for_a_sign_in() throws Exception {
    at.home().session("corp", Instant.parse("2098-01-01T00:00:00Z"));
    at.aws().refuse(AwsOnLoopback.PORTAL, 401, "UnauthorizedException");
    assertThatThrownBy(() -> profiles().accounts(CORP))
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.SSO_SESSION_EXPIRED)).isTrue();
          assertThat(failure.getMessage()).doesNotContain("planted");
        });
    assertThat(List.of(profiles().sessions())).isNotEmpty();
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.PROFILE_NOT_MADE)).as(failure.toString()).isTrue();
          assertThat(failure).hasMessageContaining(why);
        });
  }

  private static ProfileDraft draft(String name) {
    return new ProfileDraft(CORP, "111122223333", "admin", name, "eu-west-1");
  }

  private Path file() {
    return at.home().folder().resolve(".aws/config");
  }

  private AwsEnvironment here() {
    return at.environment();
  }

  private IdentityCenterProfiles profiles() {
    return new IdentityCenterProfiles(MachinePolicy.none(), this::here);
  }
}
