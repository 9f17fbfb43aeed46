package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;

/// A real SoftHSM for tests. One configuration a test JVM: Surefire puts `SOFTHSM2_CONF` into its
/// environment, because the library reads it when it starts. Each test makes tokens of its own.
public final class SoftHsm {

  private static final String USER_PIN = "123456";
  private static final String SO_PIN = "12345678";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static final class OpenedModule {
    static final Pkcs11Hsm HSM = Pkcs11Hsm.open(modulePath());

    private OpenedModule() {}
  }

  private SoftHsm() {}

  /// The library, or a failure that says what to install.
  public static Path modulePath() {
    configure();
    return List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so")
        .stream()
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("These tests need SoftHSM: apt-get install softhsm2"));
  }

  /// The module in this process, shared by all tests of the JVM: PKCS#11 initialises a module once.
  public static Hsm hsm() {
    return OpenedModule.HSM;
  }

  /// The same module, with AES-GCM through one lane.
  public static Hsm hsm(Pkcs11Settings.GcmRoute lane) {
    return OpenedModule.HSM.with(Pkcs11Settings.defaults().with(lane));
  }

  public static char[] userPin() {
    return USER_PIN.toCharArray();
  }

  public static char[] soPin() {
    return SO_PIN.toCharArray();
  }

  /// Initialises a token with a label that no other test has.
  public static Slot newToken() {
    return newToken("test-" + COUNTER.incrementAndGet());
  }

  public static Slot newToken(String label) {
    var free =
        hsm().slots().stream()
            .filter(slot -> slot.token().filter(token -> !token.initialized()).isPresent())
            .findFirst()
            .orElseThrow();
    return hsm().initToken(free.id(), label, soPin(), userPin());
  }

  public static HsmSession login(Slot token) {
    return hsm().login(token.id(), userPin());
  }

  public static HsmSession login(Slot token, Pkcs11Settings.GcmRoute lane) {
    return hsm(lane).login(token.id(), userPin());
  }

  /// Logs in to a new token.
  public static HsmSession newSession() {
    return login(newToken());
  }

  /// A fresh AES-256 key for [#importAesKey]: letters only, because softhsm2-util stops reading at
  /// some other bytes and then imports a shorter key.
  public static byte[] importableKey() {
    return new SecureRandom()
        .ints(32, 'a', 'z' + 1)
        .collect(
            () -> new java.io.ByteArrayOutputStream(),
            (out, letter) -> out.write(letter),
            (one, other) -> one.writeBytes(other.toByteArray()))
        .toByteArray();
  }

  /// Puts a known AES key on a token with SoftHSM's own tool, so that another implementation of AES
  /// can be compared with it.
  public static void importAesKey(Slot token, String label, byte[] key) {
    configure();
    try {
      var file = Files.createTempFile(folder(), "key", ".bin");
      Files.write(file, key);
      run(
          "softhsm2-util",
          "--import",
          file.toString(),
          "--aes",
          "--token",
          token.token().orElseThrow().label(),
          "--label",
          label,
          "--id",
          HexFormat.of().toHexDigits((byte) COUNTER.incrementAndGet()),
          "--pin",
          USER_PIN);
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts a key pair on a token with SoftHSM's own tool.
  public static void importKeyPair(Slot token, String label, java.security.PrivateKey key) {
    configure();
    try {
      var file = Files.createTempFile(folder(), "pair", ".pem");
      Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n"
              + java.util.Base64.getMimeEncoder().encodeToString(key.getEncoded())
              + "\n-----END PRIVATE KEY-----\n");
      run(
          "softhsm2-util",
          "--import",
          file.toString(),
          "--token",
          token.token().orElseThrow().label(),
          "--label",
          label,
          "--id",
          HexFormat.of().toHexDigits((byte) COUNTER.incrementAndGet()),
          "--pin",
          USER_PIN);
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The environment in which another process sees the same tokens.
  public static Map<String, String> environment() {
    configure();
    return Map.of("SOFTHSM2_CONF", configuration().toString());
  }

  /// Where a token keeps what it holds. A test that moves the folder takes the token away.
  public static Path folderOf(Slot token) {
    var serial = token.token().orElseThrow().serial();
    try (var tokens = Files.list(tokens())) {
      return tokens
          .filter(folder -> folder.getFileName().toString().replace("-", "").endsWith(serial))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path tokens() {
    return folder().resolve("softhsm-tokens-" + ProcessHandle.current().pid());
  }

  private static Path configuration() {
    var set = System.getenv("SOFTHSM2_CONF");
    if (set == null) {
      throw new AssertionError(
          "SOFTHSM2_CONF is not set for the tests: it is set for Surefire in the module's pom.");
    }
    return Path.of(set);
  }

  static Path folder() {
    var parent = configuration().getParent();
    if (parent == null) {
      throw new AssertionError("SOFTHSM2_CONF names no file in a folder");
    }
    return parent;
  }

  /// Tokens of this run only: those of an earlier run lie in a folder of its own.
  private static synchronized void configure() {
    try {
      var tokens = tokens();
      if (!Files.isDirectory(tokens)) {
        Files.createDirectories(tokens);
        Files.writeString(
            configuration(),
            "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
                .formatted(tokens));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Copies every object of a token until there are as many: SoftHSM keeps each in a file, and
  /// looks for those of other processes when the token's generation has changed.
  ///
  /// @return how many there are
  public static int multiply(Slot token, int wanted) {
    return multiply(folderOf(token), wanted);
  }

  /// Puts an object into a token that SoftHSM finds and cannot read.
  public static void damage(Slot token) {
    try {
      var folder = folderOf(token);
      var name = java.util.UUID.randomUUID().toString();
      Files.writeString(folder.resolve(name + ".object"), "garbage\n");
      Files.createFile(folder.resolve(name + ".lock"));
      tellOfChange(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// SoftHSM looks for new objects when this number has grown.
  private static void tellOfChange(Path folder) throws IOException {
    var generation = folder.resolve("generation");
    var number = java.nio.ByteBuffer.wrap(Files.readAllBytes(generation));
    Files.write(generation, number.putLong(0, number.getLong(0) + 1).array());
  }

  /// As [#multiply(Slot, int)], of a token that another process uses.
  ///
  /// @param folder of the token
  public static int multiply(Path folder, int wanted) {
    try {
      List<Path> originals;
      try (var files = Files.list(folder)) {
        originals =
            files
                .filter(file -> file.toString().endsWith(".object"))
                .filter(file -> !file.endsWith("token.object"))
                .toList();
      }
      var count = originals.size();
      for (var i = 0; count < wanted; i++, count++) {
        var name = java.util.UUID.randomUUID().toString();
        Files.copy(originals.get(i % originals.size()), folder.resolve(name + ".object"));
        Files.createFile(folder.resolve(name + ".lock"));
      }
      tellOfChange(folder);
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
