package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.FitnessFinding;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeySurroundings;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeyUse;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.Requirement;

/// Keys that are wrong in one way, and the reason for it.
class ExternalKeyFitnessTest {

  private static final KeySurroundings ALONE = KeySurroundings.unknown();

  @Test
  void a_key_that_is_right_in_every_way_has_no_finding() {
    var around =
        new KeySurroundings(
            1, Optional.of(true), Optional.empty(), KeyUse.none(), Optional.of(true));
    assertThat(ExternalKeyFitness.of(key("fit"), around).findings()).isEmpty();
    assertThat(ExternalKeyFitness.of(allowedFor("CKM_AES_CBC, CKM_AES_GCM"), around).findings())
        .isEmpty();
  }

  static Stream<Arguments> wrongInOneWay() {
    return Stream.of(
        Arguments.of(
            withType("GENERIC_SECRET", 256),
            ALONE,
            Requirement.AES,
            true,
            "The key is GENERIC_SECRET; it must be AES."),
        Arguments.of(
            withType("", 256),
            ALONE,
            Requirement.AES,
            true,
            "The token does not tell the type of the key; it must be AES."),
        Arguments.of(
            withType("AES", 128),
            ALONE,
            Requirement.SIZE,
            true,
            "The key has 128 bits; it must have 256."),
        Arguments.of(
            withUsages(KeyUsage.DECRYPT),
            ALONE,
            Requirement.ENCRYPT,
            true,
            "The key may not encrypt (CKA_ENCRYPT is false)."),
        Arguments.of(
            withUsages(KeyUsage.ENCRYPT),
            ALONE,
            Requirement.DECRYPT,
            true,
            "The key may not decrypt (CKA_DECRYPT is false)."),
        Arguments.of(
            key("elsewhere"),
            KeySurroundings.onToken(1, Optional.of(false)),
            Requirement.AES_GCM,
            true,
            "The token does no AES-GCM (CKM_AES_GCM is not among its mechanisms), so that no XKS"
                + " proxy can serve its keys."),
        Arguments.of(
            allowedFor("CKM_AES_CBC, CKM_AES_CMAC"),
            ALONE,
            Requirement.AES_GCM,
            true,
            "The key is not allowed for AES-GCM (CKA_ALLOWED_MECHANISMS has no CKM_AES_GCM)."),
        Arguments.of(
            without(AttributeType.VALUE_LEN),
            ALONE,
            Requirement.SIZE,
            true,
            "The token does not tell the size of the key (CKA_VALUE_LEN); it must have 256 bits."),
        Arguments.of(
            without(AttributeType.DECRYPT),
            ALONE,
            Requirement.DECRYPT,
            true,
            "The token does not tell whether the key may decrypt (CKA_DECRYPT)."),
        Arguments.of(
            without(AttributeType.NEVER_EXTRACTABLE),
            ALONE,
            Requirement.NEVER_EXTRACTABLE,
            false,
            "The token does not tell whether the key could ever leave it (CKA_NEVER_EXTRACTABLE)."),
        Arguments.of(
            without(AttributeType.SENSITIVE),
            ALONE,
            Requirement.SENSITIVE,
            false,
            "The token does not tell whether the key's value can be read in clear"
                + " (CKA_SENSITIVE)."),
        Arguments.of(
            without(AttributeType.LOCAL),
            ALONE,
            Requirement.LOCAL,
            false,
            "The token does not tell whether the key was made on it (CKA_LOCAL)."),
        Arguments.of(
            key("has blanks"),
            ALONE,
            Requirement.LEGAL_XKS_KEY_ID,
            true,
            "The label cannot be an XKS key ID: 1 to 128 letters, digits, dots, hyphens and"
                + " underscores are allowed."),
        Arguments.of(
            key("twice"),
            new KeySurroundings(
                2, Optional.empty(), Optional.empty(), KeyUse.none(), Optional.empty()),
            Requirement.UNIQUE_XKS_KEY_ID,
            true,
            "2 secret keys on the token have this label, so that the XKS key ID names none of"
                + " them."),
        Arguments.of(
            with(Map.of(AttributeType.SENSITIVE, "false", AttributeType.ALWAYS_SENSITIVE, "false")),
            ALONE,
            Requirement.SENSITIVE,
            false,
            "The key's value can be read in clear (CKA_SENSITIVE is false)."),
        Arguments.of(
            with(
                Map.of(
                    AttributeType.EXTRACTABLE, "true", AttributeType.NEVER_EXTRACTABLE, "false")),
            ALONE,
            Requirement.NEVER_EXTRACTABLE,
            false,
            "The key can leave the HSM (CKA_EXTRACTABLE is true)."),
        Arguments.of(
            with(Map.of(AttributeType.NEVER_EXTRACTABLE, "false")),
            ALONE,
            Requirement.NEVER_EXTRACTABLE,
            false,
            "The key was extractable once (CKA_NEVER_EXTRACTABLE is false)."),
        Arguments.of(
            with(Map.of(AttributeType.LOCAL, "false")),
            ALONE,
            Requirement.LOCAL,
            false,
            "The key was not made on this token (CKA_LOCAL is false)."),
        Arguments.of(
            withUsages(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.WRAP),
            ALONE,
            Requirement.NO_OTHER_USAGE,
            false,
            "The key may also wrap or derive other keys."),
        Arguments.of(
            withUsages(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.DERIVE),
            ALONE,
            Requirement.NO_OTHER_USAGE,
            false,
            "The key may also wrap or derive other keys."),
        Arguments.of(
            key("outside"),
            new KeySurroundings(
                1, Optional.of(false), Optional.empty(), KeyUse.none(), Optional.empty()),
            Requirement.ADMITTED_BY_PROXY,
            true,
            "The XKS proxy of this workstation does not serve this key."),
        Arguments.of(
            key("unreached"),
            new KeySurroundings(
                1,
                Optional.of(true),
                Optional.of("it timed out."),
                KeyUse.none(),
                Optional.empty()),
            Requirement.REACHABLE_THROUGH_PROXY,
            true,
            "The key is not reached through the XKS proxy: it timed out."),
        Arguments.of(
            key("taken"),
            ALONE.withUse(new KeyUse(List.of("alias/payments"), List.of(), false)),
            Requirement.NOT_IN_USE,
            true,
            "The key is in use already: alias/payments."),
        Arguments.of(
            key("shared"),
            ALONE.withUse(new KeyUse(List.of(), List.of("alias/archive"), false)),
            Requirement.NOT_USED_ELSEWHERE,
            false,
            "Another key store uses the key: alias/archive."),
        Arguments.of(
            key("xks-health"),
            ALONE.withUse(new KeyUse(List.of(), List.of(), true)),
            Requirement.NOT_FOR_HEALTH_CHECK,
            true,
            "The XKS proxy keeps the key for the health check of its HSM, and serves it to"
                + " nobody."));
  }

  @ParameterizedTest
  @MethodSource("wrongInOneWay")
  void a_key_that_is_wrong_in_one_way_gets_exactly_the_reason_for_it_and_a_remedy(
      HsmKey key,
      KeySurroundings around,
      Requirement requirement,
      boolean blocking,
      String reason) {
    var findings = ExternalKeyFitness.of(key, around).findings();
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> assertThat(finding.remedy()).isNotBlank())
        .usingRecursiveComparison()
        .ignoringFields("remedy")
        .isEqualTo(new FitnessFinding(requirement, blocking, reason, ""));
    assertThat(ExternalKeyFitness.of(key, around).fit()).isEqualTo(!blocking);
  }

  @Test
  void who_uses_a_key_can_be_left_out() {
    var taken =
        ExternalKeyFitness.of(
            withUsages(KeyUsage.ENCRYPT),
            ALONE.withUse(new KeyUse(List.of("alias/here"), List.of("alias/there"), true)));
    assertThat(taken.findings()).hasSize(4);
    assertThat(taken.lacks(Requirement.NOT_USED_ELSEWHERE)).isTrue();
    assertThat(taken.withoutUse().findings())
        .singleElement()
        .extracting(FitnessFinding::requirement)
        .isEqualTo(Requirement.DECRYPT);
  }

  @Test
  void every_requirement_has_a_key_that_fails_it() {
    assertThat(wrongInOneWay().map(one -> (Requirement) one.get()[2]).toList())
        .containsAll(EnumSet.allOf(Requirement.class));
  }

  private static HsmKey key(String label) {
    return new HsmKey(AesKeyTemplate.forExternalKeyStore(label).asMade("01"));
  }

  private static HsmKey allowedFor(String mechanisms) {
    var key = key("key").object();
    var attributes = new ArrayList<>(key.attributes());
    attributes.add(HsmAttribute.text(AttributeType.ALLOWED_MECHANISMS, mechanisms));
    return new HsmKey(new HsmObject(key.ref(), key.keyType(), attributes));
  }

  private static HsmKey without(AttributeType type) {
    var key = key("key").object();
    var attributes = key.attributes().stream().filter(one -> one.code() != type.code()).toList();
    return new HsmKey(new HsmObject(key.ref(), key.keyType(), attributes));
  }

  private static HsmKey withType(String type, int bits) {
    var key = with(Map.of(AttributeType.VALUE_LEN, Integer.toString(bits / 8))).object();
    return new HsmKey(new HsmObject(key.ref(), type, key.attributes()));
  }

  private static HsmKey withUsages(KeyUsage... usages) {
    return new HsmKey(new AesKeyTemplate("key", 256, Set.of(usages)).asMade("01"));
  }

  private static HsmKey with(Map<AttributeType, String> changes) {
    var key = key("key").object();
    var attributes = new ArrayList<>(key.attributes());
    changes.forEach((type, value) ->
        attributes.replaceAll(
            one -> one.code() == type.code() ? HsmAttribute.text(type, value) : one));
    return new HsmKey(new HsmObject(key.ref(), key.keyType(), attributes));
  }
}
