package org.xksworkbench.app.kms.aws.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsResponse;

/// Knows when the credentials end that it got last: the SDK's provider keeps that to itself.
final class RememberedEnd implements SsoClient {

  private final SsoClient client;
  private volatile @Nullable Instant end;

  RememberedEnd(SsoClient client) {
    this.client = client;
  }

  AwsCredentials withEnd(AwsCredentials credentials) {
    return credentials instanceof AwsSessionCredentials session
        ? session.toBuilder().expirationTime(end).build()
        : credentials;
  }

  @Override
  public GetRoleCredentialsResponse getRoleCredentials(GetRoleCredentialsRequest request) {
    var answer = client.getRoleCredentials(request);
    var millis = answer.roleCredentials() == null ? null : answer.roleCredentials().expiration();
    end = millis == null ? null : Instant.ofEpochMilli(millis);
    return answer;
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }
}
