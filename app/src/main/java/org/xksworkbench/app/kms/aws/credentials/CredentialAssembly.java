package org.xksworkbench.app.kms.aws.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.opening.OpenedParts;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.auth.SsoCredentialsProvider;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.sso.model.SsoException;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.StsException;

/// Providers of credentials, made from the parts of the SDK by a plan, each with clients of our own
/// making. Closed by its owner; then nothing is renewed any more.
public final class CredentialAssembly implements AutoCloseable {

  private static final String SESSION = "xks-workbench";

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final ClientFactory clients;
  private final AwsEnvironment surroundings;
  private final MfaPrompt prompt;
  private final OpenedParts parts = new OpenedParts();

  /// @param clients without credentials
  /// @param prompt asks for the code of an MFA device
  public CredentialAssembly(ClientFactory clients, AwsEnvironment surroundings, MfaPrompt prompt) {
    this.clients = clients;
    this.surroundings = surroundings;
    this.prompt = prompt;
  }

  /// Asks nobody yet. Where there are no such credentials, that is told to whoever asks for them:
  /// the window opens, and another profile can be chosen in it.
  public AwsCredentialsProvider of(CredentialPlan plan) {
    return switch (plan) {
      case CredentialPlan.AccessKeyPair keys ->
          StaticCredentialsProvider.create(toCredentials(keys));
      case CredentialPlan.CredentialProcess process -> new ProcessCredentials(process);
      case CredentialPlan.AssumedRole role -> role(role);
      case CredentialPlan.WebIdentity web -> webIdentity(web);
      case CredentialPlan.IdentityCenter center -> identityCenter(center);
      case CredentialPlan.Ec2Instance _ ->
          parts.add(InstanceProfileCredentialsProvider.builder().build());
      case CredentialPlan.Container _, CredentialPlan.LoopbackAddress _ ->
          parts.add(ContainerCredentialsProvider.builder().build());
      case CredentialPlan.ConsoleLogin login ->
          login
              .cli()
              .<AwsCredentialsProvider>map(cli -> ProcessCredentials.of(login, cli))
              .orElseGet(() -> none(KmsErrorCode.CONSOLE_LOGIN, login));
      case CredentialPlan.Faulty faulty -> none(KmsErrorCode.PROFILE_UNUSABLE, faulty);
    };
  }

  private static AwsCredentialsProvider none(KmsErrorCode code, CredentialPlan plan) {
    return () -> {
      throw unusable(code, plan.fault().orElse(""));
    };
  }

  private static AwsCredentials toCredentials(CredentialPlan.AccessKeyPair keys) {
    return keys.sessionToken()
        .<AwsCredentials>map(token ->
            AwsSessionCredentials.builder()
                .accessKeyId(keys.accessKeyId())
                .secretAccessKey(keys.secretAccessKey())
                .sessionToken(token)
                .expirationTime(keys.end().orElse(null))
                .build())
        .orElseGet(() -> AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
  }

  private AwsCredentialsProvider role(CredentialPlan.AssumedRole role) {
    var sts = parts.add(clients.signingWith(of(role.over())).sts());
    var codes = new MfaCodes(prompt, InstantSource.system());
    var provider =
        parts.add(
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(() -> request(role, codes))
                .build());
    return role.mfaSerial().isEmpty()
        ? provider
        : () -> {
          try {
            return provider.resolveCredentials();
          } catch (StsException e) {
            throw codes.refusal(e);
          }
        };
  }

  private static AssumeRoleRequest request(CredentialPlan.AssumedRole role, MfaCodes codes) {
    var request =
        AssumeRoleRequest.builder()
            .roleArn(role.arn())
            .roleSessionName(role.sessionName().orElse(SESSION))
            .externalId(role.externalId().orElse(null));
    role.seconds().ifPresent(request::durationSeconds);
    role.mfaSerial()
        .ifPresent(
            serial -> request.serialNumber(serial).tokenCode(codes.code(role.profile(), serial)));
    return request.build();
  }

  private AwsCredentialsProvider webIdentity(CredentialPlan.WebIdentity web) {
    var sts = parts.add(clients.stsForTokens());
    return parts.add(
        StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(() ->
                AssumeRoleWithWebIdentityRequest.builder()
                    .roleArn(web.roleArn())
                    .roleSessionName(web.sessionName().orElse(SESSION))
                    .webIdentityToken(token(web.tokenFile()))
                    .build())
            .build());
  }

  /// Anew each time: whoever wrote it replaces it.
  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw unusable(
          KmsErrorCode.PROFILE_UNUSABLE,
          "There is no file %s, which web_identity_token_file names.".formatted(file));
    } catch (IOException e) {
      throw unusable(
          KmsErrorCode.PROFILE_UNUSABLE,
          "The file %s, which web_identity_token_file names, cannot be read: %s."
              .formatted(file, e.getMessage()));
    }
  }

  private AwsCredentialsProvider identityCenter(CredentialPlan.IdentityCenter center) {
    var home = Region.of(center.signIn().region());
    var session =
        new IdentityCenterSession(
            center.signIn(),
            surroundings.ssoCache(),
            () -> clients.identityCenterTokens(home),
            InstantSource.system());
    var client = parts.add(new RememberedEnd(clients.identityCenter(home)));
    // By the interface: its own type is not public.
    SsoCredentialsProvider.Builder builder = SsoCredentialsProvider.builder();
    var provider =
        parts.add(
            builder
                .ssoClient(client)
                .refreshRequest(() ->
                    GetRoleCredentialsRequest.builder()
                        .accessToken(session.token())
                        .accountId(center.account())
                        .roleName(center.role())
                        .build())
                .build());
    return () -> {
      try {
        return client.withEnd(provider.resolveCredentials());
      } catch (SsoException e) {
        throw signInFailure(e, center);
      }
    };
  }

  private static RuntimeException signInFailure(
      SsoException e, CredentialPlan.IdentityCenter center) {
    return switch (e.statusCode()) {
      case UNAUTHORIZED ->
          KmsException.ofCredentials(
              KmsErrorCode.SSO_SESSION_EXPIRED,
              "IAM Identity Center does not know the session any more.",
              e);
      case FORBIDDEN, NOT_FOUND ->
          KmsException.ofCredentials(
              KmsErrorCode.SSO_ROLE_DENIED,
              "You are signed in, but IAM Identity Center does not give you the role %s in the"
                      .formatted(center.role())
                  + " account %s.".formatted(center.account()),
              e);
      default -> e;
    };
  }

  private static KmsException unusable(KmsErrorCode code, String why) {
    return KmsException.ofCredentials(code, why, null);
  }

  @Override
  public void close() {
    parts.close();
  }
}
