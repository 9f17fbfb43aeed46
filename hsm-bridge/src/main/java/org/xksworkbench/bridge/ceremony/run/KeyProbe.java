package org.xksworkbench.bridge.ceremony.run;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.Expectations;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;

/// By what one key is told from every other: a text that it sealed when it was made, and that no
/// other key opens. AES-GCM does not bind a ciphertext to one key, but whoever exchanges the key
/// comes after the text was made.
///
/// @param iv hexadecimal
/// @param ciphertext with its tag, hexadecimal
/// @param sha256 of the text, which is kept nowhere
record KeyProbe(String step, String nonce, String iv, String ciphertext, String sha256) {

  /// The fact that says whether a probe was made, or opens.
  static final String FACT = Expectations.PROBE;

  static final String MADE = Expectations.PROBE_MADE;
  static final String OPENS = Expectations.PROBE_OPENS;

  /// The fact that says whether the probe was made in the act that made the key.
  static final String WHEN = "probeMade";

  private static final String IV = "probeIv";
  private static final String CIPHERTEXT = "probeCiphertext";
  private static final String SHA256 = "probeSha256";
  private static final String KIND = "xks-workbench ceremony probe 2\n";
  private static final int TEXT_BYTES = 32;

  /// What comes of opening one.
  enum ProbeOutcome {
    OPENED,
    /// The key under the label seals and opens texts, and not this one.
    ANOTHER_KEY,
    /// The token opens nothing with this key now; nothing is known of it.
    TOKEN_FAILED
  }

  /// Lets a key seal a text that nobody keeps.
  ///
  /// @param nonce of the ceremony
  /// @param when in words
  /// @return facts; without a probe, the first one says why
  static Map<String, String> make(
      HsmSession session, ObjectRef key, String nonce, String step, String when) {
    var facts = new LinkedHashMap<String, String>();
    var text = new byte[TEXT_BYTES];
    new SecureRandom().nextBytes(text);
    try {
      var sealed = session.sealGcm(key, aad(nonce, step), text);
      facts.put(FACT, MADE);
      facts.put(IV, HexFormat.of().formatHex(sealed.iv()));
      facts.put(CIPHERTEXT, HexFormat.of().formatHex(sealed.ciphertextAndTag()));
      facts.put(SHA256, Fingerprint.of(text).hex());
      facts.put(WHEN, when);
    } catch (HsmException e) {
      facts.put(FACT, "none: " + e.getMessage());
    } finally {
      Arrays.fill(text, (byte) 0);
    }
    return facts;
  }

  /// @param facts of the step that made the key
  /// @return empty if it has no probe
  static Optional<KeyProbe> of(String nonce, String step, Map<String, String> facts) {
    return facts.containsKey(CIPHERTEXT)
        ? Optional.of(
            new KeyProbe(
                step,
                nonce,
                facts.getOrDefault(IV, ""),
                facts.getOrDefault(CIPHERTEXT, ""),
                facts.getOrDefault(SHA256, "")))
        : Optional.empty();
  }

  /// Lets a key open it. Tokens tell a foreign text by many errors; whether the key works at all is
  /// seen by a fresh text that it seals and opens.
  ProbeOutcome open(HsmSession session, ObjectRef key) {
    if (opens(session, key)) {
      return ProbeOutcome.OPENED;
    }
    return works(session, key) ? ProbeOutcome.ANOTHER_KEY : ProbeOutcome.TOKEN_FAILED;
  }

  private boolean opens(HsmSession session, ObjectRef key) {
    try {
      var text =
          session.decryptGcm(
              key,
              HexFormat.of().parseHex(iv),
              aad(nonce, step),
              HexFormat.of().parseHex(ciphertext));
      var same = Fingerprint.of(text).hex().equals(sha256);
      Arrays.fill(text, (byte) 0);
      return same;
    } catch (HsmException e) {
      return false;
    }
  }

  private boolean works(HsmSession session, ObjectRef key) {
    var text = new byte[TEXT_BYTES];
    new SecureRandom().nextBytes(text);
    try {
      var aad = aad(nonce, step);
      var sealed = session.sealGcm(key, aad, text);
      return Arrays.equals(
          text, session.decryptGcm(key, sealed.iv(), aad, sealed.ciphertextAndTag()));
    } catch (HsmException e) {
      return false;
    }
  }

  private static byte[] aad(String nonce, String step) {
    return (KIND + nonce + step).getBytes(StandardCharsets.UTF_8);
  }
}
