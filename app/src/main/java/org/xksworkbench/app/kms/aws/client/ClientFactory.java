package org.xksworkbench.app.kms.aws.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.EndpointSettings;
import org.xksworkbench.app.kms.aws.config.SdkSettings;
import org.xksworkbench.app.kms.aws.network.Fence;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.sts.StsClient;

/// The only maker of clients of the SDK. What it does not say to a client, the SDK takes from the
/// environment, and the guard of the client looks at what comes of that.
public final class ClientFactory implements AutoCloseable {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration ELSEWHERE_TIMEOUT = Duration.ofSeconds(10);

  /// Signs requests to the local KMS, which does not look at it.
  private static final AwsCredentialsProvider NO_CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALKMSNOTAWS", "local"));

  private final Region region;
  private final Optional<URI> standIn;
  private final AwsCredentialsProvider credentials;
  private final ClientOverrideConfiguration override;
  private final SdkHttpClient http;
  private final ClockSkew skew;
  private final Function<String, Optional<String>> setBy;
  private final Runnable whenClosed;

  private ClientFactory(
      Region region,
      Optional<URI> standIn,
      AwsCredentialsProvider credentials,
      ClientOverrideConfiguration override,
      SdkHttpClient http,
      ClockSkew skew,
      Function<String, Optional<String>> setBy,
      Runnable whenClosed) {
    Fence.withoutFiles();
    this.region = region;
    this.standIn = standIn;
    this.credentials = credentials;
    this.override = override;
    this.http = http;
    this.skew = skew;
    this.setBy = setBy;
    this.whenClosed = whenClosed;
  }

  /// To AWS, with what a profile says of endpoints and retries, and with no credentials yet.
  ///
  /// @param http shared by all; closed with this
  public static ClientFactory toAws(
      Region region,
      AwsEnvironment surroundings,
      AwsConfiguration configuration,
      String profile,
      SdkHttpClient http) {
    var skew = new ClockSkew(Clock.systemUTC());
    var file =
        ProfileFile.builder()
            .content(SdkSettings.of(configuration, profile))
            .type(ProfileFile.Type.CONFIGURATION)
            .build();
    var override =
        common(skew)
            .defaultProfileFile(file)
            .defaultProfileName(SdkSettings.profile())
            .appId(AppId.of(surroundings, configuration, profile))
            .build();
    return new ClientFactory(
        region,
        Optional.empty(),
        AnonymousCredentialsProvider.create(),
        override,
        http,
        skew,
        new EndpointSettings(surroundings, configuration, profile)::setBy,
        () -> {});
  }

  /// To the stand-in on this machine, with credentials that are none.
  ///
  /// @param http shared by all; closed with this
  public static ClientFactory toStandIn(URI endpoint, Region region, SdkHttpClient http) {
    var skew = new ClockSkew(Clock.systemUTC());
    return new ClientFactory(
        region,
        Optional.of(endpoint),
        NO_CREDENTIALS,
        common(skew)
            .defaultProfileFile(ProfileFile.aggregator().build())
            .defaultProfileName("none")
            .build(),
        http,
        skew,
        _ -> Optional.empty(),
        () -> {});
  }

  private static ClientOverrideConfiguration.Builder common(ClockSkew skew) {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(CALL_TIMEOUT)
        .addExecutionInterceptor(skew)
        .addExecutionInterceptor(new AnswerTeller());
  }

  /// The same with credentials.
  public ClientFactory signingWith(AwsCredentialsProvider signer) {
    return signingWith(signer, () -> {});
  }

  /// The same with credentials.
  ///
  /// @param whenClosed ends what the credentials were made with
  public ClientFactory signingWith(AwsCredentialsProvider signer, Runnable whenClosed) {
    return new ClientFactory(region, standIn, signer, override, http, skew, setBy, whenClosed);
  }

  public Region region() {
    return region;
  }

  public AwsCredentialsProvider credentials() {
    return credentials;
  }

  /// How far the clock of AWS is ahead; negative if it is behind.
  public Duration clockAhead() {
    return skew.ahead();
  }

  public KmsClient kms() {
    return kms(region, guard("AWS KMS", "kms"), override).build();
  }

  /// For what must not be done twice: if its answer is lost, asking again could do it again.
  public KmsClient kmsOnce() {
    return kms(
            region,
            guard("AWS KMS", "kms"),
            override.toBuilder()
                .apiCallTimeout(CREATE_TIMEOUT)
                .retryStrategy(retry -> retry.maxAttempts(1))
                .build())
        .build();
  }

  /// For one Region of many, on which nobody waits long.
  public KmsClient kmsIn(Region there) {
    return kms(
            there,
            guard("AWS KMS", "kms"),
            override.toBuilder()
                .apiCallTimeout(ELSEWHERE_TIMEOUT)
                .retryStrategy(retry -> retry.maxAttempts(2))
                .build())
        .build();
  }

  /// @param name such as "Amazon EC2"
  /// @param service name by which it is signed
  public SignedPost post(String name, String service, Region signedFor) {
    return new SignedPost(
        service, signedFor.id(), credentials, guard(name, service), override.appId());
  }

  public StsClient sts() {
    return apply(StsClient.builder(), region, guard("AWS STS", "sts")).build();
  }

  /// @param global the Region by which the SDK knows the one IAM of a partition
  public IamClient iam(Region global) {
    return apply(IamClient.builder(), global, guard("IAM", "iam")).build();
  }

  public CloudTrailClient cloudTrail() {
    return apply(CloudTrailClient.builder(), region, guard("AWS CloudTrail", "cloudtrail")).build();
  }

  public CloudWatchClient cloudWatch() {
    return apply(CloudWatchClient.builder(), region, guard("Amazon CloudWatch", "cloudwatch"))
        .build();
  }

  /// For tokens in place of a signature.
  public StsClient stsForTokens() {
    return withoutSignature()
        .apply(StsClient.builder(), region, guard("AWS STS", "sts", Where.sts(region)))
        .build();
  }

  /// @param home the Region of IAM Identity Center
  public SsoClient identityCenter(Region home) {
    return withoutSignature()
        .apply(
            SsoClient.builder(),
            home,
            guard("IAM Identity Center", "sso", Where.identityCenter(home)))
        .build();
  }

  /// @param home the Region of IAM Identity Center
  public SsoOidcClient identityCenterTokens(Region home) {
    return withoutSignature()
        .apply(
            SsoOidcClient.builder(),
            home,
            guard("IAM Identity Center", "sso_oidc", Where.identityCenterTokens(home)))
        .build();
  }

  /// Where the SDK would send a request to AWS KMS. So everything that moves an endpoint counts:
  /// profile, environment, system property, FIPS, dual stack, and what a later SDK may add.
  public URI kmsEndpoint() {
    return kmsEndpoint(region);
  }

  /// The same for another Region.
  public URI kmsEndpoint(Region there) {
    return kmsTarget(there).uri();
  }

  /// Where requests would go.
  ///
  /// @param identityCenter Region of IAM Identity Center, if somebody signs in there
  public List<Target> targets(Optional<Region> identityCenter) {
    var all = new ArrayList<>(List.of(kmsTarget(region), stsTarget()));
    identityCenter.ifPresent(home -> {
      all.add(identityCenterTarget(home));
      all.add(identityCenterTokensTarget(home));
    });
    return List.copyOf(all);
  }

  private Target kmsTarget(Region there) {
    return target(
        "AWS KMS",
        "kms",
        Where.forSigned(),
        (http, told) -> {
          try (var client = withoutSignature().kms(there, http, told).build()) {
            var _ = client.listKeys();
          }
        });
  }

  private Target stsTarget() {
    return target(
        "AWS STS",
        "sts",
        Where.forSigned(),
        (http, told) -> {
          try (var client =
              withoutSignature()
                  .apply(StsClient.builder(), region, http)
                  .overrideConfiguration(told)
                  .build()) {
            var _ = client.getCallerIdentity();
          }
        });
  }

  private Target identityCenterTarget(Region home) {
    return target(
        "IAM Identity Center",
        "sso",
        Where.identityCenter(home),
        (http, told) -> {
          try (var client =
              withoutSignature()
                  .apply(SsoClient.builder(), home, http)
                  .overrideConfiguration(told)
                  .build()) {
            var _ = client.listAccounts(r -> r.accessToken("none"));
          }
        });
  }

  /// @param home the Region of IAM Identity Center
  public Target identityCenterTokensTarget(Region home) {
    return target(
        "IAM Identity Center, sign-in",
        "sso_oidc",
        Where.identityCenterTokens(home),
        (http, told) -> {
          try (var client =
              withoutSignature()
                  .apply(SsoOidcClient.builder(), home, http)
                  .overrideConfiguration(told)
                  .build()) {
            var _ = client.registerClient(r -> r.clientName("none").clientType("public"));
          }
        });
  }

  /// Prepares a request.
  @FunctionalInterface
  private interface Asking {
    void ask(SdkHttpClient http, ClientOverrideConfiguration told);
  }

  /// The SDK is let prepare a request, without credentials, that is never sent.
  private Target target(String name, String service, Where where, Asking asking) {
    var target = new AtomicReference<URI>();
    var told =
        override.toBuilder()
            .executionInterceptors(List.of())
            .retryStrategy(retry -> retry.maxAttempts(1))
            .build();
    try {
      asking.ask(new NothingSent(target), told);
    } catch (SdkClientException e) {
      if (target.get() == null) {
        throw e;
      }
    }
    var uri = Objects.requireNonNull(target.get(), "the SDK prepared no request");
    return new Target(name, uri, where(where).allows(uri), setBy.apply(service));
  }

  private ClientFactory withoutSignature() {
    return signingWith(AnonymousCredentialsProvider.create());
  }

  private KmsClientBuilder kms(
      Region there, SdkHttpClient guarded, ClientOverrideConfiguration configuration) {
    return apply(KmsClient.builder(), there, guarded).overrideConfiguration(configuration);
  }

  private SdkHttpClient guard(String name, String service) {
    return guard(name, service, Where.forSigned());
  }

  private SdkHttpClient guard(String name, String service, Where where) {
    return new GuardedHttpClient(name, where(where), http, () -> setBy.apply(service));
  }

  private Where where(Where toAws) {
    return standIn.isPresent() ? Where.thisMachine() : toAws;
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B apply(
      B builder, Region where, SdkHttpClient guarded) {
    builder.region(where).credentialsProvider(credentials).overrideConfiguration(override);
    standIn.ifPresent(
        uri -> builder.endpointOverride(uri).fipsEnabled(false).dualstackEnabled(false));
    return builder.httpClient(guarded);
  }

  private record NothingSent(AtomicReference<URI> target) implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      target.set(request.httpRequest().getUri());
      throw SdkClientException.create("This request only tells where it would go.");
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    whenClosed.run();
    http.close();
  }
}
