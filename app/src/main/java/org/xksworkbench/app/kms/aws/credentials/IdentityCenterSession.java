package org.xksworkbench.app.kms.aws.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.store.OwnerOnly;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;

/// The session of IAM Identity Center that the AWS CLI keeps in its cache, renewed in its place as
/// the CLI does it. Its tokens are in no text that this makes.
final class IdentityCenterSession {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityCenterSession.class);

  /// As botocore: renewed when less is left, and tried once a minute.
  private static final Duration BEFORE_END = Duration.ofMinutes(15);

  private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

  private final CenterSignIn signIn;
  private final Path file;
  private final Supplier<SsoOidcClient> clients;
  private final InstantSource clock;
  private final ObjectMapper json = new ObjectMapper();
  private Instant lastTry = Instant.MIN;

  /// @param cache folder of the AWS CLI
  /// @param clients makes one that renews; it is closed here
  IdentityCenterSession(
      CenterSignIn signIn, Path cache, Supplier<SsoOidcClient> clients, InstantSource clock) {
    this.signIn = signIn;
    this.file = file(signIn, cache);
    this.clients = clients;
    this.clock = clock;
  }

  /// Where it is kept.
  ///
  /// @param cache folder of the AWS CLI
  static Path file(CenterSignIn signIn, Path cache) {
    return cache.resolve(sha1(signIn.session().orElse(signIn.startUrl())) + ".json");
  }

  /// What GetRoleCredentials takes. Read anew each time: somebody may have signed in meanwhile.
  ///
  /// @throws KmsException `SsoSessionExpired` if somebody has to sign in
  synchronized String token() {
    var kept = keptToken();
    if (timeLeft(kept).compareTo(BEFORE_END) < 0 && canBeRenewed(kept)) {
      lastTry = clock.instant();
      kept = renew(kept);
    }
    var token = kept.path("accessToken").asText("");
    if (token.isEmpty() || !timeLeft(kept).isPositive()) {
      throw sessionEnd(
          "The session of IAM Identity Center for %s has ended.".formatted(signIn.words()), null);
    }
    return token;
  }

  private ObjectNode keptToken() {
    try {
      if (json.readTree(Files.readAllBytes(file)) instanceof ObjectNode kept) {
        return kept;
      }
      throw sessionEnd("The session in %s is damaged.".formatted(file), null);
    } catch (NoSuchFileException e) {
      throw sessionEnd(
          "There is no session of IAM Identity Center for %s: nobody has signed in yet."
              .formatted(signIn.words()),
          null);
    } catch (JsonProcessingException e) {
      // Without its text: the token is in it.
      throw sessionEnd("The session in %s is damaged.".formatted(file), null);
    } catch (IOException e) {
      throw sessionEnd("The session in %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /// Profiles of the old kind have sessions that end.
  private boolean canBeRenewed(JsonNode kept) {
    return signIn.session().isPresent()
        && !kept.path("refreshToken").asText("").isEmpty()
        && !kept.path("clientId").asText("").isEmpty()
        && !kept.path("clientSecret").asText("").isEmpty()
        && time(kept, "registrationExpiresAt").filter(clock.instant()::isBefore).isPresent()
        && !clock.instant().isBefore(nextTry());
  }

  private Instant nextTry() {
    return lastTry.equals(Instant.MIN) ? lastTry : lastTry.plus(BETWEEN_TRIES);
  }

  /// A session that cannot be renewed lasts until its end.
  private ObjectNode renew(ObjectNode kept) {
    try (var oidc = clients.get()) {
      var answer =
          oidc.createToken(r ->
              r.grantType("refresh_token")
                  .clientId(kept.path("clientId").asText())
                  .clientSecret(kept.path("clientSecret").asText())
                  .refreshToken(kept.path("refreshToken").asText()));
      var next = kept.deepCopy();
      next.put("accessToken", answer.accessToken());
      next.put(
          "expiresAt",
          clock
              .instant()
              .plusSeconds(answer.expiresIn())
              .truncatedTo(ChronoUnit.SECONDS)
              .toString());
      if (answer.refreshToken() != null) {
        next.put("refreshToken", answer.refreshToken());
      }
      keep(next);
      return next;
    } catch (SdkException e) {
      LOG.info("The session of IAM Identity Center was not renewed: {}", e.getMessage());
      // Another program may have renewed it, and with that ended the token that was tried here.
      return keptToken();
    }
  }

  private void keep(ObjectNode next) {
    try {
      OwnerOnly.replace(file, json.writeValueAsString(next));
    } catch (IOException e) {
      LOG.warn("The renewed session of IAM Identity Center could not be kept in {}", file, e);
    }
  }

  private Duration timeLeft(JsonNode kept) {
    return time(kept, "expiresAt")
        .map(end -> Duration.between(clock.instant(), end))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> time(JsonNode kept, String field) {
    try {
      // Older CLIs wrote UTC for Z.
      return Optional.of(Instant.parse(kept.path(field).asText("").replace("UTC", "Z")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static KmsException sessionEnd(String message, @Nullable Exception cause) {
    return KmsException.ofCredentials(KmsErrorCode.SSO_SESSION_EXPIRED, message, cause);
  }

  /// The name of the file, by the AWS CLI's rule; nothing is kept secret by it.
  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
