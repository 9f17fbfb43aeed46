package org.xksworkbench.app.kms.aws.credentials;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.xksworkbench.app.kms.AwsProfile.Kind;
import org.xksworkbench.app.kms.aws.config.Place;

/// Where the credentials of a profile come from. Nothing secret is in the text of one.
public sealed interface CredentialPlan {

  Kind kind();

  /// Why there are none, a sentence; empty where there may be some.
  default Optional<String> fault() {
    return Optional.empty();
  }

  /// Written down. The secret values are in no text that this makes.
  final class Keys implements CredentialPlan {

    private final String accessKeyId;
    private final String secretAccessKey;
    private final Optional<String> sessionToken;

    Keys(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
      this.accessKeyId = accessKeyId;
      this.secretAccessKey = secretAccessKey;
      this.sessionToken = sessionToken;
    }

    String accessKeyId() {
      return accessKeyId;
    }

    String secretAccessKey() {
      return secretAccessKey;
    }

    Optional<String> sessionToken() {
      return sessionToken;
    }

    @Override
    public Kind kind() {
      return Kind.STATIC;
    }

    @Override
    public String toString() {
      return "keys";
    }
  }

  /// Printed by a program. A password may stand in its command.
  ///
  /// @param place of the command
  record CredentialProcess(String command, Place place) implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.CREDENTIAL_PROCESS;
    }

    @Override
    public String toString() {
      return "credential_process of " + place;
    }
  }

  /// A role of AWS, assumed with other credentials.
  ///
  /// @param profile that names the role
  /// @param seconds the session shall last
  /// @param over where the other credentials come from
  record Role(
      String profile,
      String arn,
      Optional<String> sessionName,
      Optional<String> externalId,
      Optional<String> mfaSerial,
      OptionalInt seconds,
      CredentialPlan over)
      implements CredentialPlan {

    @Override
    public Kind kind() {
      return mfaSerial.isPresent() ? Kind.ROLE_WITH_MFA : Kind.ROLE;
    }

    @Override
    public Optional<String> fault() {
      return over.fault();
    }
  }

  /// A role of AWS, for the token of an identity provider.
  record WebIdentity(String roleArn, Optional<String> sessionName, Path tokenFile)
      implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.WEB_IDENTITY;
    }
  }

  /// A role by IAM Identity Center, for the session that the AWS CLI keeps.
  ///
  /// @param session its name; empty for profiles of the old kind, whose sessions are not renewed
  /// @param region of IAM Identity Center
  record IdentityCenter(
      Optional<String> session, String startUrl, String region, String account, String role)
      implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.SSO;
    }
  }

  /// Of the instance of Amazon EC2 that this is, because the profile says so.
  record Ec2Instance() implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.OTHER;
    }
  }

  /// Of the container that this is in, because the profile says so.
  record Container() implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.OTHER;
    }
  }

  /// By `aws login`, which keeps them for the AWS CLI.
  record ConsoleLogin(String profile) implements CredentialPlan {

    @Override
    public Kind kind() {
      return Kind.CONSOLE_LOGIN;
    }

    @Override
    public Optional<String> fault() {
      return Optional.of(
          "The profile %s signs in by aws login, whose session only the AWS CLI can use."
              .formatted(profile));
    }
  }

  /// There are none.
  ///
  /// @param why a sentence
  record Faulty(Kind kind, String why) implements CredentialPlan {

    @Override
    public Optional<String> fault() {
      return Optional.of(why);
    }
  }
}
