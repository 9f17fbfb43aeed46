package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonyStage;
import org.xksworkbench.bridge.ceremony.run.Setup;
import org.xksworkbench.bridge.ceremony.transcript.TokenKey;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// The transcript is signed by a P-256 key whose private half is on the token.
class KeyInTheHsmTest {

  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final Pattern SIGNATURE = Pattern.compile("\"signature\":\"([0-9a-f]{128})\"");

  @TempDir private Path work;

  @Test
  void a_key_in_the_hsm_signs_transcript_and_bundle_and_verify_checks_it() throws Exception {
    try (var stage = new CeremonyStage(work)) {
      var pair = pair("secp256r1");
      SoftHsm.importKeyPair(stage.slot(), "ceremony-signer", pair.getPrivate());
      var signer = TokenKey.on(stage.session(), "ceremony-signer");
      assertThat(signer.publicKey().getEncoded()).isEqualTo(pair.getPublic().getEncoded());

      var folder = new CeremonyFolder(work.resolve("ceremony"));
      var plan = ShippedPlan.EXTERNAL_KEY.plan();
      try (var run =
          CeremonyRun.start(
              folder,
              new Setup(
                  plan,
                  true,
                  CeremonyStage.people(plan),
                  signer.fingerprint(),
                  stage.devices(),
                  stage.environment(),
                  CeremonyStage.CLOCK))) {
        run.abort(
            "Only the signature is of interest",
            List.of(CeremonyStage.as("Olga Operator"), CeremonyStage.as("Wanda Witness")));
        var _ = run.sign(signer);
      }
      BundleWriter.write(folder, signer, work.resolve("bundle"));
      var check = BundleCheck.of(work.resolve("bundle"));
      assertThat(check.findings()).isEmpty();
      assertThat(check.signer()).contains(signer.fingerprint());

      var text = Files.readString(folder.transcript());
      assertThat(text).contains("\"algorithm\":\"ECDSA-P256-SHA256\"");
      var found = SIGNATURE.matcher(text);
      assertThat(found.find()).isTrue();
      var signature = found.group(1);
      refused(text.replace(signature, otherForm(signature)));
      refused(text.replace(signature, "00".repeat(64)));
      refused(text.replace("ECDSA-P256-SHA256", "Ed25519"));
    }
  }

  private void refused(String changed) throws Exception {
    var file = Files.writeString(work.resolve("changed.jsonl"), changed);
    var check = BundleCheck.of(file);
    assertThat(check.findings())
        .anySatisfy(finding -> assertThat(finding.toString()).contains("signature does not hold"));
    assertThat(check.signer()).isEmpty();
  }

  /// As good a signature for ECDSA, and a change of the file.
  private static String otherForm(String signature) {
    var s = ORDER.subtract(new BigInteger(signature.substring(64), 16));
    return signature.substring(0, 64) + HexFormat.of().formatHex(padded(s));
  }

  private static byte[] padded(BigInteger number) {
    var bytes = number.toByteArray();
    var padded = new byte[32];
    var length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
    return padded;
  }

  @Test
  void a_key_that_is_not_there_or_on_another_curve_is_refused_before_the_ceremony()
      throws Exception {
    var slot = SoftHsm.newToken();
    try (var session = SoftHsm.login(slot)) {
      assertThatThrownBy(() -> TokenKey.on(session, "nobody"))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("No public key on an elliptic curve with the label nobody");
      SoftHsm.importKeyPair(slot, "larger", pair("secp384r1").getPrivate());
      assertThatThrownBy(() -> TokenKey.on(session, "larger"))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("not on the curve P-256");
    }
  }

  private static KeyPair pair(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
