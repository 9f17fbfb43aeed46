package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.kms.SignIns.SignInWay;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;

/// The sign-in to IAM Identity Center, against its endpoint behind a company's proxy.
class IdentityCenterSignInTest {

  private static final String VANITY = "login.corp.example";

  @RegisterExtension private final CompanyWorkstation at = new CompanyWorkstation(VANITY);

  @Test
  void a_code_is_shown_and_waited_for_and_the_session_kept_as_the_aws_cli_keeps_it()
      throws Exception {
    Files.delete(at.home().sessionFile("corp"));
    at.aws().pending(1);
    var pages = new ArrayList<SignIns.SignInPage>();
    signIns(MachinePolicy.none()).signIn("center", SignInWay.CODE, pages::add);
    assertThat(pages)
        .containsExactly(
            new SignIns.SignInPage(
                "https://corp.awsapps.com/start?user_code=ABCD-EFGH", "ABCD-EFGH"));
    assertThat(at.aws().requests(AwsOnLoopback.OIDC))
        .extracting(AwsOnLoopback.LoopbackRequest::path)
        .containsExactly("/client/register", "/device_authorization", "/token", "/token");
    var kept = new ObjectMapper().readTree(Files.readAllBytes(at.home().sessionFile("corp")));
    assertThat(kept.path("accessToken").asText()).isEqualTo("renewed-token");
    assertThat(kept.path("refreshToken").asText()).isEqualTo("next-refresh");
    assertThat(kept.path("clientId").asText()).isEqualTo("registered");
    assertThat(kept.path("region").asText()).isEqualTo("eu-central-1");
    assertThat(kept.path("startUrl").asText()).isEqualTo("https://corp.awsapps.com/start");
    assertThat(kept.path("expiresAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
    assertThat(kept.path("registrationExpiresAt").asText()).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(at.home().sessionFile("corp"))))
        .isEqualTo("rw-------");
  }

  @Test
  void the_browser_comes_back_with_what_was_begun_here_and_a_stranger_is_turned_away()
      throws Exception {
    var page = new CompletableFuture<SignIns.SignInPage>();
    var signIn =
        CompletableFuture.runAsync(() -> {
          try {
            signIns(MachinePolicy.none()).signIn("center", SignInWay.BROWSER, page::complete);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    var url = URI.create(page.get(60, TimeUnit.SECONDS).url());
    assertThat(url.getHost()).isEqualTo(AwsOnLoopback.OIDC);
    assertThat(url.getPath()).isEqualTo("/authorize");
    var asked = query(url.getRawQuery());
    assertThat(asked)
        .containsEntry("client_id", "registered")
        .containsEntry("scopes", "sso:account:access")
        .containsEntry("code_challenge_method", "S256");
    var back = URI.create(asked.get("redirect_uri"));
    assertThat(back.getHost()).isEqualTo("127.0.0.1");
    assertThat(visit(back, "?code=planted-stranger&state=guessed")).contains("400");
    assertThat(signIn).isNotDone();
    assertThat(visit(back, "?code=from-aws&state=" + asked.get("state"))).contains("200 OK");
    signIn.get(60, TimeUnit.SECONDS);
    var token = at.aws().requests(AwsOnLoopback.OIDC).getLast().body();
    assertThat(token).contains("from-aws", "authorization_code").doesNotContain("stranger");
    var verifier = new ObjectMapper().readTree(token).path("codeVerifier").asText();
    assertThat(asked.get("code_challenge"))
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256")
                        .digest(verifier.getBytes(StandardCharsets.US_ASCII))));
    assertThat(Files.readString(at.home().sessionFile("corp"))).contains("renewed-token");
  }

  @Test
  void who_says_no_in_the_browser_is_told_so() throws Exception {
    var page = new CompletableFuture<SignIns.SignInPage>();
    var failure =
        CompletableFuture.supplyAsync(() -> {
          try {
            signIns(MachinePolicy.none()).signIn("center", SignInWay.BROWSER, page::complete);
            return "";
          } catch (KmsException e) {
            return e.code();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    var asked = query(URI.create(page.get(60, TimeUnit.SECONDS).url()).getRawQuery());
    visit(
        URI.create(asked.get("redirect_uri")), "?error=access_denied&state=" + asked.get("state"));
    assertThat(failure.get(60, TimeUnit.SECONDS)).isEqualTo(KmsErrorCode.SIGN_IN_FAILED.text());
  }

  @Test
  void a_profile_offers_the_ways_that_it_has_and_the_policy_may_forbid_them(@TempDir Path machine)
      throws IOException {
    var signIns = signIns(MachinePolicy.none());
    assertThat(signIns.ways("center")).containsExactly(SignInWay.BROWSER, SignInWay.CODE);
    assertThat(signIns.ways("old-center")).containsExactly(SignInWay.CODE);
    assertThat(signIns.ways("keys")).isEmpty();
    var forbidding =
        signIns(
            MachinePolicy.read(
                Files.writeString(machine.resolve("policy.toml"), "sign-in = false")));
    assertThat(forbidding.ways("center")).isEmpty();
    assertThatThrownBy(() -> forbidding.signIn("center", SignInWay.CODE, _ -> {}))
        .isInstanceOf(PolicyException.class);
    assertThat(at.aws().requests()).isEmpty();
  }

  @Test
  void a_sign_in_that_would_go_astray_sends_nothing() throws IOException {
    at.home()
        .config(
            AwsHome.PROFILES.replace(
                "[profile center]", "[profile center]\nendpoint_url = https://oidc.example.com"));
    assertThatThrownBy(
            () -> signIns(MachinePolicy.none()).signIn("center", SignInWay.CODE, _ -> {}))
        .isInstanceOfSatisfying(
            KmsException.class,
            failure -> assertThat(failure.is(KmsErrorCode.ENDPOINT_REFUSED)).isTrue());
    assertThat(at.aws().asked()).isEmpty();
  }

  @Test
  void a_start_url_of_the_companys_own_is_followed_to_aws_and_kept_as_it_is_written()
      throws Exception {
    var written = "https://" + VANITY + "/aws";
    at.home().config(at.home().config().replace("https://corp.awsapps.com/start", written));
    at.aws().lead(VANITY, "https://corp.awsapps.com/start");
    signIns(MachinePolicy.none()).signIn("center", SignInWay.CODE, _ -> {});
    assertThat(at.aws().requests(VANITY))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.path()).isEqualTo("/aws");
          assertThat(asked.head().toLowerCase(java.util.Locale.ROOT))
              .doesNotContain("authorization", "cookie");
        });
    assertThat(beginning()).contains("https://corp.awsapps.com/start");
    assertThat(Files.readString(at.home().sessionFile("corp"))).contains(written);
  }

  @Test
  void a_start_url_that_leads_to_a_stranger_is_not_followed() throws Exception {
    var written = "https://" + VANITY + "/aws";
    at.home().config(at.home().config().replace("https://corp.awsapps.com/start", written));
    for (var stranger :
        List.of("https://awsapps.com.example/start", "http://corp.awsapps.com/start")) {
      at.aws().lead(VANITY, stranger);
      signIns(MachinePolicy.none()).signIn("center", SignInWay.CODE, _ -> {});
      assertThat(beginning()).contains(written).doesNotContain(stranger);
    }
  }

  /// Of the sign-in that was begun last.
  private String beginning() {
    return at.aws().requests(AwsOnLoopback.OIDC).stream()
        .filter(one -> one.path().equals("/device_authorization"))
        .reduce((_, last) -> last)
        .orElseThrow()
        .body();
  }

  private ProfileSignIns signIns(MachinePolicy policy) {
    return new ProfileSignIns(policy, () -> at.environment());
  }

  private static String visit(URI back, String query) throws IOException {
    try (var browser = new Socket(InetAddress.getLoopbackAddress(), back.getPort())) {
      browser
          .getOutputStream()
          .write(
              ("GET " + back.getPath() + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(browser.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static Map<String, String> query(String text) {
    var values = new HashMap<String, String>();
    for (var pair : List.of(text.split("&"))) {
      var parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }
}
