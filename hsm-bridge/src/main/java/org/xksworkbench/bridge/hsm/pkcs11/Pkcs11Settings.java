package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.HashSet;
import java.util.Set;
import org.xksworkbench.bridge.hsm.TokenCapabilities;

/// Where PKCS#11 modules differ, or leave a choice. What is left to the token is filled in from
/// what a probe of it found ([#withLearned]).
///
/// @param lane what AES-GCM goes through
/// @param gcmParams the form of `CK_GCM_PARAMS` that the module reads
/// @param ivSource who makes initialization vectors, and where one that the token made comes back
/// @param mechanism number of the mechanism of AES-GCM; [#ANY_MECHANISM] for `CKM_AES_GCM`, or what
///   a probe found
/// @param wrongTagCodes return codes of `C_Decrypt` that may mean a wrong tag, beside those that
///   every token is believed
/// @param initialization what the module is told when it starts (`pReserved` of `C_Initialize`);
///   empty for nearly all, needed by NSS
/// @param userType what `C_Login` is told of who logs in as the user: `CKU_USER`, or a number of a
///   vendor for somebody who may do less, such as the crypto user of a Luna partition
public record Pkcs11Settings(
    GcmRoute lane,
    GcmParams gcmParams,
    IvSource ivSource,
    long mechanism,
    Set<Long> wrongTagCodes,
    String initialization,
    long userType) {

  /// Nobody chose one.
  public static final long ANY_MECHANISM = 0;

  /// `CKU_USER`
  public static final long USER = 1;

  /// What AES-GCM goes through. All else goes through the IAIK wrapper.
  public enum GcmRoute {
    /// java.lang.foreign where `unsigned long` has 64 bits (Linux, macOS), else the wrapper.
    AUTO,
    FOREIGN,
    WRAPPER
  }

  /// The form of `CK_GCM_PARAMS` on 64-bit systems.
  public enum GcmParams {
    /// What a probe found, else with `ulIvBits`.
    AUTO,
    /// 48 bytes, with `ulIvBits` (header files of PKCS#11 2.40 and later).
    WITH_IV_BITS,
    /// 40 bytes, without it (text of PKCS#11 2.40).
    WITHOUT_IV_BITS
  }

  /// Who makes initialization vectors.
  public enum IvSource {
    /// What a probe found, else `C_GenerateRandom`, and the operating system's CSPRNG where that
    /// gives none.
    AUTO,
    /// `C_GenerateRandom`, and nothing else; through java.lang.foreign for several vectors at once.
    TOKEN_RANDOM,
    /// The operating system's CSPRNG: saves a call where the HSM is behind a network.
    SYSTEM_RANDOM,
    /// `C_EncryptInit` or `C_Encrypt` writes it over twelve zero bytes (AWS CloudHSM, ProtectServer
    /// in FIPS mode, nShield).
    TOKEN_MADE,
    /// None is given, and `C_Encrypt` puts it after the tag (Luna in FIPS mode).
    TOKEN_APPENDED,
    /// None is given, and `C_Encrypt` puts it before the ciphertext (AWS CloudHSM's own mechanism).
    TOKEN_PREPENDED;

    /// Whether the caller gives one that must be used.
    boolean ofTheCaller() {
      return switch (this) {
        case AUTO, TOKEN_RANDOM, SYSTEM_RANDOM -> true;
        case TOKEN_MADE, TOKEN_APPENDED, TOKEN_PREPENDED -> false;
      };
    }
  }

  /// @throws IllegalArgumentException if the wrapper is asked for what it cannot do
  public Pkcs11Settings {
    wrongTagCodes = Set.copyOf(wrongTagCodes);
    if (lane == GcmRoute.WRAPPER
        && (gcmParams == GcmParams.WITHOUT_IV_BITS || !ivSource.ofTheCaller())) {
      throw new IllegalArgumentException(
          "The wrapper knows only CK_GCM_PARAMS with ulIvBits, and no IV that the token makes.");
    }
  }

  /// All is left to the token.
  public static Pkcs11Settings defaults() {
    return new Pkcs11Settings(
        GcmRoute.AUTO, GcmParams.AUTO, IvSource.AUTO, ANY_MECHANISM, Set.of(), "", USER);
  }

  public Pkcs11Settings with(GcmRoute other) {
    return new Pkcs11Settings(
        other, gcmParams, ivSource, mechanism, wrongTagCodes, initialization, userType);
  }

  public Pkcs11Settings with(GcmParams other) {
    return new Pkcs11Settings(
        lane, other, ivSource, mechanism, wrongTagCodes, initialization, userType);
  }

  public Pkcs11Settings with(IvSource other) {
    return new Pkcs11Settings(
        lane, gcmParams, other, mechanism, wrongTagCodes, initialization, userType);
  }

  public Pkcs11Settings withMechanism(long other) {
    return new Pkcs11Settings(
        lane, gcmParams, ivSource, other, wrongTagCodes, initialization, userType);
  }

  public Pkcs11Settings withWrongTagCodes(Set<Long> others) {
    return new Pkcs11Settings(
        lane, gcmParams, ivSource, mechanism, others, initialization, userType);
  }

  public Pkcs11Settings initializedWith(String other) {
    return new Pkcs11Settings(lane, gcmParams, ivSource, mechanism, wrongTagCodes, other, userType);
  }

  public Pkcs11Settings withUserType(long other) {
    return new Pkcs11Settings(
        lane, gcmParams, ivSource, mechanism, wrongTagCodes, initialization, other);
  }

  /// With what a probe found in the place of what nobody chose.
  public Pkcs11Settings withLearned(TokenCapabilities found) {
    if (!found.proven()) {
      return this;
    }
    var learned = withWrongTagCodes(union(wrongTagCodes, Set.copyOf(found.wrongTagCodes())));
    if (mechanism == ANY_MECHANISM) {
      learned = learned.withMechanism(found.mechanism());
    }
    if (lane == GcmRoute.WRAPPER) {
      return learned;
    }
    if (gcmParams == GcmParams.AUTO) {
      learned =
          learned.with(
              found.parameterBytes() == TokenCapabilities.SHORT_PARAMETERS
                  ? GcmParams.WITHOUT_IV_BITS
                  : GcmParams.WITH_IV_BITS);
    }
    return ivSource == IvSource.AUTO
        ? learned.with(
            switch (found.ivHome()) {
              case CALLER -> IvSource.AUTO;
              case IN_PARAMETERS -> IvSource.TOKEN_MADE;
              case AFTER_TAG -> IvSource.TOKEN_APPENDED;
              case BEFORE_CIPHERTEXT -> IvSource.TOKEN_PREPENDED;
            })
        : learned;
  }

  private static Set<Long> union(Set<Long> some, Set<Long> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }
}
