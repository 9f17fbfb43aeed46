package org.xksworkbench.app.kms.aws;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/// What the window will ask first, answered in memory: a way to have the SDK's classes loaded while
/// the toolkit starts. Nothing is sent and no credential is read.
final class FirstRequest {

  /// As AWS KMS answers DescribeCustomKeyStores, with one store so that its fields are read too.
  private static final String ANSWER =
      """
      {"CustomKeyStores": [{
        "CustomKeyStoreId": "cks-0", "CustomKeyStoreName": "warm-up",
        "CustomKeyStoreType": "EXTERNAL_KEY_STORE", "ConnectionState": "FAILED",
        "ConnectionErrorCode": "XKS_PROXY_TIMED_OUT", "CreationDate": 1.764e9,
        "XksProxyConfiguration": {
          "AccessKeyId": "-", "Connectivity": "PUBLIC_ENDPOINT",
          "UriEndpoint": "https://xks.example.com", "UriPath": "/kms/xks/v1"}}]}
      """;

  private FirstRequest() {}

  /// @param to whose clients are made, as far as that needs no credentials
  static List<ExternalKeyStore> inMemory(AwsConnection to) {
    var region = Region.of(to.region());
    var clients =
        switch (to) {
          case AwsConnection.LocalKmsConnection local ->
              ClientFactory.toStandIn(local.endpoint(), region, new Memory());
          case AwsConnection.AwsProfileConnection _ ->
              ClientFactory.toAws(
                  region,
                  AwsEnvironment.ofThisProcess(),
                  AwsConfiguration.none(),
                  "none",
                  new Memory());
        };
    try (var kms = AwsKeyManagement.open(clients)) {
      return kms.keyStores();
    }
  }

  private static final class Memory implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(200).build())
              .responseBody(
                  AbortableInputStream.create(
                      new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.UTF_8))))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
