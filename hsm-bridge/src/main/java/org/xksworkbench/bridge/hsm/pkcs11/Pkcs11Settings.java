package org.xksworkbench.bridge.hsm.pkcs11;

/// Where PKCS#11 modules differ, or leave a choice.
///
/// @param lane what AES-GCM goes through
/// @param gcmParams the form of `CK_GCM_PARAMS` that the module reads
/// @param ivSource who makes initialization vectors
/// @param initialization what the module is told when it starts (`pReserved` of `C_Initialize`);
///   empty for nearly all, needed by NSS
public record Pkcs11Settings(
    Lane lane, GcmParams gcmParams, IvSource ivSource, String initialization) {

  /// What AES-GCM goes through. All else goes through the IAIK wrapper.
  public enum Lane {
    /// java.lang.foreign where `unsigned long` has 64 bits (Linux, macOS), else the wrapper.
    AUTO,
    FOREIGN,
    WRAPPER
  }

  /// The form of `CK_GCM_PARAMS` on 64-bit systems.
  public enum GcmParams {
    /// 48 bytes, with `ulIvBits` (header files of PKCS#11 2.40 and later).
    WITH_IV_BITS,
    /// 40 bytes, without it (text of PKCS#11 2.40).
    WITHOUT_IV_BITS
  }

  /// Who makes initialization vectors.
  public enum IvSource {
    /// `C_GenerateRandom`; through java.lang.foreign for several vectors at once.
    TOKEN_RANDOM,
    /// The operating system's CSPRNG: saves a call where the HSM is behind a network.
    SYSTEM_RANDOM,
    /// `C_EncryptInit` or `C_Encrypt` writes it over twelve zero bytes (AWS CloudHSM, Luna in FIPS
    /// mode).
    TOKEN_MADE
  }

  /// @throws IllegalArgumentException if the wrapper is asked for what it cannot do
  public Pkcs11Settings {
    if (lane == Lane.WRAPPER
        && (gcmParams != GcmParams.WITH_IV_BITS || ivSource == IvSource.TOKEN_MADE)) {
      throw new IllegalArgumentException(
          "The wrapper knows only CK_GCM_PARAMS with ulIvBits, and no IV that the token makes.");
    }
  }

  /// What SoftHSM and most modules take.
  public static Pkcs11Settings defaults() {
    return new Pkcs11Settings(Lane.AUTO, GcmParams.WITH_IV_BITS, IvSource.TOKEN_RANDOM, "");
  }

  public Pkcs11Settings with(Lane other) {
    return new Pkcs11Settings(other, gcmParams, ivSource, initialization);
  }

  public Pkcs11Settings with(GcmParams other) {
    return new Pkcs11Settings(lane, other, ivSource, initialization);
  }

  public Pkcs11Settings with(IvSource other) {
    return new Pkcs11Settings(lane, gcmParams, other, initialization);
  }

  public Pkcs11Settings initializedWith(String other) {
    return new Pkcs11Settings(lane, gcmParams, ivSource, other);
  }
}
