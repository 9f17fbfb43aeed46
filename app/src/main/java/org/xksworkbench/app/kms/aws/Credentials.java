package org.xksworkbench.app.kms.aws;

import org.xksworkbench.app.kms.AwsProfile.Kind;
import org.xksworkbench.app.kms.MfaPrompt;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Where the credentials of a profile come from. The SDK does all kinds but one: it never asks for
/// the code of an MFA device.
final class Credentials {

  private static final String SESSION = "xks-workbench";

  private Credentials() {}

  static AwsCredentialsProvider of(
      String name,
      Region region,
      SdkHttpClient.Builder<?> http,
      ClientOverrideConfiguration override,
      MfaPrompt prompt) {
    return ProfileFiles.profile(name)
        .filter(profile -> ProfileFiles.kind(profile) == Kind.ROLE_WITH_MFA)
        .<AwsCredentialsProvider>map(profile -> withMfa(profile, region, http, override, prompt))
        .orElseGet(() -> ProfileCredentialsProvider.create(name));
  }

  private static AwsCredentialsProvider withMfa(
      Profile profile,
      Region region,
      SdkHttpClient.Builder<?> http,
      ClientOverrideConfiguration override,
      MfaPrompt prompt) {
    var serial = profile.property(ProfileProperty.MFA_SERIAL).orElseThrow();
    var source = profile.property(ProfileProperty.SOURCE_PROFILE).orElse("default");
    var sts =
        StsClient.builder()
            .region(region)
            .credentialsProvider(ProfileCredentialsProvider.create(source))
            .overrideConfiguration(override)
            .httpClientBuilder(http)
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(() ->
            AssumeRoleRequest.builder()
                .roleArn(profile.property(ProfileProperty.ROLE_ARN).orElseThrow())
                .roleSessionName(
                    profile.property(ProfileProperty.ROLE_SESSION_NAME).orElse(SESSION))
                .externalId(profile.property(ProfileProperty.EXTERNAL_ID).orElse(null))
                .serialNumber(serial)
                .tokenCode(prompt.code(profile.name(), serial))
                .build())
        .build();
  }
}
