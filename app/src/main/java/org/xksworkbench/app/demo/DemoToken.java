package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Slot;

/// The demo's SoftHSM token and the keys in it.
final class DemoToken {

  static final String LABEL = "demo-token";

  /// Published on purpose: only tokens that the demo made have it, and nothing in them is worth
  /// anything.
  private static final String PIN = "demo-1234";

  private static final String SO_PIN = "demo-so-1234";

  /// The proxy makes it.
  private static final String HEALTH_KEY = "xks-health";

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

  private static final Pattern SOFTHSM_FOLDER =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static final String FOLDER = "hsm/";
  static final String TOKENS = FOLDER + "tokens/";
  static final String AWAY = FOLDER + "tokens-away/";
  static final String CONFIGURATION = FOLDER + "softhsm2.conf";

  private final DemoFolder folder;

  DemoToken(DemoFolder folder) {
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
    return environment(folder.path());
  }

  static Map<String, String> environment(Path folder) {
    return Map.of("SOFTHSM2_CONF", folder.resolve(CONFIGURATION).toString());
  }

  void prepareFolder() throws IOException {
    var _ = folder.folder(FOLDER);
    putBack();
    var tokens = folder.folder(TOKENS);
    folder.require(
        CONFIGURATION,
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
    if (Files.isDirectory(away(), LinkOption.NOFOLLOW_LINKS)) {
      // SoftHSM may have made an empty folder meanwhile, which this replaces; no other.
      Files.move(away(), tokens(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Whether an earlier run left a token, readable or not.
  boolean exists() throws IOException {
    return !tokenFolders(folder.path()).isEmpty();
  }

  /// What SoftHSM made there, a folder for each token; whatever else lies there is somebody's own.
  static List<Path> tokenFolders(Path folder) throws IOException {
    var tokens = folder.resolve(TOKENS);
    // Not through a link.
    if (!Files.isDirectory(folder.resolve(FOLDER), LinkOption.NOFOLLOW_LINKS)
        || !Files.isDirectory(tokens, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (var inside = Files.list(tokens)) {
      return inside
          .filter(one -> Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS))
          .filter(one -> SOFTHSM_FOLDER.matcher(one.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private Path tokens() {
    return folder.path().resolve(TOKENS);
  }

  private Path away() {
    return folder.path().resolve(AWAY);
  }

  /// Initialises the token if there is none; one that is there and cannot be read is never replaced
  /// by another.
  ///
  /// @throws ProblemException if there is one that SoftHSM does not show
  void initialise(Hsm hsm) {
    var slots = hsm.slots();
    if (slots.stream().anyMatch(DemoToken::isDemo)) {
      return;
    }
    try {
      if (exists()) {
        throw unreadable();
      }
    } catch (IOException e) {
      throw new HsmException(
          Reason.MODULE_UNUSABLE, tokens() + " cannot be read: " + e.getMessage(), "", e);
    }
    var free =
        slots.stream()
            .filter(slot -> slot.token().filter(token -> !token.initialized()).isPresent())
            .findFirst()
            .orElseThrow(() ->
                new HsmException(Reason.OUT_OF_RESOURCES, "SoftHSM has no slot for a new token."));
    hsm.initToken(free.id(), LABEL, SO_PIN.toCharArray(), pin());
  }

  private ProblemException unreadable() {
    return new ProblemException(
        Problem.of(Problem.ProblemKind.HSM, "The demo's token cannot be read")
            .because(
                "SoftHSM shows no token "
                    + LABEL
                    + ", though files of a token lie in "
                    + tokens()
                    + ".",
                "They were left as they are: your keys may be in them.")
            .toDo(
                "Put them right, for example from a copy, and try again. Start over sets them aside"
                    + " and makes a new token.")
            .withCode("DEMO_TOKEN"),
        null);
  }

  static void logIn(AttachedHsm attached) {
    var slot = attached.slots().stream().filter(DemoToken::isDemo).findFirst().orElseThrow();
    attached.login(slot.id(), pin());
  }

  /// Makes the keys that are not there.
  ///
  /// @param isNew whether the token was made just now; of another, what was missing is told
  void makeKeys(HsmSession session, boolean isNew) {
    var present = session.secretKeys().stream().map(key -> key.label()).toList();
    var missing = KEYS.stream().filter(template -> !present.contains(template.label())).toList();
    missing.forEach(session::generateAesKey);
    if (!isNew && !missing.isEmpty()) {
      folder.tell(
          "The token had not these keys of the demo, and they were made anew: "
              + missing.stream().map(AesKeyTemplate::label).collect(Collectors.joining(", "))
              + ".");
    }
  }

  /// Whether the demo makes a key of this name itself.
  static boolean makes(String label) {
    return label.equals(HEALTH_KEY)
        || KEYS.stream().anyMatch(template -> template.label().equals(label));
  }

  static boolean isDemo(Slot slot) {
    return slot.token().filter(token -> token.label().equals(LABEL)).isPresent();
  }
}
