package org.xksworkbench.bridge.https;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// How a request is signed: Signature Version 4, by the AWS SDK's own signer.
///
/// @param clock whose time is in the signature
public record RequestSigning(
    String accessKeyId, String secretAccessKey, String service, String region, Clock clock) {

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /// As AWS KMS signs for a proxy.
  public static RequestSigning ofAwsKms(String accessKeyId, String secretAccessKey, String region) {
    return new RequestSigning(
        accessKeyId, secretAccessKey, "kms-xks-proxy", region, Clock.systemUTC());
  }

  /// A POST with the headers of its signature.
  public HttpsRequest post(URI uri, byte[] body) {
    var signed =
        SIGNER.sign(request ->
            request
                .identity(AwsCredentialsIdentity.create(accessKeyId, secretAccessKey))
                .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    var headers = new HashMap<String, String>();
    signed
        .request()
        .forEachHeader((name, values) -> {
          // The client sets the same Host by itself.
          if (!name.equalsIgnoreCase("Host")) {
            headers.put(name, String.join(",", values));
          }
        });
    return HttpsRequest.post(uri, headers, body);
  }

  public RequestSigning withSecret(String other) {
    return new RequestSigning(accessKeyId, other, service, region, clock);
  }

  public RequestSigning withAccessKeyId(String other) {
    return new RequestSigning(other, secretAccessKey, service, region, clock);
  }

  public RequestSigning forService(String other) {
    return new RequestSigning(accessKeyId, secretAccessKey, other, region, clock);
  }

  public RequestSigning at(Clock other) {
    return new RequestSigning(accessKeyId, secretAccessKey, service, region, other);
  }

  /// Never shows the secret.
  @Override
  public String toString() {
    return "RequestSigning[" + accessKeyId + ", " + service + ", " + region + "]";
  }
}
