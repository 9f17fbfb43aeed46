package org.xksworkbench.bridge.xks.config;

import java.util.Set;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// What is set of a token in `[hsm]`, of `proxy.toml` and of vendors' profiles alike.
final class HsmSettings {

  private HsmSettings() {}

  /// @param otherwise what holds where the table has nothing
  static Pkcs11Settings read(SettingsTable hsm, Pkcs11Settings otherwise) {
    var lane = hsm.has("aes-gcm") ? lane(hsm) : otherwise.lane();
    var form = hsm.has("gcm-params-bytes") ? form(hsm) : otherwise.gcmParams();
    var ivSource = hsm.has("iv") ? ivSource(hsm) : otherwise.ivSource();
    var codes =
        hsm.has("wrong-tag-codes")
            ? Set.copyOf(hsm.codes("wrong-tag-codes"))
            : otherwise.wrongTagCodes();
    try {
      return new Pkcs11Settings(
          lane,
          form,
          ivSource,
          hsm.code("gcm-mechanism", otherwise.mechanism()),
          codes,
          hsm.text("initialization", otherwise.initialization()),
          userType(hsm, otherwise));
    } catch (IllegalArgumentException e) {
      throw hsm.wrong("aes-gcm", "cannot be \"wrapper\" here. " + e.getMessage());
    }
  }

  /// Never the security officer, whose wrong PINs can cost all keys.
  private static long userType(SettingsTable hsm, Pkcs11Settings otherwise) {
    var type = hsm.code("user-type", otherwise.userType());
    if (!ModuleStart.isUserType(type)) {
      throw hsm.wrong("user-type", "must be 1 (CKU_USER) or a vendor's number from 0x80000000 on");
    }
    return type;
  }

  private static GcmRoute lane(SettingsTable hsm) {
    return switch (hsm.text("aes-gcm")) {
      case "auto" -> GcmRoute.AUTO;
      case "foreign" -> GcmRoute.FOREIGN;
      case "wrapper" -> GcmRoute.WRAPPER;
      default -> throw hsm.wrong("aes-gcm", "must be \"auto\", \"foreign\" or \"wrapper\"");
    };
  }

  private static GcmParams form(SettingsTable hsm) {
    return switch (hsm.number("gcm-params-bytes", 0, 40, 48)) {
      case 48 -> GcmParams.WITH_IV_BITS;
      case 40 -> GcmParams.WITHOUT_IV_BITS;
      default -> throw hsm.wrong("gcm-params-bytes", "must be 48 or 40");
    };
  }

  private static IvSource ivSource(SettingsTable hsm) {
    return switch (hsm.text("iv")) {
      case "auto" -> IvSource.AUTO;
      case "token" -> IvSource.TOKEN_RANDOM;
      case "system" -> IvSource.SYSTEM_RANDOM;
      case "token-made" -> IvSource.TOKEN_MADE;
      case "token-appended" -> IvSource.TOKEN_APPENDED;
      case "token-prepended" -> IvSource.TOKEN_PREPENDED;
      default ->
          throw hsm.wrong(
              "iv",
              "must be \"auto\", \"token\", \"system\", \"token-made\", \"token-appended\" or"
                  + " \"token-prepended\"");
    };
  }
}
