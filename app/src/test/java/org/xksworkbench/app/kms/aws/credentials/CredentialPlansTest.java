package org.xksworkbench.app.kms.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfile.ProfileKind;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Which settings of a profile count, as for the AWS CLI, and what is said where none does.
class CredentialPlansTest {

  private static final String KEYS = "aws_access_key_id = AKIA\naws_secret_access_key = s\n";
  private static final String ROLE = "role_arn = arn:aws:iam::111122223333:role/r\n";
  private static final String CENTER =
      "sso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n"
          + "sso_account_id = 111122223333\nsso_role_name = r\n";

  @TempDir private Path home;
  private MachinePolicy policy = MachinePolicy.none();

  @Test
  void a_role_goes_before_keys_and_a_token_file_before_everything_but_a_role() throws IOException {
    config("[profile p]\n" + ROLE + "source_profile = k\n" + KEYS + "[profile k]\n" + KEYS);
    assertThat(plan("p")).isInstanceOf(CredentialPlan.AssumedRole.class);
    config("[profile p]\n" + ROLE + "web_identity_token_file = ~/token\n" + CENTER + KEYS);
    assertThat(plan("p"))
        .isInstanceOfSatisfying(
            CredentialPlan.WebIdentity.class,
            web -> assertThat(web.tokenFile()).isEqualTo(home.resolve("token")));
  }

  @Test
  void a_stray_session_of_identity_center_does_not_make_a_role_profile_fail() throws IOException {
    config("[profile p]\n" + ROLE + "sso_session = gone\nsource_profile = k\n[profile k]\n" + KEYS);
    assertThat(plan("p").fault()).isEmpty();
  }

  @Test
  void keys_of_the_credentials_file_go_before_a_program_and_those_of_config_after_it()
      throws IOException {
    config("[profile p]\ncredential_process = get\n" + KEYS);
    assertThat(plan("p")).isInstanceOf(CredentialPlan.CredentialProcess.class);
    Files.writeString(home.resolve(".aws/credentials"), "[p]\n" + KEYS);
    assertThat(plan("p")).isInstanceOf(CredentialPlan.AccessKeyPair.class);
  }

  @Test
  void a_session_token_is_known_by_its_old_name_too_and_shown_by_none() throws IOException {
    config("[profile p]\n" + KEYS + "aws_security_token = planted-secret\n");
    assertThat(plan("p"))
        .isInstanceOfSatisfying(
            CredentialPlan.AccessKeyPair.class,
            keys -> assertThat(keys.sessionToken()).contains("planted-secret"));
    assertThat(plan("p").toString()).doesNotContain("planted-secret").doesNotContain("AKIA");
  }

  @Test
  void a_profile_may_assume_its_role_with_keys_of_its_own() throws IOException {
    config("[profile p]\n" + ROLE + "source_profile = p\n" + KEYS);
    assertThat(plan("p"))
        .isInstanceOfSatisfying(
            CredentialPlan.AssumedRole.class,
            role -> assertThat(role.over()).isInstanceOf(CredentialPlan.AccessKeyPair.class));
  }

  @Test
  void roles_are_chained_until_a_profile_has_keys() throws IOException {
    config(
        "[profile a]\n"
            + ROLE
            + "source_profile = b\nmfa_serial = m\nduration_seconds = 3600\n"
            + "[profile b]\n"
            + ROLE
            + "source_profile = c\nduration_seconds = long\n"
            + "[profile c]\n"
            + ROLE
            + "source_profile = a\n"
            + KEYS);
    var a = (CredentialPlan.AssumedRole) plan("a");
    assertThat(a.kind()).isEqualTo(ProfileKind.ROLE_WITH_MFA);
    assertThat(a.seconds()).hasValue(3600);
    var b = (CredentialPlan.AssumedRole) a.over();
    assertThat(b.profile()).isEqualTo("b");
    assertThat(b.seconds()).as("what is no number is passed over").isEmpty();
    assertThat(b.over())
        .as("keys of a source go before its role")
        .isInstanceOf(CredentialPlan.AccessKeyPair.class);
  }

  @Test
  void keys_of_the_environment_are_a_source_where_a_profile_says_so() throws IOException {
    config("[profile p]\n" + ROLE + "credential_source = Environment\n");
    assertThat(plan("p").fault())
        .hasValueSatisfying(why -> assertThat(why).contains("AWS_ACCESS_KEY_ID"));
    assertThat(plan("p", Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "s")).fault())
        .isEmpty();
  }

  @Test
  void identity_center_is_found_by_session_and_in_the_profile_itself() throws IOException {
    config(
        "[profile old]\n"
            + CENTER
            + "[sso-session corp]\nsso_start_url = https://y\nsso_region = eu-west-1\n"
            + "[profile new]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n");
    assertThat(plan("old"))
        .isEqualTo(
            new CredentialPlan.IdentityCenter(
                new CenterSignIn(
                    java.util.Optional.empty(), "https://x.awsapps.com/start", "us-east-1"),
                "111122223333",
                "r"));
    assertThat(plan("new"))
        .isEqualTo(
            new CredentialPlan.IdentityCenter(
                new CenterSignIn(java.util.Optional.of("corp"), "https://y", "eu-west-1"),
                "1",
                "r"));
  }

  /// A slash stands for the end of a line.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[profile q]/region = x | OTHER | There is no profile p in",
        "[profile p]/region = x | OTHER | line 1) says nothing of where its credentials come from",
        "[profile p]/aws_access_key_id = A | STATIC | has aws_access_key_id",
        "[profile p]/role_arn = r | ROLE | neither source_profile nor credential_source",
        "[profile p]/role_arn = r/source_profile = a/credential_source = Environment | ROLE | both",
        "[profile p]/role_arn = r/source_profile = a | ROLE | from a (source_profile in",
        "[profile p]/role_arn = r/mfa_serial = m/source_profile = a | ROLE_WITH_MFA | no such"
            + " profile",
        "[profile p]/role_arn = r/source_profile = p | ROLE | in a circle: p (",
        "[profile p]/role_arn = r/credential_source = Moon | ROLE | neither Environment",
        "[profile p]/web_identity_token_file = t | WEB_IDENTITY | but no role_arn",
        "[profile p]/sso_session = s/sso_account_id = 1/sso_role_name = r | SSO | no such"
            + " sso-session",
        "[profile p]/sso_account_id = 1 | SSO | has no sso_start_url and no sso_region and no"
            + " sso_role",
        "[profile p]/sso_session = s | SSO | neither sso_account_id nor sso_role_name",
        "[profile p]/login_session = a | CONSOLE_LOGIN | PATH leads to no program aws"
      })
  void what_cannot_work_is_said_with_profile_and_place(String text, ProfileKind kind, String why)
      throws IOException {
    config(text.replace("/", "\n") + "\n");
    assertThat(plan("p").kind()).isEqualTo(kind);
    assertThat(plan("p").fault())
        .hasValueSatisfying(said -> assertThat(said).contains(why).endsWith("."));
  }

  @Test
  void a_circle_is_told_with_each_step_and_its_line() throws IOException {
    config(
        "[profile p]\n"
            + ROLE
            + "source_profile = q\n[profile q]\n"
            + ROLE
            + "source_profile = p\n");
    var file = home.resolve(".aws/config");
    assertThat(plan("p").fault())
        .contains(
            "The profiles take their credentials in a circle: p (%s, line 3) from q (%s, line 6)"
                    .formatted(file, file)
                + " from p.");
  }

  @Test
  void credentials_of_the_terminal_are_the_profile_environment_and_in_no_text() throws IOException {
    config("[default]\n" + KEYS);
    var plan =
        plan(
            AwsProfile.ENVIRONMENT,
            Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIATERMINAL",
                "AWS_SECRET_ACCESS_KEY",
                "planted-secret",
                "AWS_SESSION_TOKEN",
                "planted-token",
                "AWS_CREDENTIAL_EXPIRATION",
                "2097-01-01T02:00:00+02:00"));
    assertThat(plan)
        .isInstanceOfSatisfying(
            CredentialPlan.AccessKeyPair.class,
            keys -> {
              assertThat(keys.accessKeyId()).isEqualTo("AKIATERMINAL");
              assertThat(keys.end()).contains(Instant.parse("2097-01-01T00:00:00Z"));
            });
    assertThat(plan.kind()).isEqualTo(ProfileKind.ENVIRONMENT);
    assertThat(plan + plan.words()).contains("AWS_ACCESS_KEY_ID").doesNotContain("planted");
    assertThat(plan(AwsProfile.ENVIRONMENT, Map.of("AWS_ACCESS_KEY_ID", "AKIA")).fault())
        .contains("The terminal that this program was started from has no AWS_SECRET_ACCESS_KEY.");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4000/, ''",
    "http://localhost:4000/role, ''",
    "http://[::1]:4000/, ''",
    "http://169.254.170.2/, not on this computer",
    "https://credentials.example.com/, not on this computer",
    "http://localhost.example.com/, not on this computer",
    "http://127.0.0.1.example.com/, not on this computer",
    "no address, not on this computer"
  })
  void an_address_that_hands_out_credentials_is_one_of_this_computer(String address, String fault)
      throws IOException {
    config("[default]\n" + KEYS);
    var named = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);
    var plan = plan(AwsProfile.ENVIRONMENT, named);
    assertThat(plan.kind()).isEqualTo(ProfileKind.ENVIRONMENT);
    assertThat(plan.fault().orElse("")).contains(fault);
    assertThat(plan instanceof CredentialPlan.LoopbackAddress).isEqualTo(fault.isEmpty());
    var both = new HashMap<>(named);
    both.put("AWS_ACCESS_KEY_ID", "AKIA");
    both.put("AWS_SECRET_ACCESS_KEY", "s");
    assertThat(plan(AwsProfile.ENVIRONMENT, both))
        .as("keys go before it")
        .isInstanceOf(CredentialPlan.AccessKeyPair.class);
  }

  @Test
  void where_credentials_come_from_is_told_along_the_chain_of_roles_with_file_and_line()
      throws IOException {
    config("[profile p]\n" + ROLE + "source_profile = k\n[profile k]\n" + KEYS);
    var file = home.resolve(".aws/config");
    assertThat(plan("p").words())
        .isEqualTo(
            "the role arn:aws:iam::111122223333:role/r (%s, line 2), assumed with the access key in"
                    .formatted(file)
                + " %s, line 5".formatted(file));
  }

  @Test
  void a_program_that_the_policy_forbids_is_a_reason_and_no_plan(@TempDir Path folder)
      throws IOException {
    policy =
        MachinePolicy.read(
            Files.writeString(folder.resolve("policy.toml"), "credential-process = false"));
    config("[profile p]\ncredential_process = get\n[profile r]\n" + ROLE + "source_profile = p\n");
    for (var profile : new String[] {"p", "r"}) {
      assertThat(plan(profile)).isInstanceOf(CredentialPlan.Faulty.class);
      assertThat(plan(profile).fault())
          .hasValueSatisfying(
              why -> assertThat(why).contains("which the policy of this machine does not allow"));
    }
  }

  private CredentialPlan plan(String profile) {
    return plan(profile, Map.of());
  }

  private CredentialPlan plan(String profile, Map<String, String> variables) {
    var here = new AwsEnvironment(variables, home);
    return new CredentialPlans(here, AwsConfiguration.read(here), policy).of(profile);
  }

  private void config(String text) throws IOException {
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(home.resolve(".aws/config"), text);
  }
}
