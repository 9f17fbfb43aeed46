package org.xksworkbench.bridge.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a key can be the external key of a KMS key in an external key store.
///
/// The requirements are those of AWS KMS ("Create a KMS key in external key stores", external key
/// requirements): AES-256, encrypt and decrypt. What AWS KMS cannot see but an administrator wants
/// to know (an extractable key can leave the HSM) is a warning.
///
/// @param findings requirements that the key does not meet
public record ExternalKeyFitness(List<FitnessFinding> findings) {

  /// The form of an XKS key ID (`XksKeyId` of CreateKey, AWS KMS API Reference).
  private static final Pattern XKS_KEY_ID = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  private static final int BITS = 256;
  private static final String AES_GCM = "CKM_AES_GCM";

  private static final String ASK_ELSEWHERE =
      "Look at the key with the vendor's own tool, or generate a key on the token.";

  /// What is asked of a key.
  public enum Requirement {
    AES,
    SIZE,
    ENCRYPT,
    DECRYPT,
    AES_GCM,
    LEGAL_XKS_KEY_ID,
    UNIQUE_XKS_KEY_ID,
    SENSITIVE,
    NEVER_EXTRACTABLE,
    LOCAL,
    NO_OTHER_USAGE,
    ADMITTED_BY_PROXY,
    REACHABLE_THROUGH_PROXY,
    /// Of the key store in question.
    NOT_IN_USE,
    NOT_USED_ELSEWHERE,
    NOT_FOR_HEALTH_CHECK;

    /// Whether it is about who uses the key, and not about the key.
    public boolean isAboutUse() {
      return switch (this) {
        case NOT_IN_USE, NOT_USED_ELSEWHERE, NOT_FOR_HEALTH_CHECK -> true;
        default -> false;
      };
    }
  }

  /// One requirement that is not met.
  ///
  /// @param blocking whether it makes the key unusable; else it is a warning
  /// @param reason a sentence
  /// @param remedy what to do, a sentence
  public record FitnessFinding(
      Requirement requirement, boolean blocking, String reason, String remedy) {}

  /// What stands around the key.
  ///
  /// @param sameLabel how many secret keys of the token have its label, itself among them
  /// @param proxyAdmits whether the XKS proxy serves it; empty where there is no proxy to ask
  /// @param proxyTrouble why the XKS proxy does not answer for it though it admits it; empty if it
  ///   does, or was not asked
  /// @param use who uses it already
  /// @param tokenDoesAesGcm what the token says of itself ([HsmSession#doesAesGcm])
  public record KeySurroundings(
      int sameLabel,
      Optional<Boolean> proxyAdmits,
      Optional<String> proxyTrouble,
      KeyUse use,
      Optional<Boolean> tokenDoesAesGcm) {

    /// Nothing is known.
    public static KeySurroundings unknown() {
      return onToken(1, Optional.empty());
    }

    /// Nothing is known but the token.
    public static KeySurroundings onToken(int sameLabel, Optional<Boolean> tokenDoesAesGcm) {
      return new KeySurroundings(
          sameLabel, Optional.empty(), Optional.empty(), KeyUse.none(), tokenDoesAesGcm);
    }

    public KeySurroundings withUse(KeyUse by) {
      return new KeySurroundings(sameLabel, proxyAdmits, proxyTrouble, by, tokenDoesAesGcm);
    }
  }

  /// Who uses a key.
  ///
  /// @param here KMS keys, such as `alias/payments`, of the key store in question; of any where
  ///   none is
  /// @param elsewhere those of other key stores
  /// @param healthCheck whether the XKS proxy keeps it to check its HSM
  public record KeyUse(List<String> here, List<String> elsewhere, boolean healthCheck) {

    public KeyUse {
      here = List.copyOf(here);
      elsewhere = List.copyOf(elsewhere);
    }

    public static KeyUse none() {
      return new KeyUse(List.of(), List.of(), false);
    }
  }

  public ExternalKeyFitness {
    findings = List.copyOf(findings);
  }

  public boolean fit() {
    return findings.stream().noneMatch(FitnessFinding::blocking);
  }

  /// Why the key cannot be used; empty if it is fit.
  public List<String> reasons() {
    return findings.stream().filter(FitnessFinding::blocking).map(FitnessFinding::reason).toList();
  }

  /// What AWS KMS does not see.
  public List<String> warnings() {
    return findings.stream()
        .filter(found -> !found.blocking())
        .map(FitnessFinding::reason)
        .toList();
  }

  /// The same but for who uses the key.
  public ExternalKeyFitness withoutUse() {
    return new ExternalKeyFitness(
        findings.stream().filter(found -> !found.requirement().isAboutUse()).toList());
  }

  /// Whether it is found that the key does not meet a requirement.
  public boolean lacks(Requirement requirement) {
    return findings.stream().anyMatch(found -> found.requirement() == requirement);
  }

  /// By what the key itself tells.
  public static ExternalKeyFitness of(HsmKey key) {
    return of(key, KeySurroundings.unknown());
  }

  /// By what the key tells and what stands around it.
  public static ExternalKeyFitness of(HsmKey key, KeySurroundings around) {
    var findings = new ArrayList<FitnessFinding>();
    addOfKey(key, findings);
    addOfMechanism(key, around, findings);
    addOfLabel(key, around, findings);
    addOfProtection(key, findings);
    addOfSurroundings(around, findings);
    return new ExternalKeyFitness(findings);
  }

  private static void addOfKey(HsmKey key, List<FitnessFinding> findings) {
    if (!key.keyType().equals("AES")) {
      findings.add(
          blocking(
              Requirement.AES,
              key.keyType().isEmpty()
                  ? "The token does not tell the type of the key; it must be AES."
                  : "The key is " + key.keyType() + "; it must be AES.",
              "Generate an AES-256 key."));
    } else if (key.sizeBits() != BITS) {
      findings.add(
          blocking(
              Requirement.SIZE,
              key.sizeBits() == 0
                  ? "The token does not tell the size of the key (CKA_VALUE_LEN); it must have 256"
                      + " bits."
                  : "The key has " + key.sizeBits() + " bits; it must have 256.",
              "Generate an AES-256 key; the size of a key cannot be changed."));
    }
    addOfUsage(key, KeyUsage.ENCRYPT, Requirement.ENCRYPT, findings);
    addOfUsage(key, KeyUsage.DECRYPT, Requirement.DECRYPT, findings);
  }

  private static void addOfUsage(
      HsmKey key, KeyUsage usage, Requirement requirement, List<FitnessFinding> findings) {
    var told = key.tells(usage.attribute());
    if (told.equals(Optional.of(true))) {
      return;
    }
    var attribute = usage.attribute().title();
    var does = usage.name().toLowerCase(Locale.ROOT);
    findings.add(
        blocking(
            requirement,
            told.isEmpty()
                ? "The token does not tell whether the key may %s (%s).".formatted(does, attribute)
                : "The key may not %s (%s is false).".formatted(does, attribute),
            allow(key, "Allow it to " + does, attribute)));
  }

  private static void addOfMechanism(
      HsmKey key, KeySurroundings around, List<FitnessFinding> findings) {
    if (around.tokenDoesAesGcm().equals(Optional.of(false))) {
      findings.add(
          blocking(
              Requirement.AES_GCM,
              "The token does no AES-GCM (CKM_AES_GCM is not among its mechanisms), so that no XKS"
                  + " proxy can serve its keys.",
              "Use a token that does AES-GCM; keys of this one can be looked at only."));
    } else if (key.isForbiddenFor(AES_GCM)) {
      findings.add(
          blocking(
              Requirement.AES_GCM,
              "The key is not allowed for AES-GCM (CKA_ALLOWED_MECHANISMS has no CKM_AES_GCM).",
              "Generate a key that is allowed for it."));
    }
  }

  private static String allow(HsmKey key, String how, String attribute) {
    return key.tells(AttributeType.MODIFIABLE).orElse(true)
        ? how + ", where the token lets " + attribute + " be changed."
        : "The key cannot be modified; generate another with " + attribute + ".";
  }

  private static void addOfLabel(
      HsmKey key, KeySurroundings around, List<FitnessFinding> findings) {
    if (!isLegalXksKeyId(key.label())) {
      findings.add(
          blocking(
              Requirement.LEGAL_XKS_KEY_ID,
              "The label cannot be an XKS key ID: 1 to 128 letters, digits, dots, hyphens and"
                  + " underscores are allowed.",
              "Give the key another label before a KMS key uses it."));
    }
    if (around.sameLabel() > 1) {
      findings.add(
          blocking(
              Requirement.UNIQUE_XKS_KEY_ID,
              around.sameLabel()
                  + " secret keys on the token have this label, so that the XKS key ID"
                  + " names none of them.",
              "Give all but one of them another label."));
    }
  }

  private static void addOfProtection(HsmKey key, List<FitnessFinding> findings) {
    if (key.extractable()) {
      findings.add(
          warning(
              Requirement.NEVER_EXTRACTABLE,
              "The key can leave the HSM (CKA_EXTRACTABLE is true).",
              "Generate a key on the token that is not extractable; a key that could leave once"
                  + " stays suspect."));
    } else if (key.tells(AttributeType.NEVER_EXTRACTABLE).equals(Optional.of(false))) {
      findings.add(
          warning(
              Requirement.NEVER_EXTRACTABLE,
              "The key was extractable once (CKA_NEVER_EXTRACTABLE is false).",
              "Generate a key on the token that never was."));
    } else if (key.tells(AttributeType.NEVER_EXTRACTABLE).isEmpty()) {
      findings.add(
          warning(
              Requirement.NEVER_EXTRACTABLE,
              "The token does not tell whether the key could ever leave it"
                  + " (CKA_NEVER_EXTRACTABLE).",
              ASK_ELSEWHERE));
    }
    if (!key.sensitive()) {
      findings.add(
          key.tells(AttributeType.SENSITIVE).isEmpty()
              ? warning(
                  Requirement.SENSITIVE,
                  "The token does not tell whether the key's value can be read in clear"
                      + " (CKA_SENSITIVE).",
                  ASK_ELSEWHERE)
              : warning(
                  Requirement.SENSITIVE,
                  "The key's value can be read in clear (CKA_SENSITIVE is false).",
                  "Generate a sensitive key; what was readable once may be known."));
    }
    if (key.tells(AttributeType.LOCAL).isEmpty()) {
      findings.add(
          warning(
              Requirement.LOCAL,
              "The token does not tell whether the key was made on it (CKA_LOCAL).",
              ASK_ELSEWHERE));
    } else if (!key.local()) {
      findings.add(
          warning(
              Requirement.LOCAL,
              "The key was not made on this token (CKA_LOCAL is false).",
              "Make sure that you know where it came from, or generate a key on the token."));
    }
    if (key.may(KeyUsage.WRAP) || key.may(KeyUsage.DERIVE)) {
      findings.add(
          warning(
              Requirement.NO_OTHER_USAGE,
              "The key may also wrap or derive other keys.",
              "End these usages, or use a key for one purpose only."));
    }
  }

  private static void addOfSurroundings(KeySurroundings around, List<FitnessFinding> findings) {
    if (around.proxyAdmits().equals(Optional.of(false))) {
      findings.add(
          blocking(
              Requirement.ADMITTED_BY_PROXY,
              "The XKS proxy of this workstation does not serve this key.",
              "Add the label to keys = of a [[prefix]] in the proxy's configuration, or unblock"
                  + " it."));
    }
    around
        .proxyTrouble()
        .ifPresent(trouble ->
            findings.add(
                blocking(
                    Requirement.REACHABLE_THROUGH_PROXY,
                    "The key is not reached through the XKS proxy: " + trouble,
                    "Look at the XKS proxy, then check again.")));
    addOfUse(around.use(), findings);
  }

  private static void addOfUse(KeyUse use, List<FitnessFinding> findings) {
    if (use.healthCheck()) {
      findings.add(
          blocking(
              Requirement.NOT_FOR_HEALTH_CHECK,
              "The XKS proxy keeps the key for the health check of its HSM, and serves it to"
                  + " nobody.",
              "Use another key."));
    }
    if (!use.here().isEmpty()) {
      findings.add(
          blocking(
              Requirement.NOT_IN_USE,
              "The key is in use already: " + String.join(", ", use.here()) + ".",
              "AWS KMS takes an external key once in a key store; use another key."));
    }
    if (!use.elsewhere().isEmpty()) {
      findings.add(
          warning(
              Requirement.NOT_USED_ELSEWHERE,
              "Another key store uses the key: " + String.join(", ", use.elsewhere()) + ".",
              "AWS KMS demands another external key within one key store only, and advises a key"
                  + " that nothing else uses: what happens to it happens to both."));
    }
  }

  private static FitnessFinding blocking(Requirement requirement, String reason, String remedy) {
    return new FitnessFinding(requirement, true, reason, remedy);
  }

  private static FitnessFinding warning(Requirement requirement, String reason, String remedy) {
    return new FitnessFinding(requirement, false, reason, remedy);
  }

  public static boolean isLegalXksKeyId(String id) {
    return XKS_KEY_ID.matcher(id).matches();
  }
}
