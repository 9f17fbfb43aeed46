package org.xksworkbench.app.kms.aws.network;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/// What a client of the SDK gets that was given no HTTP client: one that sends nothing. Made by the
/// SDK, by its name ([Fence]).
public final class RefusingHttpService implements SdkHttpService {

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return new RefusingBuilder();
  }

  private static final class RefusingBuilder implements SdkHttpClient.Builder<RefusingBuilder> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new Refusing();
    }
  }

  private static final class Refusing implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      throw SdkClientException.create(
          "A request to %s was not sent: it came from a client of the AWS SDK that this program did"
                  .formatted(request.httpRequest().host())
              + " not make.");
    }

    @Override
    public void close() {}
  }
}
