package org.xksworkbench.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KeyState.KnownKeyState;

/// What an auditor gets, and what it says of its own limits.
class InventoryTest {

  private static final FollowedKeys KEYS =
      new FollowedKeys()
          .payments("pay-1", KnownKeyState.ENABLED)
          .branch("shared")
          .unused("=cmd|' /C calc'!A0")
          .undescribed(3);

  private final Inventory inventory =
      new Inventory(FollowedKeys.AWS, Optional.of("token-1"), KEYS.reading());

  @Test
  void it_says_what_could_not_be_seen() {
    assertThat(inventory.limits())
        .anyMatch(words -> words.contains("token-1"))
        .anyMatch(words -> words.startsWith("3 KMS keys could not be described"))
        .anyMatch(words -> words.endsWith("not known: branch."))
        .anyMatch(words -> words.startsWith("One HSM key has no check value"))
        .anyMatch(words -> words.contains("other accounts and Regions"));
    assertThat(
            new Inventory(FollowedKeys.AWS, Optional.empty(), new FollowedKeys().reading())
                .limits())
        .first()
        .asString()
        .startsWith("No token was looked into");
  }

  @Test
  void as_csv_every_line_has_all_columns_and_no_cell_is_a_formula() {
    var lines = InventoryFiles.csv(inventory).split("\r\n");
    assertThat(lines).hasSize(1 + 3 + inventory.limits().size());
    assertThat(lines[0]).startsWith("Entry,External key ID,HSM key,").endsWith(",Note");
    assertThat(lines[1])
        .startsWith("external key,pay-1,AES-256,0a,AB12CD,/payments/kms/xks/v1,payments,")
        .contains(
            "Connected",
            "arn:aws:kms:eu-central-1:111122223333:key/pay-1-kms,Enabled,alias/pay-1",
            "two cards,ada,2026-11-30T12:00:00Z");
    assertThat(lines[3]).startsWith("external key,'=cmd|").contains("It has no backup.,No KMS");
    assertThat(lines[4]).startsWith("not seen,,,");
    assertThat(lines[lines.length - 1])
        .endsWith(",KMS keys of other accounts and Regions are not in it.");
    assertThat(lines[lines.length - 1].split(",", -1)).hasSameSizeAs(lines[0].split(",", -1));
  }

  @Test
  void as_json_it_has_each_key_with_its_findings_and_what_could_not_be_seen() throws Exception {
    var json = new ObjectMapper().readTree(InventoryFiles.json(inventory));
    assertThat(json.get("account").textValue()).isEqualTo("111122223333");
    assertThat(json.get("readAt").textValue()).isEqualTo("2026-11-30T12:00:00Z");
    assertThat(json.get("kmsKeysNotDescribed").intValue()).isEqualTo(3);
    assertThat(json.get("notSeen")).hasSize(inventory.limits().size());
    assertThat(json.get("externalKeys")).hasSize(3);
    var first = json.get("externalKeys").get(0);
    assertThat(first.at("/hsmKeys/0/spec").textValue()).isEqualTo("AES-256");
    assertThat(first.at("/kmsKey/keyState").textValue()).isEqualTo("Enabled");
    assertThat(first.at("/keyStore/proxyOfThisWorkstation").booleanValue()).isTrue();
    assertThat(first.at("/backup/how").textValue()).isEqualTo("two cards");
    assertThat(json.at("/externalKeys/1/keyStore/proxyOfThisWorkstation").booleanValue()).isFalse();
    assertThat(json.at("/externalKeys/2/findings/1/serious").booleanValue()).isTrue();
    assertThat(json.at("/externalKeys/2").has("kmsKey")).isFalse();
  }

  @Test
  void on_paper_it_has_the_same_and_warns_where_it_is_not_of_aws() throws Exception {
    var text = FollowedKeys.textOf(InventoryPdf.of(inventory));
    assertThat(text)
        .contains("Inventory of external keys", "2026-11-30T12:00:00Z", "111122223333")
        .contains("3 KMS keys could not be described", "other accounts and Regions")
        .contains("pay-1", "alias/pay-1", "check value AB12CD", "Backup recorded")
        .contains("Needs attention: It has no backup.")
        .doesNotContain("Nothing in it is of an account of AWS");
    var demo = new SurveyedPlace("000000000000", "us-east-1", "http://localhost:1", "Local KMS");
    assertThat(
            FollowedKeys.textOf(
                InventoryPdf.of(new Inventory(demo, Optional.empty(), KEYS.reading()))))
        .contains("Local KMS. Nothing in it is of an account of AWS");
  }
}
