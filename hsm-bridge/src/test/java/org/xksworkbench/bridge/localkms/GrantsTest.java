package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/// Grants.
class GrantsTest {

  private static final String GRANTEE = "arn:aws:iam::000000000000:role/app";
  private static final String RETIREE = "arn:aws:iam::000000000000:role/owner";

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.seed(
                  new Seed(
                      List.of(),
                      List.of(),
                      List.of(
                          Principal.of(Principal.PrincipalKind.ROLE, "app"),
                          Principal.of(Principal.PrincipalKind.ROLE, "owner")))));

  private final KmsClient kms = fixture.kms();

  @Test
  void a_grant_is_told_with_all_that_it_was_made_of() {
    var key = fixture.newKey();
    var made =
        kms.createGrant(r ->
            r.keyId(key.keyId())
                .name("backup")
                .granteePrincipal(GRANTEE)
                .retiringPrincipal(RETIREE)
                .operationsWithStrings("Decrypt", "DescribeKey")
                .constraints(c -> c.encryptionContextSubset(Map.of("Dept", "IT"))));
    assertThat(made.grantToken()).isNotBlank();
    assertThat(kms.listGrants(r -> r.keyId(key.keyId())).grants())
        .singleElement()
        .satisfies(grant -> {
          assertThat(grant.grantId()).isEqualTo(made.grantId());
          assertThat(grant.keyId()).isEqualTo(key.arn());
          assertThat(grant.name()).isEqualTo("backup");
          assertThat(grant.granteePrincipal()).isEqualTo(GRANTEE);
          assertThat(grant.retiringPrincipal()).isEqualTo(RETIREE);
          assertThat(grant.issuingAccount()).isEqualTo("arn:aws:iam::000000000000:root");
          assertThat(grant.operations())
              .containsExactly(GrantOperation.DECRYPT, GrantOperation.DESCRIBE_KEY);
          assertThat(grant.constraints().encryptionContextSubset()).containsEntry("Dept", "IT");
          assertThat(grant.creationDate()).isNotNull();
        });
    assertThat(kms.listRetirableGrants(r -> r.retiringPrincipal(RETIREE)).grants())
        .extracting(GrantListEntry::grantId)
        .contains(made.grantId());
    assertThat(kms.listRetirableGrants(r -> r.retiringPrincipal(GRANTEE)).grants()).isEmpty();
  }

  @Test
  void the_same_named_grant_twice_is_one_and_without_a_name_two() {
    var key = fixture.newOrdinaryKey().keyId();
    var one = grant(key, "same");
    var again = grant(key, "same");
    assertThat(again.grantId()).isEqualTo(one.grantId());
    assertThat(again.grantToken()).isNotEqualTo(one.grantToken());
    for (var token : List.of(one.grantToken(), again.grantToken())) {
      assertThat(kms.describeKey(r -> r.keyId(key).grantTokens(token)).keyMetadata().keyId())
          .isEqualTo(key);
    }
    assertThat(grant(key, null).grantId()).isNotEqualTo(grant(key, null).grantId());
    assertThat(kms.listGrantsPaginator(r -> r.keyId(key).limit(1)).grants()).hasSize(3);
  }

  @Test
  void a_principal_must_be_one_and_one_of_this_account_must_be_there() {
    var key = fixture.newOrdinaryKey().keyId();
    for (var principal :
        List.of(
            "app",
            "arn:aws:iam::000000000000:role/nobody",
            "arn:aws:iam::000000000000:group/all",
            "arn:aws:kms:us-east-1:000000000000:key/x")) {
      for (Consumer<CreateGrantRequest.Builder> who :
          List.<Consumer<CreateGrantRequest.Builder>>of(
              r -> r.granteePrincipal(principal),
              r -> r.granteePrincipal(GRANTEE).retiringPrincipal(principal))) {
        assertFault(
            "InvalidArnException",
            () ->
                kms.createGrant(
                    r -> r.keyId(key).operationsWithStrings("Decrypt").applyMutation(who)));
      }
    }
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).isEmpty();
    kms.createGrant(r ->
        r.keyId(key)
            .operationsWithStrings("Decrypt")
            .granteePrincipal("arn:aws:iam::123456789012:role/of-others"));
  }

  @Test
  void grants_of_services_are_found_by_the_service_that_may_retire_them() {
    var key = fixture.newOrdinaryKey().keyId();
    var made =
        fixture.post(
            "TrentService.CreateGrant",
            """
            {"KeyId": "%s", "GranteeServicePrincipal": "dynamodb.amazonaws.com", "Operations": ["Decrypt"],
             "RetiringServicePrincipal": "dynamodb.amazonaws.com",
             "Constraints": {"SourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/t"}}
            """
                .formatted(key));
    assertThat(made.statusCode()).isEqualTo(200);
    var list = "TrentService.ListRetirableGrants";
    assertThat(
            fixture.post(list, "{\"RetiringServicePrincipal\": \"dynamodb.amazonaws.com\"}").body())
        .contains(key)
        .doesNotContain("\"Name\"");
    assertThat(fixture.post(list, "{\"RetiringServicePrincipal\": \"s3.amazonaws.com\"}").body())
        .doesNotContain(key);
    assertThat(fixture.post(list, "{}").body()).contains("ValidationException");
  }

  @Test
  void grants_are_found_by_id_and_by_grantee() {
    var key = fixture.newOrdinaryKey().keyId();
    var made = grant(key, "one");
    grant(key, "two");
    assertThat(kms.listGrants(r -> r.keyId(key).grantId(made.grantId())).grants()).hasSize(1);
    assertThat(kms.listGrants(r -> r.keyId(key).granteePrincipal(RETIREE)).grants()).isEmpty();
    assertFault("InvalidGrantIdException", () -> kms.listGrants(r -> r.keyId(key).grantId("none")));
  }

  @Test
  void a_revoked_grant_is_gone() {
    var key = fixture.newOrdinaryKey().keyId();
    var made = grant(key, null);
    kms.revokeGrant(r -> r.keyId(key).grantId(made.grantId()));
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).isEmpty();
    assertFault(
        "InvalidGrantIdException",
        () -> kms.revokeGrant(r -> r.keyId(key).grantId(made.grantId())));
  }

  @Test
  void a_grant_is_retired_by_its_token_or_by_key_and_id() {
    var key = fixture.newOrdinaryKey();
    kms.retireGrant(r -> r.grantToken(grant(key.keyId(), null).grantToken()));
    kms.retireGrant(r -> r.keyId(key.arn()).grantId(grant(key.keyId(), null).grantId()));
    assertThat(kms.listGrants(r -> r.keyId(key.keyId())).grants()).isEmpty();
    assertFault("InvalidGrantTokenException", () -> kms.retireGrant(r -> r.grantToken("none")));
    assertFault("ValidationException", () -> kms.retireGrant(r -> r.keyId(key.arn())));
  }

  @Test
  void a_grant_token_is_taken_by_cryptographic_operations_and_an_unknown_one_is_not() {
    var key = fixture.newOrdinaryKey().keyId();
    var token = grant(key, null).grantToken();
    var text = SdkBytes.fromUtf8String("text");
    kms.encrypt(r -> r.keyId(key).plaintext(text).grantTokens(token));
    assertFault(
        "InvalidGrantTokenException",
        () -> kms.encrypt(r -> r.keyId(key).plaintext(text).grantTokens("none")));
  }

  @Test
  void a_dry_run_changes_nothing() {
    var key = fixture.newOrdinaryKey().keyId();
    var code = "DryRunOperationException";
    assertFault(
        code,
        () ->
            kms.createGrant(r ->
                r.keyId(key)
                    .granteePrincipal(GRANTEE)
                    .operationsWithStrings("Decrypt")
                    .dryRun(true)));
    var made = grant(key, null);
    assertFault(
        code, () -> kms.revokeGrant(r -> r.keyId(key).grantId(made.grantId()).dryRun(true)));
    assertFault(code, () -> kms.retireGrant(r -> r.grantToken(made.grantToken()).dryRun(true)));
    assertThat(kms.listGrants(r -> r.keyId(key)).grants()).hasSize(1);
  }

  @Test
  void what_makes_no_grant_is_refused() {
    var key = fixture.newOrdinaryKey().keyId();
    for (var operations : List.of(List.of("Sign"), List.<String>of())) {
      assertFault(
          "ValidationException",
          () ->
              kms.createGrant(
                  r -> r.keyId(key).granteePrincipal(GRANTEE).operationsWithStrings(operations)));
    }
    assertFault(
        "ValidationException",
        () -> kms.createGrant(r -> r.keyId(key).operationsWithStrings("Decrypt")));
    var many = new java.util.HashMap<String, String>();
    for (var i = 0; i < 9; i++) {
      many.put("k" + i, "v");
    }
    assertFault(
        "ValidationException",
        () ->
            kms.createGrant(r ->
                r.keyId(key)
                    .granteePrincipal(GRANTEE)
                    .operationsWithStrings("Decrypt")
                    .constraints(c -> c.encryptionContextEquals(many))));
  }

  @Test
  void a_grant_to_a_service_needs_a_source_and_a_retiring_principal() {
    var key = fixture.newOrdinaryKey().keyId();
    var refused =
        fixture.post(
            "TrentService.CreateGrant",
            """
            {"KeyId":"%s","GranteeServicePrincipal":"x.amazonaws.com","Operations":["Decrypt"]}
            """
                .formatted(key));
    assertThat(refused.body()).contains("ValidationException", "SourceArn");
    var made =
        fixture.post(
            "TrentService.CreateGrant",
            """
            {"KeyId":"%s","GranteeServicePrincipal":"x.amazonaws.com","Operations":["Decrypt"],
             "RetiringServicePrincipal":"x.amazonaws.com",
             "Constraints":{"SourceArn":"arn:aws:x:us-east-1:000000000000:thing/1"}}
            """
                .formatted(key));
    assertThat(made.statusCode()).isEqualTo(200);
  }

  @Test
  void a_disabled_key_and_one_that_is_pending_deletion_get_no_grant() {
    var key = fixture.newOrdinaryKey().keyId();
    kms.disableKey(r -> r.keyId(key));
    assertFault("DisabledException", () -> grant(key, null));
    kms.scheduleKeyDeletion(r -> r.keyId(key));
    assertFault("KMSInvalidStateException", () -> grant(key, null));
  }

  private CreateGrantResponse grant(String keyId, String name) {
    return kms.createGrant(
        r -> r.keyId(keyId).name(name).granteePrincipal(GRANTEE).operationsWithStrings("Decrypt"));
  }
}
