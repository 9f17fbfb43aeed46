package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/// Aliases.
class AliasesTest {

  private static final AdjustableClock CLOCK = new AdjustableClock();

  @RegisterExtension
  static final LocalKmsFixture fixture = new LocalKmsFixture().with(b -> b.clock(CLOCK));

  private final KmsClient kms = fixture.kms();

  @Test
  void an_alias_is_given_once_and_told_with_its_key() {
    var key = fixture.newKey().keyId();
    kms.createAlias(r -> r.aliasName("alias/payments").targetKeyId(key));
    assertThat(kms.listAliases(r -> r.keyId(key)).aliases())
        .singleElement()
        .satisfies(alias -> {
          assertThat(alias.aliasName()).isEqualTo("alias/payments");
          assertThat(alias.aliasArn())
              .isEqualTo("arn:aws:kms:us-east-1:000000000000:alias/payments");
          assertThat(alias.targetKeyId()).isEqualTo(key);
          assertThat(alias.creationDate()).isEqualTo(CLOCK.instant());
        });
    assertFault(
        "AlreadyExistsException",
        () -> kms.createAlias(r -> r.aliasName("alias/payments").targetKeyId(key)));
  }

  @Test
  void an_alias_moves_to_another_key_and_tells_when() {
    var created = CLOCK.instant();
    var first = fixture.newOrdinaryKey().keyId();
    var second = fixture.newOrdinaryKey().keyId();
    kms.createAlias(r -> r.aliasName("alias/moving").targetKeyId(first));
    CLOCK.advance(Duration.ofMinutes(5));
    kms.updateAlias(r -> r.aliasName("alias/moving").targetKeyId(second));
    assertThat(kms.listAliases(r -> r.keyId(first)).aliases()).isEmpty();
    var moved = kms.listAliases(r -> r.keyId(second)).aliases().getFirst();
    assertThat(moved.creationDate()).isEqualTo(created);
    assertThat(moved.lastUpdatedDate()).isEqualTo(CLOCK.instant());
    assertFault(
        "NotFoundException",
        () -> kms.updateAlias(r -> r.aliasName("alias/none").targetKeyId(second)));
  }

  @Test
  void a_deleted_alias_is_gone() {
    var key = fixture.newOrdinaryKey().keyId();
    kms.createAlias(r -> r.aliasName("alias/gone").targetKeyId(key));
    kms.deleteAlias(r -> r.aliasName("alias/gone"));
    assertFault("NotFoundException", () -> kms.deleteAlias(r -> r.aliasName("alias/gone")));
    assertThat(kms.listAliases(r -> r.keyId(key)).aliases()).isEmpty();
  }

  @Test
  void aliases_are_listed_in_pages_by_name() {
    var key = fixture.newOrdinaryKey().keyId();
    for (var name : List.of("alias/c", "alias/a", "alias/b")) {
      kms.createAlias(r -> r.aliasName(name).targetKeyId(key));
    }
    assertThat(kms.listAliasesPaginator(r -> r.keyId(key).limit(2)).aliases())
        .extracting(AliasListEntry::aliasName)
        .containsExactly("alias/a", "alias/b", "alias/c");
    assertFault("ValidationException", () -> kms.listAliases(r -> r.limit(101)));
  }

  @Test
  void a_key_has_fifty_aliases_at_most() {
    var key = fixture.newOrdinaryKey().keyId();
    for (var i = 0; i < 50; i++) {
      var name = "alias/many/" + i;
      kms.createAlias(r -> r.aliasName(name).targetKeyId(key));
    }
    assertFault(
        "LimitExceededException",
        () -> kms.createAlias(r -> r.aliasName("alias/many/50").targetKeyId(key)));
  }

  @Test
  void a_key_that_is_pending_deletion_gets_no_alias_and_may_lose_one() {
    var pending = fixture.newOrdinaryKey().keyId();
    var other = fixture.newOrdinaryKey().keyId();
    kms.createAlias(r -> r.aliasName("alias/leaving").targetKeyId(pending));
    kms.scheduleKeyDeletion(r -> r.keyId(pending));
    assertFault(
        "KMSInvalidStateException",
        () -> kms.createAlias(r -> r.aliasName("alias/late").targetKeyId(pending)));
    kms.updateAlias(r -> r.aliasName("alias/leaving").targetKeyId(other));
    assertFault(
        "KMSInvalidStateException",
        () -> kms.updateAlias(r -> r.aliasName("alias/leaving").targetKeyId(pending)));
  }

  @Test
  void a_name_that_is_no_alias_or_kept_for_aws_is_refused() {
    var key = fixture.newOrdinaryKey().keyId();
    assertFault(
        "ValidationException", () -> kms.createAlias(r -> r.aliasName("plain").targetKeyId(key)));
    assertFault(
        "InvalidAliasNameException",
        () -> kms.createAlias(r -> r.aliasName("alias/").targetKeyId(key)));
    assertFault(
        "NotAuthorizedException",
        () -> kms.createAlias(r -> r.aliasName("alias/aws/ebs").targetKeyId(key)));
  }
}
