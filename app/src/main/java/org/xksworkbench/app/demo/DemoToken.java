package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.store.OwnerOnly;

/// The demo's SoftHSM token and the keys in it.
final class DemoToken {

  static final String LABEL = "demo-token";

  /// Published on purpose: only tokens that the demo made have it, and nothing in them is worth
  /// anything.
  private static final String PIN = "demo-1234";

  private static final String SO_PIN = "demo-so-1234";

  private static final Set<KeyUsage> BOTH = Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);

  private static final List<AesKeyTemplate> KEYS =
      List.of(
          new AesKeyTemplate("payments-2024", 256, BOTH),
          new AesKeyTemplate("payments-2025", 256, BOTH),
          new AesKeyTemplate("payments-2026-11", 256, BOTH),
          new AesKeyTemplate("payments-2026-12", 256, BOTH),
          new AesKeyTemplate("archive", 256, BOTH),
          new AesKeyTemplate("legacy-128", 128, BOTH),
          new AesKeyTemplate("seal-only", 256, Set.of(KeyUsage.ENCRYPT)));

  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
          Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/local/lib/softhsm/libsofthsm2.so"));

  private final Path folder;

  DemoToken(Path folder) {
    this.folder = folder;
  }

  static char[] pin() {
    return PIN.toCharArray();
  }

  static Path module() {
    return MODULES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            new HsmException(
                Reason.MODULE_UNUSABLE,
                "The demo needs SoftHSM, which is not installed (on Debian: apt-get install"
                    + " softhsm2)."));
  }

  /// The environment in which SoftHSM sees the demo's tokens.
  Map<String, String> environment() {
    return Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
  }

  void prepareFolder() throws IOException {
    OwnerOnly.createFolder(folder);
    putBack();
    var tokens = tokens();
    OwnerOnly.createFolder(tokens);
    var configuration = folder.resolve("softhsm2.conf");
    Files.deleteIfExists(configuration);
    OwnerOnly.write(
        configuration,
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(tokens));
  }

  /// As if somebody pulled the device out: SoftHSM finds nothing any more.
  void takeAway() throws IOException {
    if (!Files.exists(away())) {
      Files.move(tokens(), away());
    }
  }

  /// Also after a program that ended before it could.
  void putBack() throws IOException {
    if (Files.exists(away())) {
      // SoftHSM may have made an empty folder meanwhile.
      Files.deleteIfExists(tokens());
      Files.move(away(), tokens());
    }
  }

  /// Whether an earlier run left a token.
  boolean exists() throws IOException {
    try (var inside = Files.list(tokens())) {
      return inside.findAny().isPresent();
    }
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path away() {
    return folder.resolve("tokens-away");
  }

  /// Initialises the token if there is none. It belongs to nobody yet, so it is done before the
  /// module is attached.
  static void initialise(Hsm hsm) {
    var slots = hsm.slots();
    if (slots.stream().anyMatch(DemoToken::isDemo)) {
      return;
    }
    var free =
        slots.stream()
            .filter(slot -> slot.token().filter(token -> !token.initialized()).isPresent())
            .findFirst()
            .orElseThrow(() ->
                new HsmException(Reason.OUT_OF_RESOURCES, "SoftHSM has no slot for a new token."));
    hsm.initToken(free.id(), LABEL, SO_PIN.toCharArray(), pin());
  }

  static void logIn(AttachedHsm attached) {
    var slot = attached.slots().stream().filter(DemoToken::isDemo).findFirst().orElseThrow();
    attached.login(slot.id(), pin());
  }

  /// Makes the keys that are not there.
  static void makeKeys(HsmSession session) {
    var present = session.secretKeys().stream().map(key -> key.label()).toList();
    KEYS.stream()
        .filter(template -> !present.contains(template.label()))
        .forEach(session::generateAesKey);
  }

  private static boolean isDemo(Slot slot) {
    return slot.token().filter(token -> token.label().equals(LABEL)).isPresent();
  }
}
