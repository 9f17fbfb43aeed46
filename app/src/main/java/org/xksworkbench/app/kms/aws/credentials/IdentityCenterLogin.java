package org.xksworkbench.app.kms.aws.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.SignIns.SignInPage;
import org.xksworkbench.bridge.store.OwnerOnly;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.AccessDeniedException;
import software.amazon.awssdk.services.ssooidc.model.AuthorizationPendingException;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;
import software.amazon.awssdk.services.ssooidc.model.ExpiredTokenException;
import software.amazon.awssdk.services.ssooidc.model.RegisterClientRequest;
import software.amazon.awssdk.services.ssooidc.model.RegisterClientResponse;
import software.amazon.awssdk.services.ssooidc.model.SlowDownException;

/// A sign-in to IAM Identity Center, whose session is kept where the AWS CLI keeps it and in its
/// form, so that the CLI and the SDKs use it too. No token is in a text that this makes.
public final class IdentityCenterLogin {

  private static final String BY_CODE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String BY_BROWSER = "authorization_code";
  private static final String CALLBACK = "/oauth/callback";

  /// As long as the AWS CLI waits.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int USUAL_INTERVAL = 5;
  private static final int SLOWER = 5;

  private final CenterSignIn signIn;
  private final String startUrl;
  private final List<String> scopes;
  private final Path cache;
  private final SsoOidcClient oidc;
  private final InstantSource clock;

  /// @param startUrl as AWS knows it ([StartUrl])
  /// @param scopes that the sign-in is for; empty for profiles of the old kind
  /// @param cache folder of the AWS CLI
  public IdentityCenterLogin(
      CenterSignIn signIn,
      String startUrl,
      List<String> scopes,
      Path cache,
      SsoOidcClient oidc,
      InstantSource clock) {
    this.signIn = signIn;
    this.startUrl = startUrl;
    this.scopes = List.copyOf(scopes);
    this.cache = cache;
    this.oidc = oidc;
    this.clock = clock;
  }

  /// With a code, in a browser anywhere.
  public void byCode(Consumer<SignInPage> shown) throws InterruptedException {
    var registration = oidc.registerClient(this::asking);
    var device =
        oidc.startDeviceAuthorization(r ->
            r.clientId(registration.clientId())
                .clientSecret(registration.clientSecret())
                .startUrl(startUrl));
    var url =
        Objects.requireNonNullElse(device.verificationUriComplete(), device.verificationUri());
    if (!url.startsWith("https://")) {
      throw signInFailure("IAM Identity Center named a page that is not one of https.", null);
    }
    shown.accept(new SignInPage(url, device.userCode()));
    var end = clock.instant().plusSeconds(Math.max(1, device.expiresIn()));
    var seconds =
        device.interval() == null || device.interval() < 1 ? USUAL_INTERVAL : device.interval();
    while (clock.instant().isBefore(end)) {
      TimeUnit.SECONDS.sleep(seconds);
      try {
        keep(
            registration,
            oidc.createToken(r ->
                r.grantType(BY_CODE)
                    .clientId(registration.clientId())
                    .clientSecret(registration.clientSecret())
                    .deviceCode(device.deviceCode())));
        return;
      } catch (AuthorizationPendingException e) {
        // The person has not said yes so far.
      } catch (SlowDownException e) {
        seconds += SLOWER;
      } catch (AccessDeniedException e) {
        throw signInFailure("The sign-in was refused in the browser.", e);
      } catch (ExpiredTokenException e) {
        break;
      }
    }
    throw signInFailure("Nobody said yes in the browser before the code ended.", null);
  }

  /// In a browser of this computer, which comes back by itself.
  ///
  /// @param tokens endpoint that hands out tokens
  public void byBrowser(URI tokens, Consumer<SignInPage> shown) throws InterruptedException {
    var verifier = random(64);
    var state = random(24);
    try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      var registration =
          oidc.registerClient(r -> {
            asking(r);
            r.grantTypes(BY_BROWSER, "refresh_token")
                .redirectUris("http://127.0.0.1" + CALLBACK)
                .issuerUrl(startUrl);
          });
      var back = "http://127.0.0.1:" + server.getLocalPort() + CALLBACK;
      var asked = new TreeMap<String, String>();
      asked.put("response_type", "code");
      asked.put("client_id", registration.clientId());
      asked.put("redirect_uri", back);
      asked.put("state", state);
      asked.put("code_challenge_method", "S256");
      asked.put("code_challenge", challenge(verifier));
      asked.put("scopes", String.join(" ", scopes));
      shown.accept(
          new SignInPage("https://" + tokens.getHost() + "/authorize?" + query(asked), ""));
      var code =
          new Callback(server, CALLBACK, state, clock.instant().plus(PATIENCE), clock).code();
      keep(
          registration,
          oidc.createToken(r ->
              r.grantType(BY_BROWSER)
                  .clientId(registration.clientId())
                  .clientSecret(registration.clientSecret())
                  .redirectUri(back)
                  .codeVerifier(verifier)
                  .code(code)));
    } catch (IOException e) {
      throw signInFailure(
          "The browser could not come back to this program: " + e.getMessage() + ".", e);
    }
  }

  private void asking(RegisterClientRequest.Builder request) {
    // Shown by AWS on the page on which the person says yes.
    request.clientName("XKS Workbench").clientType("public");
    if (!scopes.isEmpty()) {
      request.scopes(scopes);
    }
  }

  private void keep(RegisterClientResponse registration, CreateTokenResponse token) {
    var kept = new TreeMap<String, Object>();
    kept.put("startUrl", signIn.startUrl());
    kept.put("region", signIn.region());
    kept.put("accessToken", token.accessToken());
    kept.put("expiresAt", time(clock.instant().plusSeconds(token.expiresIn())));
    kept.put("clientId", registration.clientId());
    kept.put("clientSecret", registration.clientSecret());
    kept.put(
        "registrationExpiresAt",
        time(
            Instant.ofEpochSecond(
                Objects.requireNonNullElse(registration.clientSecretExpiresAt(), 0L))));
    if (token.refreshToken() != null) {
      kept.put("refreshToken", token.refreshToken());
    }
    try {
      OwnerOnly.createFolder(cache);
      OwnerOnly.replace(
          IdentityCenterSession.file(signIn, cache), new ObjectMapper().writeValueAsString(kept));
    } catch (IOException e) {
      throw signInFailure(
          "You are signed in, but the session cannot be kept in %s: %s."
              .formatted(cache, e.getMessage()),
          e);
    }
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String query(Map<String, String> asked) {
    return asked.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String random(int bytes) {
    var random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static KmsException signInFailure(String why, @Nullable Exception cause) {
    return KmsException.ofCredentials(KmsErrorCode.SIGN_IN_FAILED, why, cause);
  }
}
