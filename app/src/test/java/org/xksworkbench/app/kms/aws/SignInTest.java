package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Every kind of profile in a company's network: who is asked, with what, and who hears of it.
class SignInTest {

  @RegisterExtension private final CompanyWorkstation at = new CompanyWorkstation();

  @ParameterizedTest
  @CsvSource({
    "keys, AKIAKEYS",
    "role, ASIAOuter",
    "web, ASIAWeb",
    "center, ASIACENTER",
    "old-center, ASIACENTER"
  })
  void each_kind_signs_in_through_the_proxy_and_the_companys_authority(
      String profile, String signer) {
    var access = open(profile);
    var caller = access.kms().callerIdentity();
    assertThat(caller.arn()).endsWith("signed-by/" + signer);
    assertThat(caller.expires().isPresent())
        .as("its end is known")
        .isEqualTo(!signer.startsWith("AKIA"));
    assertThat(access.kms().keyIds()).isEmpty();
    assertThat(at.aws().requests(AwsOnLoopback.KMS))
        .singleElement()
        .satisfies(request -> assertThat(request.signer()).isEqualTo(signer));
    access.kms().close();
  }

  @Test
  void a_chain_of_roles_is_assumed_from_its_end_each_with_the_keys_of_the_one_before() {
    var access = open("role");
    var _ = access.kms().callerIdentity();
    assertThat(at.aws().requests(AwsOnLoopback.STS))
        .extracting(AwsOnLoopback.LoopbackRequest::signer)
        .containsExactly("AKIAKEYS", "ASIAInner", "ASIAOuter");
    assertThat(at.aws().requests(AwsOnLoopback.STS).getFirst().body()).contains("ExternalId=e-1");
    access.kms().close();
  }

  @Test
  void a_session_of_identity_center_goes_to_its_portal_alone() {
    var access = open("center");
    var _ = access.kms().callerIdentity();
    assertThat(at.aws().requests(AwsOnLoopback.PORTAL))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.head()).contains("planted-token");
          assertThat(request.path()).contains("role_name=admin", "account_id=111122223333");
        });
    assertThat(at.aws().requests())
        .filteredOn(request -> !request.host().equals(AwsOnLoopback.PORTAL))
        .allSatisfy(
            request -> assertThat(request.head() + request.body()).doesNotContain("planted-token"));
    assertThat(at.aws().requests(AwsOnLoopback.OIDC)).as("it lasts long enough").isEmpty();
    access.kms().close();
  }

  @Test
  void a_session_that_ends_soon_is_renewed_in_the_place_where_the_aws_cli_keeps_it()
      throws Exception {
    at.home().session("corp", Instant.now().plusSeconds(600));
    var access = open("center");
    var _ = access.kms().callerIdentity();
    assertThat(at.aws().requests(AwsOnLoopback.OIDC))
        .singleElement()
        .satisfies(request -> assertThat(request.body()).contains("planted-refresh"));
    assertThat(at.aws().requests(AwsOnLoopback.PORTAL).getFirst().head()).contains("renewed-token");
    assertThat(Files.readString(at.home().sessionFile("corp")))
        .contains("renewed-token", "next-refresh", "ofTheCli")
        .doesNotContain("planted-token");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(at.home().sessionFile("corp"))))
        .isEqualTo("rw-------");
    access.kms().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-center", "center"})
  void a_session_that_has_ended_or_is_not_there_asks_for_a_sign_in_and_then_goes_on(String profile)
      throws Exception {
    var name = profile.equals("center") ? "corp" : "https://old.awsapps.com/start";
    at.home().session("https://old.awsapps.com/start", Instant.parse("2020-01-01T00:00:00Z"));
    Files.deleteIfExists(at.home().sessionFile("corp"));
    var access = open(profile);
    assertThatThrownBy(() -> access.kms().keyIds())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> assertThat(failure.is(KmsErrorCode.SSO_SESSION_EXPIRED)).isTrue());
    assertThat(at.aws().requests()).isEmpty();

    at.home().session(name, Instant.parse("2098-01-01T00:00:00Z"));
    assertThat(access.kms().keyIds()).isEmpty();
    access.kms().close();
  }

  @Test
  void a_code_of_an_mfa_device_is_asked_for_once_and_the_length_of_the_session_sent_along()
      throws Exception {
    at.home()
        .config(
            AwsHome.PROFILES
                + "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/Mfa\n"
                + "source_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/ada\n"
                + "duration_seconds = 28800\n");
    var asked = new AtomicInteger();
    var access =
        open(
            "mfa",
            (_, _) -> {
              asked.incrementAndGet();
              return "123456";
            });
    var _ = access.kms().callerIdentity();
    var _ = access.kms().keyIds();
    assertThat(asked).hasValue(1);
    assertThat(at.aws().requests(AwsOnLoopback.STS).getFirst().body())
        .contains("TokenCode=123456", "DurationSeconds=28800");
    access.kms().close();
  }

  @Test
  void requests_are_found_in_cloudtrail_by_the_name_of_the_product_or_the_users_own()
      throws Exception {
    var access = open("keys");
    var _ = access.kms().keyIds();
    access.kms().close();
    at.home()
        .config(AwsHome.PROFILES.replace("[profile keys]", "[profile keys]\nsdk_ua_app_id = ours"));
    access = open("keys");
    var _ = access.kms().keyIds();
    access.kms().close();
    at.variables().put("AWS_SDK_UA_APP_ID", "of-the-terminal");
    access = open("keys");
    var _ = access.kms().keyIds();
    access.kms().close();
    var heads =
        at.aws().requests(AwsOnLoopback.KMS).stream()
            .map(AwsOnLoopback.LoopbackRequest::head)
            .toList();
    assertThat(heads.get(0)).contains("app/XKSWorkbench/" + Product.VERSION);
    assertThat(heads.get(1)).contains("app/ours").doesNotContain("XKSWorkbench");
    assertThat(heads.get(2)).contains("app/of-the-terminal").doesNotContain("app/ours");
  }

  @Test
  void a_bundle_below_home_is_found_by_its_tilde() throws Exception {
    at.variables().remove("AWS_CA_BUNDLE");
    Files.copy(at.aws().bundle(), at.home().folder().resolve("corp.pem"));
    at.home()
        .config(
            AwsHome.PROFILES.replace("[profile keys]", "[profile keys]\nca_bundle = ~/corp.pem"));
    var access = open("keys");
    assertThat(access.kms().keyIds()).isEmpty();
    access.kms().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "role", "web", "center", "old-center"})
  void a_setting_that_leads_astray_is_told_and_nothing_is_sent(String profile) throws Exception {
    at.home()
        .config(
            AwsHome.PROFILES.replaceAll(
                "(\\[profile .*])", "$1\nendpoint_url = http://elsewhere.example.com"));
    var access = open(profile);
    assertThat(access.kms().endpoint().isAws()).isFalse();
    assertThatThrownBy(() -> access.kms().keyIds())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> {
          assertThat(failure.is(KmsErrorCode.ENDPOINT_REFUSED)).as(failure.toString()).isTrue();
          assertThat(failure)
              .hasMessageContaining("http://elsewhere.example.com")
              .hasMessageContaining("endpoint_url in " + at.home().folder());
        });
    assertThat(at.aws().asked()).isEmpty();
    access.kms().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "center", "old-center"})
  void a_token_goes_to_no_host_that_is_not_of_aws_over_tls_either(String profile) throws Exception {
    at.home()
        .config(
            AwsHome.PROFILES.replaceAll(
                "(\\[profile .*])", "$1\nendpoint_url = https://sts.amazonaws.com.example.com"));
    var access = open(profile);
    assertThatThrownBy(() -> access.kms().keyIds())
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure ->
            assertThat(failure.is(KmsErrorCode.ENDPOINT_REFUSED)).as(failure.toString()).isTrue());
    assertThat(at.aws().asked()).isEmpty();
    access.kms().close();
  }

  @Test
  void a_file_with_a_stray_line_costs_that_line() throws Exception {
    at.home().config("\uFEFF" + AwsHome.PROFILES + "what is this\n");
    var access = open("role");
    assertThat(access.kms().callerIdentity().arn()).endsWith("ASIAOuter");
    access.kms().close();
  }

  private AwsAccess open(String profile) {
    return open(profile, MfaPrompt.none());
  }

  private AwsAccess open(String profile, MfaPrompt prompt) {
    return AwsServices.access(
        AwsClientAssembly.of(
            new AwsConnection.AwsProfileConnection(profile, AwsOnLoopback.REGION, prompt),
            MachinePolicy.none(),
            at.environment()));
  }
}
