package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.cli.HsmBridge;

/// Bundles that an earlier release wrote. They verify for ever; what they do not show is said
/// first.
class VersionOneTest {

  private static final String SAID_FIRST =
      "Version 1: only the operator's key stands behind this. It does not prove that the others"
          + " agreed, nor that the key was the same at each step, nor that the time ran forward.";

  /// A rehearsal of the shipped plan with a pause, signed by a key in a file.
  static final String REHEARSAL =
      "584a203132fb34b91287b95d747c0efc7d4526c53407f8f3c63b3ab5d8005f64";

  /// A deviation, a crash with a torn line and an abort, signed by a P-256 key on the token.
  private static final String ABORTED =
      "088a0b1e1ad593132f88a0cd94865d96bffc5c72b37f689e64bbb478206945fc";

  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final Pattern SIGNATURE = Pattern.compile("\"signature\":\"([0-9a-f]{128})\"");

  @TempDir private Path work;

  @BeforeEach
  void take() throws IOException {
    for (var name : List.of("rehearsal.xkcb", "aborted.xkcb")) {
      Files.write(work.resolve(name), resource(name));
    }
  }

  static byte[] resource(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(VersionOneTest.class.getResourceAsStream("version1/" + name))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({"rehearsal.xkcb, " + REHEARSAL, "aborted.xkcb, " + ABORTED})
  void a_bundle_of_version_1_verifies_and_first_it_is_said_what_it_does_not_show(
      String bundle, String signer) {
    var out = new StringWriter();
    assertThat(verify(out, bundle, "--signer", signer)).isZero();
    assertThat(out.toString())
        .startsWith(SAID_FIRST)
        .contains("REHEARSAL. Nothing of it counts.", "signed by the required key");
    assertThat(verify(out, bundle, "--signer", "00".repeat(32))).isOne();
    assertThat(verify(out, bundle, "--signer", signer, "--counts")).isOne();
    assertThat(verify(out, bundle, "--require", "no-deviations")).as("what it cannot show").isOne();
  }

  @Test
  void a_changed_byte_of_an_old_bundle_is_still_found() {
    for (var name : List.of("rehearsal.xkcb", "aborted.xkcb")) {
      var files = Bundle.read(work.resolve(name)).files();
      for (var file : files.entrySet()) {
        var folder = work.resolve((name + file.getKey()).replaceAll("[./]", "-"));
        files.forEach((other, content) -> write(folder.resolve(other), content));
        assertThat(BundleCheck.of(folder).findings()).isEmpty();
        var changed = file.getValue().clone();
        changed[changed.length / 2] ^= 1;
        write(folder.resolve(file.getKey()), changed);
        assertThat(BundleCheck.of(folder).findings())
            .as(file.getKey())
            .anyMatch(finding -> finding.file().equals(file.getKey()));
      }
    }
  }

  @Test
  void another_form_of_a_signature_by_a_key_on_the_token_is_refused() throws Exception {
    var text =
        new String(
            Bundle.read(work.resolve("aborted.xkcb")).file(Bundle.TRANSCRIPT),
            StandardCharsets.UTF_8);
    var found = SIGNATURE.matcher(text);
    assertThat(found.find()).isTrue();
    var signature = found.group(1);
    assertThat(text).contains("\"algorithm\":\"ECDSA-P256-SHA256\"");
    refused(text.replace(signature, otherForm(signature)));
    refused(text.replace(signature, "00".repeat(64)));
    refused(text.replace("ECDSA-P256-SHA256", "Ed25519"));
  }

  private void refused(String changed) throws IOException {
    var check = BundleCheck.of(Files.writeString(work.resolve("changed.jsonl"), changed));
    assertThat(check.findings())
        .anySatisfy(finding -> assertThat(finding.toString()).contains("signature does not hold"));
    assertThat(check.signer()).isEmpty();
  }

  /// As good a signature for ECDSA, and a change of the file.
  private static String otherForm(String signature) {
    var s = ORDER.subtract(new BigInteger(signature.substring(64), 16)).toString(16);
    return signature.substring(0, 64) + "0".repeat(64 - s.length()) + s;
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int verify(StringWriter out, String bundle, String... options) {
    var all = new ArrayList<>(List.of("ceremony", "verify", work.resolve(bundle).toString()));
    all.addAll(List.of(options));
    var print = new PrintWriter(out, true);
    return HsmBridge.run(print, print, all.toArray(String[]::new));
  }
}
