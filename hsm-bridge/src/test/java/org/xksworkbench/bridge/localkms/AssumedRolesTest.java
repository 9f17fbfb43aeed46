package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/// Roles of the seed, assumed.
class AssumedRolesTest {

  private static final AdjustableClock CLOCK = new AdjustableClock();
  private static final String ROLE = "arn:aws:iam::000000000000:role/payments/app";

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.clock(CLOCK)
                  .seed(
                      new Seed(
                          List.of(),
                          List.of(),
                          List.of(Principal.of(Principal.PrincipalKind.ROLE, "/payments/app")))));

  private final URI endpoint = fixture.localKms().endpoint();
  private final StsClient sts = fixture.client(StsClient.builder(), endpoint);

  @Test
  void a_role_is_assumed_and_says_who_it_is() {
    var assumed = assume();
    assertThat(assumed.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(assumed.credentials().secretAccessKey()).hasSize(40);
    assertThat(assumed.credentials().sessionToken()).isNotBlank();
    assertThat(assumed.credentials().expiration())
        .isBetween(Instant.now(CLOCK).plusSeconds(3500), Instant.now(CLOCK).plusSeconds(3700));
    var arn = "arn:aws:sts::000000000000:assumed-role/app/backup";
    assertThat(assumed.assumedRoleUser().arn()).isEqualTo(arn);
    var identity =
        fixture
            .client(
                StsClient.builder(),
                endpoint,
                Region.US_EAST_1,
                assumed.credentials().accessKeyId())
            .getCallerIdentity();
    assertThat(identity.arn()).isEqualTo(arn);
    assertThat(identity.userId()).isEqualTo(assumed.assumedRoleUser().assumedRoleId());
    assertThat(identity.account()).isEqualTo("000000000000");
  }

  @Test
  void the_proxy_is_told_which_role_asks_and_a_session_ends() {
    var key = fixture.newKey().keyId();
    var kms =
        fixture.client(
            KmsClient.builder(), endpoint, Region.US_EAST_1, assume().credentials().accessKeyId());
    var encrypted = kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("x")));
    assertThat(fixture.callsOf(encrypted.responseMetadata().requestId()))
        .singleElement()
        .satisfies(call ->
            assertThat(call.awsPrincipalArn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/app/backup"));
    CLOCK.advance(Duration.ofHours(2));
    assertThatThrownBy(kms::listKeys)
        .isInstanceOf(KmsException.class)
        .satisfies(e ->
            assertThat(((KmsException) e).awsErrorDetails().errorCode())
                .isEqualTo("ExpiredTokenException"));
  }

  @Test
  void a_role_that_is_not_there_cannot_be_assumed() {
    assertThatThrownBy(() ->
            sts.assumeRole(
                r -> r.roleArn("arn:aws:iam::000000000000:role/nobody").roleSessionName("backup")))
        .isInstanceOf(StsException.class)
        .satisfies(e -> {
          assertThat(((StsException) e).awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
          assertThat(((StsException) e).statusCode()).isEqualTo(403);
        });
  }

  private AssumeRoleResponse assume() {
    return sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("backup"));
  }
}
