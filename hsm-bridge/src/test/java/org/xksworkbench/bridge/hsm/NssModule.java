package org.xksworkbench.bridge.hsm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// NSS softokn: another vendor's module, which wants to be told where its database is.
public final class NssModule {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/nss/libsoftokn3.so"));

  private NssModule() {}

  /// The library, where it is installed: `apt-get install libnss3`.
  public static Optional<Path> installed() {
    return PLACES.stream().filter(Files::exists).findFirst();
  }

  /// @param folder of its database, which it makes
  public static String initialization(Path folder) {
    return "configdir='sql:" + folder + "' certPrefix='' keyPrefix='' secmod='secmod.db' flags=";
  }
}
