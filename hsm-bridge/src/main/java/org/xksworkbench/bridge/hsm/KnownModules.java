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
  public record Known(String product, Path path) {}

  private static final List<Known> ALL =
      Stream.of(
              known("SoftHSM", "/usr/lib/softhsm/libsofthsm2.so"),
              known("SoftHSM", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
              known("SoftHSM", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
              known("SoftHSM", "/usr/local/lib/softhsm/libsofthsm2.so"),
              known("SoftHSM", "/opt/homebrew/lib/softhsm/libsofthsm2.so"),
              known("SoftHSM", "C:\\SoftHSM2\\lib\\softhsm2-x64.dll"),
              known("NSS", "/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
              known("NSS", "/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
              known("NSS", "/usr/lib/aarch64-linux-gnu/nss/libsoftokn3.so"),
              known("NSS", "/usr/lib64/libsoftokn3.so"),
              known("Thales Luna", "/usr/safenet/lunaclient/lib/libCryptoki2_64.so"),
              known("Thales Luna", "C:\\Program Files\\SafeNet\\LunaClient\\cryptoki.dll"),
              known("Entrust nShield", "/opt/nfast/toolkits/pkcs11/libcknfast.so"),
              known("Entrust nShield", "C:\\Program Files\\nCipher\\nfast\\bin\\cknfast.dll"),
              known("AWS CloudHSM", "/opt/cloudhsm/lib/libcloudhsm_pkcs11.so"),
              known(
                  "AWS CloudHSM", "C:\\Program Files\\Amazon\\CloudHSM\\lib\\cloudhsm_pkcs11.dll"),
              known("YubiHSM 2", "/usr/lib/x86_64-linux-gnu/pkcs11/yubihsm_pkcs11.so"),
              known("YubiHSM 2", "/usr/local/lib/pkcs11/yubihsm_pkcs11.dylib"),
              known(
                  "YubiHSM 2",
                  "C:\\Program Files\\Yubico\\YubiHSM Shell\\bin\\pkcs11\\yubihsm_pkcs11.dll"),
              known("Utimaco", "/usr/lib/libcs_pkcs11_R3.so"),
              known("Utimaco", "/opt/utimaco/lib/libcs_pkcs11_R3.so"),
              known("Utimaco", "C:\\Program Files\\Utimaco\\SecurityServer\\Lib\\cs_pkcs11_R3.dll"),
              known("OpenSC", "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
              known("OpenSC", "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
              known("OpenSC", "/usr/lib64/opensc-pkcs11.so"),
              known("OpenSC", "/Library/OpenSC/lib/opensc-pkcs11.so"),
              known(
                  "OpenSC", "C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll"))
          .toList();

  private KnownModules() {}

  /// Every place that is looked at.
  public static List<Known> all() {
    return ALL;
  }

  /// What is installed on this machine, a library that several paths lead to by the first of them.
  public static List<Known> installed() {
    return installed(ALL);
  }

  static List<Known> installed(List<Known> known) {
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

  private static Known known(String product, String path) {
    return new Known(product, Path.of(path));
  }
}
