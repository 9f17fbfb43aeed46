package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Optional;

/// What a token can do for an XKS proxy, as a probe found it by doing it. What the probe could not
/// prove is among the assumptions.
///
/// @param aesGcm whether it does AES-GCM that can be relied on
/// @param why what is wrong where it does not, as a sentence; empty if nothing is
/// @param ivHome who makes initialization vectors, and where one that the token made comes back
/// @param mechanism number of the mechanism that works, such as 0x1087; 0 if none does
/// @param parameterBytes length of the `CK_GCM_PARAMS` that it reads
/// @param mechanisms those of AES-GCM that its list has, by name
/// @param wrongTagCodes return codes that it gave where ciphertext, AAD, IV or tag was another
/// @param random what its `C_GenerateRandom` gives
/// @param sessions how many it opened beside the one of the login
/// @param sessionsLimited whether it refused one more; else the probe stopped asking
/// @param readOnlySessions whether it opens sessions that cannot write
/// @param keypad whether the PIN is typed at the token itself
/// @param writeProtected whether nothing can be written to it
/// @param speed empty until it was measured
/// @param assumed what the probe could not prove
public record TokenCapabilities(
    GcmVerdict aesGcm,
    String why,
    IvHome ivHome,
    long mechanism,
    int parameterBytes,
    List<String> mechanisms,
    List<Long> wrongTagCodes,
    RandomSupply random,
    int sessions,
    boolean sessionsLimited,
    boolean readOnlySessions,
    boolean keypad,
    boolean writeProtected,
    Optional<TokenSpeed> speed,
    List<Assumption> assumed) {

  /// `CK_GCM_PARAMS` with `ulIvBits` on 64-bit systems.
  public static final int FULL_PARAMETERS = 48;

  /// `CK_GCM_PARAMS` without it.
  public static final int SHORT_PARAMETERS = 40;

  /// Whether a token does AES-GCM that can be relied on.
  public enum GcmVerdict {
    /// Seen with a key: what it encrypts it decrypts, and nothing else.
    WORKS,
    /// Its list has no mechanism for it.
    ABSENT,
    /// It lists one and takes no parameters that are known.
    REFUSED,
    /// It encrypts, but uses another IV than it tells, or decrypts what was changed.
    UNSAFE,
    /// There was no key to try it with.
    NOT_TRIED
  }

  /// Who makes initialization vectors, and where one that the token made comes back.
  public enum IvHome {
    CALLER,
    /// In the place of the caller's, which must be zeros.
    IN_PARAMETERS,
    AFTER_TAG,
    BEFORE_CIPHERTEXT
  }

  /// What `C_GenerateRandom` gives.
  public enum RandomSupply {
    /// As many bytes as were asked for.
    ANY,
    /// Some lengths only.
    LIMITED,
    NONE
  }

  /// What a probe could not prove.
  public enum Assumption {
    /// That the token uses the IVs that it is told, and only those.
    IV,
    /// How it tells a wrong tag.
    WRONG_TAG,
    /// That it takes all lengths that XKS allows.
    LENGTHS,
    /// How many sessions it has: more than were asked for.
    SESSIONS,
    /// How long it takes.
    SPEED
  }

  /// @param trouble which length it refused, as a sentence; empty if it took all that XKS allows
  /// @param microsAlone what an encryption takes while no other runs, in millionths of a second
  /// @param perSecond encryptions in a second by several sessions at once
  /// @param sessions how many those were
  public record TokenSpeed(String trouble, long microsAlone, long perSecond, int sessions) {}

  public TokenCapabilities {
    mechanisms = List.copyOf(mechanisms);
    wrongTagCodes = List.copyOf(wrongTagCodes);
    assumed = List.copyOf(assumed);
  }

  /// Whether AES-GCM was seen to work.
  public boolean proven() {
    return aesGcm == GcmVerdict.WORKS;
  }

  /// Whether it was seen not to, so that no key of the token can serve.
  public boolean refuted() {
    return aesGcm != GcmVerdict.WORKS && aesGcm != GcmVerdict.NOT_TRIED;
  }

  /// With what was measured later.
  public TokenCapabilities with(TokenSpeed measured) {
    return new TokenCapabilities(
        aesGcm,
        why,
        ivHome,
        mechanism,
        parameterBytes,
        mechanisms,
        wrongTagCodes,
        random,
        sessions,
        sessionsLimited,
        readOnlySessions,
        keypad,
        writeProtected,
        Optional.of(measured),
        assumed.stream()
            .filter(one -> one != Assumption.LENGTHS && one != Assumption.SPEED)
            .toList());
  }

  /// How many threads can work at once. One session is left for looking up keys where there are
  /// more than two.
  ///
  /// @param wanted where the token has that many sessions
  public int workers(int wanted) {
    if (!sessionsLimited) {
      return wanted;
    }
    return Math.max(1, Math.min(wanted, sessions > 2 ? sessions - 1 : sessions));
  }
}
