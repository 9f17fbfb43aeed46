package org.xksworkbench.app.kms.aws;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/// What every client of the SDK is built with, whatever service it is for.
///
/// @param endpoint where the stand-in is; empty for AWS, where the SDK resolves it
/// @param override with the guards that look at every request
/// @param http makes a builder of the HTTP client, one for each client
/// @param skew what the answers told of the clock of AWS
record ClientSettings(
    Region region,
    Optional<URI> endpoint,
    AwsCredentialsProvider credentials,
    ClientOverrideConfiguration override,
    Supplier<SdkHttpClient.Builder<?>> http,
    ClockSkew skew) {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /// Signs requests to the local KMS, which does not look at it.
  private static final AwsCredentialsProvider NO_CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALKMSNOTAWS", "local"));

  static ClientSettings of(AwsConnection connection) {
    return switch (connection) {
      case AwsConnection.LocalKms local ->
          withoutCredentials(local, UrlConnectionHttpClient::builder);
      case AwsConnection.Aws(var profile, var id, var prompt) -> {
        var region = Region.of(id);
        var skew = new ClockSkew(Clock.systemUTC());
        var override =
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(CALL_TIMEOUT)
                .defaultProfileName(profile)
                .addExecutionInterceptor(new EndpointGuard())
                .addExecutionInterceptor(skew)
                .addExecutionInterceptor(new AnswerTeller())
                .build();
        // Read now, so that a bundle that cannot be used is said before anything is asked.
        var credentials =
            Credentials.of(profile, region, HttpClients.ofProfile(profile), override, prompt);
        yield new ClientSettings(
            region,
            Optional.empty(),
            credentials,
            override,
            () -> HttpClients.ofProfile(profile),
            skew);
      }
    };
  }

  /// For requests that nobody looks at the signature of.
  static ClientSettings withoutCredentials(
      AwsConnection connection, Supplier<SdkHttpClient.Builder<?>> http) {
    var skew = new ClockSkew(Clock.systemUTC());
    var override =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(CALL_TIMEOUT)
            .defaultProfileFile(ProfileFile.aggregator().build())
            .defaultProfileName("none")
            .addExecutionInterceptor(skew)
            .addExecutionInterceptor(new AnswerTeller())
            .build();
    Optional<URI> endpoint =
        switch (connection) {
          case AwsConnection.LocalKms local -> Optional.of(local.endpoint());
          case AwsConnection.Aws _ -> Optional.empty();
        };
    return new ClientSettings(
        Region.of(connection.region()), endpoint, NO_CREDENTIALS, override, http, skew);
  }

  /// Makes clients. For the stand-in, the user's AWS files stay unread meanwhile.
  <T> T building(Supplier<T> build) {
    return endpoint.isPresent() ? AwsFiles.unread(build) : build.get();
  }

  /// All but the HTTP client.
  <B extends AwsClientBuilder<B, C>, C> B common(B builder) {
    builder.region(region).credentialsProvider(credentials).overrideConfiguration(override);
    endpoint.ifPresent(
        uri -> builder.endpointOverride(uri).fipsEnabled(false).dualstackEnabled(false));
    return builder;
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B apply(B builder) {
    return common(builder).httpClientBuilder(http.get());
  }

  /// The same for a service that is not in a Region but in a partition.
  ClientSettings in(Region other) {
    return new ClientSettings(other, endpoint, credentials, override, http, skew);
  }
}
