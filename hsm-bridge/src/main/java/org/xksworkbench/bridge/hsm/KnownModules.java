package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Where vendors install their PKCS#11 libraries.
public final class KnownModules {

  /// One product's library.
  public record KnownModule(String product, Path path) {}

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

  /// What is installed on this machine, a library that several paths lead to by the first of them.
  public static List<KnownModule> installedModules() {
    return installedModules(ALL);
  }

  static List<KnownModule> installedModules(List<KnownModule> known) {
    var seen = new HashSet<Path>();
    return known.stream()
        .filter(one -> Files.isRegularFile(one.path()))
        .filter(one -> seen.add(real(one.path())))
        .toList();
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
