package org.xksworkbench.bridge.xks.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs requests to proxies by the AWS SDK's own signer.
final class RequestSigner {

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final String region;

  RequestSigner(String region) {
    this.region = region;
  }

  /// The headers of a signed request, without Host.
  Map<String, String> sign(ProxyAddress proxy, URI uri, byte[] body) {
    var signed =
        signer.sign(request ->
            request
                .identity(
                    AwsCredentialsIdentity.create(proxy.accessKeyId(), proxy.secretAccessKey()))
                .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms-xks-proxy")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    var headers = new HashMap<String, String>();
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            headers.put(name, String.join(",", values));
          }
        });
    return headers;
  }
}
