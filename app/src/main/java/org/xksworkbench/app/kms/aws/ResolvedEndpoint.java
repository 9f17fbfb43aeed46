package org.xksworkbench.app.kms.aws;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/// Where the SDK would send a request: it is let prepare one, without credentials, that is never
/// sent. So everything that moves an endpoint counts: profile, environment, system property, FIPS,
/// dual stack, and what a later SDK may add.
final class ResolvedEndpoint {

  private ResolvedEndpoint() {}

  /// @param like a builder of its own, configured as that of the real client
  static URI of(KmsClientBuilder like, ClientOverrideConfiguration configuration) {
    var target = new AtomicReference<URI>();
    try (var client =
        like.credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(
                configuration.toBuilder().retryStrategy(retry -> retry.maxAttempts(1)).build())
            .httpClient(new NothingSent(target))
            .build()) {
      var _ = client.listKeys();
    } catch (SdkClientException e) {
      if (target.get() == null) {
        throw e;
      }
    }
    return Objects.requireNonNull(target.get(), "the SDK prepared no request");
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
}
