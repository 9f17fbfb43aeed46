package org.xksworkbench.app.kms.aws.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// A request to a service of AWS of which one operation is asked: its module of the SDK would be
/// many times this program (Amazon EC2). Signed by the SDK, and sent as everything else.
public final class SignedPost {

  private final String service;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final Optional<String> appId;

  /// @param service name by which it is signed
  /// @param region that it is signed for
  /// @param http guarded
  SignedPost(
      String service,
      String region,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      Optional<String> appId) {
    this.service = service;
    this.region = region;
    this.credentials = credentials;
    this.http = http;
    this.appId = appId;
  }

  /// @param status of HTTP
  /// @param errorType of services that tell it in a header; empty of others
  public record PostAnswer(int status, String errorType, String body) {}

  public PostAnswer send(URI uri, String contentType, String body) {
    var payload = ContentStreamProvider.fromByteArray(body.getBytes(StandardCharsets.UTF_8));
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .putHeader("Host", uri.getHost())
            .putHeader("Content-Type", contentType)
            .putHeader("User-Agent", appId.map(id -> "app/" + id).orElse("app/none"))
            .putHeader(
                "Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length))
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(payload)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    try {
      var answer =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElse(payload))
                      .build())
              .call();
      try (var content =
          answer.responseBody().isPresent()
              ? answer.responseBody().get()
              : new ByteArrayInputStream(new byte[0])) {
        return new PostAnswer(
            answer.httpResponse().statusCode(),
            answer.httpResponse().firstMatchingHeader("x-amzn-ErrorType").orElse(""),
            new String(content.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e.getCause());
    }
  }
}
