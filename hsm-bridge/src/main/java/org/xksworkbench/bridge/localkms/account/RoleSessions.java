package org.xksworkbench.bridge.localkms.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Credentials that AssumeRole gave out. They are kept in memory, and nothing is verified but their
/// end: an access key ID alone says who calls.
public final class RoleSessions {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_LETTERS = 16;
  private static final int SECRET_BYTES = 30;
  private static final int TOKEN_BYTES = 120;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, RoleSession> sessions = new ConcurrentHashMap<>();

  /// @param arn of the assumed role
  /// @param userId `AROA…:session name`
  public record RoleSession(String account, String arn, String userId, Instant expires) {}

  /// What the caller of AssumeRole gets.
  record Credentials(
      String accessKeyId, String secretAccessKey, String sessionToken, RoleSession session) {}

  public RoleSessions(Clock clock) {
    this.clock = clock;
  }

  Credentials begin(Principal role, String account, String sessionName, Duration duration) {
    var session =
        new RoleSession(
            account,
            "arn:aws:sts::%s:assumed-role/%s/%s".formatted(account, role.name(), sessionName),
            role.id() + ":" + sessionName,
            clock.instant().plus(duration));
    var id = new StringBuilder("ASIA");
    for (var i = 0; i < KEY_LETTERS; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    sessions.values().removeIf(this::isOver);
    sessions.put(id.toString(), session);
    return new Credentials(id.toString(), text(SECRET_BYTES), text(TOKEN_BYTES), session);
  }

  /// The session of an access key ID, over or not.
  public Optional<RoleSession> of(String accessKeyId) {
    return Optional.ofNullable(sessions.get(accessKeyId));
  }

  public boolean isOver(RoleSession session) {
    return !session.expires().isAfter(clock.instant());
  }

  public void clear() {
    sessions.clear();
  }

  private String text(int bytes) {
    var random = new byte[bytes];
    this.random.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
