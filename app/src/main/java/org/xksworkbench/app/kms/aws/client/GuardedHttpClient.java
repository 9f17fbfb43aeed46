package org.xksworkbench.app.kms.aws.client;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Looks at every request in its last form, whatever variable or file sent it there: what may not
/// go to its host is not sent. An interceptor could be gone round, the transport cannot.
final class GuardedHttpClient implements SdkHttpClient {

  /// As the JDK tells it.
  private static final Pattern PROXY_ASKS =
      Pattern.compile("through proxy. Proxy returns \"HTTP/\\S+ 407");

  private final String service;
  private final Where where;
  private final SdkHttpClient shared;
  private final Supplier<Optional<String>> setBy;

  /// @param service such as "AWS KMS"
  /// @param shared stays open: others use it too
  /// @param setBy the setting that sends requests elsewhere
  GuardedHttpClient(
      String service, Where where, SdkHttpClient shared, Supplier<Optional<String>> setBy) {
    this.service = service;
    this.where = where;
    this.shared = shared;
    this.setBy = setBy;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var uri = request.httpRequest().getUri();
    if (!where.allows(uri)) {
      throw refusal(uri);
    }
    var prepared = shared.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (IOException e) {
          throw ofProxy(e);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private KmsException refusal(URI uri) {
    return KmsException.ofCredentials(
        KmsErrorCode.ENDPOINT_REFUSED,
        "A request to %s would go to %s://%s, which is not AWS%s. It was not sent."
            .formatted(
                service,
                uri.getScheme(),
                uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()),
                setBy.get().map(setting -> ", because of " + setting).orElse("")),
        null);
  }

  /// Not as a failure of the network, which the SDK tries again: the password would be sent anew.
  private static IOException ofProxy(IOException e) {
    if (PROXY_ASKS.matcher(String.valueOf(e.getMessage())).find()) {
      throw new KmsException(
          KmsException.KmsFailureKind.UNREACHABLE,
          KmsErrorCode.NETWORK_PROXY.text(),
          "The proxy server of the network wants a login (HTTP 407), and user and password of"
              + " HTTPS_PROXY, or the ticket of Kerberos, are missing or wrong.",
          "",
          e);
    }
    return e;
  }

  @Override
  public String clientName() {
    return shared.clientName();
  }

  @Override
  public void close() {}
}
