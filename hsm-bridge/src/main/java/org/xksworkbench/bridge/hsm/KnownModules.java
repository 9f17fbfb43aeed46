package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// Where vendors install their PKCS#11 libraries.
public final class KnownModules {

  /// One product's library.
  ///
  /// @param initialization what it is told when it starts; empty for nearly all
  public record KnownModule(String product, Path path, String initialization) {

    public KnownModule(String product, Path path) {
      this(product, path, "");
    }
  }

  private static final List<KnownModule> ALL =
      Stream.of(
              module("SoftHSM", "/usr/lib/softhsm/libsofthsm2.so"),
              module("SoftHSM", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
              module("SoftHSM", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
              module("SoftHSM", "/usr/local/lib/softhsm/libsofthsm2.so"),
              module("SoftHSM", "/opt/homebrew/lib/softhsm/libsofthsm2.so"),
              module("SoftHSM", "C:\\SoftHSM2\\lib\\softhsm2-x64.dll"),
              module("NSS", "/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
              module("NSS", "/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
              module("NSS", "/usr/lib/aarch64-linux-gnu/nss/libsoftokn3.so"),
              module("NSS", "/usr/lib64/libsoftokn3.so"),
              module("Thales Luna", "/usr/safenet/lunaclient/lib/libCryptoki2_64.so"),
              module("Thales Luna", "C:\\Program Files\\SafeNet\\LunaClient\\cryptoki.dll"),
              module("Entrust nShield", "/opt/nfast/toolkits/pkcs11/libcknfast.so"),
              module("Entrust nShield", "C:\\Program Files\\nCipher\\nfast\\bin\\cknfast.dll"),
              module("AWS CloudHSM", "/opt/cloudhsm/lib/libcloudhsm_pkcs11.so"),
              module(
                  "AWS CloudHSM", "C:\\Program Files\\Amazon\\CloudHSM\\lib\\cloudhsm_pkcs11.dll"),
              module("YubiHSM 2", "/usr/lib/x86_64-linux-gnu/pkcs11/yubihsm_pkcs11.so"),
              module("YubiHSM 2", "/usr/local/lib/pkcs11/yubihsm_pkcs11.dylib"),
              module(
                  "YubiHSM 2",
                  "C:\\Program Files\\Yubico\\YubiHSM Shell\\bin\\pkcs11\\yubihsm_pkcs11.dll"),
              module("Thales Luna", "/opt/safenet/lunaclient/lib/libCryptoki2_64.so"),
              module("Entrust nShield", "/opt/nfast/toolkits/pkcs11/libcknfast.dylib"),
              module("YubiHSM 2", "/usr/lib64/pkcs11/yubihsm_pkcs11.so"),
              module("Securosys Primus", "/usr/local/primus/lib/libprimusP11.so"),
              module("Fortanix DSM", "/opt/fortanix/pkcs11/fortanix_pkcs11.so"),
              module("openCryptoki", "/usr/lib/x86_64-linux-gnu/opencryptoki/libopencryptoki.so.0"),
              module(
                  "openCryptoki", "/usr/lib/aarch64-linux-gnu/opencryptoki/libopencryptoki.so.0"),
              module("openCryptoki", "/usr/lib64/opencryptoki/libopencryptoki.so"),
              module("TPM 2.0", "/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so"),
              module("TPM 2.0", "/usr/lib/aarch64-linux-gnu/pkcs11/libtpm2_pkcs11.so"),
              module("TPM 2.0", "/usr/lib64/pkcs11/libtpm2_pkcs11.so"),
              module("Utimaco", "/usr/lib/libcs_pkcs11_R3.so"),
              module("Utimaco", "/opt/utimaco/lib/libcs_pkcs11_R3.so"),
              module(
                  "Utimaco", "C:\\Program Files\\Utimaco\\SecurityServer\\Lib\\cs_pkcs11_R3.dll"),
              module("OpenSC", "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
              module("OpenSC", "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
              module("OpenSC", "/usr/lib64/opensc-pkcs11.so"),
              module("OpenSC", "/Library/OpenSC/lib/opensc-pkcs11.so"),
              module(
                  "OpenSC", "C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll"))
          .toList();

  private KnownModules() {}

  /// Every place that is looked at.
  public static List<KnownModule> all() {
    return ALL;
  }

  /// What is installed on this machine, where its vendor puts it or as it is registered with
  /// p11-kit; a library that several paths lead to by the first of them.
  public static List<KnownModule> installedModules() {
    return installedModulesAnd(List.of());
  }

  /// These, and other files that are there, such as those that the user has named before.
  public static List<KnownModule> installedModulesAnd(List<Path> others) {
    return installedModules(
        Stream.of(
                ALL.stream(),
                RegisteredModules.ofUser().list().stream(),
                others.stream()
                    .map(path -> new KnownModule(String.valueOf(path.getFileName()), path)))
            .flatMap(each -> each)
            .toList());
  }

  static List<KnownModule> installedModules(List<KnownModule> known) {
    var installed = new LinkedHashMap<Path, KnownModule>();
    for (var one : known) {
      if (Files.isRegularFile(one.path())) {
        installed.merge(real(one.path()), one, KnownModules::join);
      }
    }
    return List.copyOf(installed.values());
  }

  private static KnownModule join(KnownModule first, KnownModule other) {
    return first.initialization().isEmpty()
        ? new KnownModule(first.product(), first.path(), other.initialization())
        : first;
  }

  /// What a library is told when it starts, as it is registered; empty for nearly all.
  public static String initializationOf(Path module) {
    return initializationOf(module, RegisteredModules.ofUser());
  }

  static String initializationOf(Path module, RegisteredModules registered) {
    var library = real(module);
    return registered.list().stream()
        .filter(one -> real(one.path()).equals(library))
        .map(KnownModule::initialization)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // What cannot be followed is told by its name; opening it says why.
      return path;
    }
  }

  private static KnownModule module(String product, String path) {
    return new KnownModule(product, Path.of(path));
  }
}
