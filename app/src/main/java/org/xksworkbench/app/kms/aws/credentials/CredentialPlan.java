package org.xksworkbench.app.kms.aws.credentials;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.xksworkbench.app.kms.AwsProfile.ProfileKind;
import org.xksworkbench.app.kms.aws.config.AwsFilePlace;

/// Where the credentials of a profile come from. Nothing secret is in the text of one.
public sealed interface CredentialPlan {

  ProfileKind kind();

  /// Where they come from, a clause with file and line.
  String words();

  /// Where somebody signs in, also before a role that is assumed after it.
  default Optional<IdentityCenter> identityCenter() {
    return Optional.empty();
  }

  /// The sign-in of `aws login`, also before a role that is assumed after it.
  default Optional<ConsoleLogin> consoleLogin() {
    return Optional.empty();
  }

  /// Why there are none, a sentence; empty where there may be some.
  default Optional<String> fault() {
    return Optional.empty();
  }

  /// Written down. The secret values are in no text that this makes.
  final class AccessKeyPair implements CredentialPlan {

    private final ProfileKind kind;
    private final String accessKeyId;
    private final String secretAccessKey;
    private final Optional<String> sessionToken;
    private final Optional<Instant> end;
    private final String where;

    /// @param where they are written
    AccessKeyPair(
        ProfileKind kind,
        String accessKeyId,
        String secretAccessKey,
        Optional<String> sessionToken,
        Optional<Instant> end,
        String where) {
      this.kind = kind;
      this.accessKeyId = accessKeyId;
      this.secretAccessKey = secretAccessKey;
      this.sessionToken = sessionToken;
      this.end = end;
      this.where = where;
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

    /// When they end, as far as it is told.
    Optional<Instant> end() {
      return end;
    }

    @Override
    public ProfileKind kind() {
      return kind;
    }

    @Override
    public String words() {
      return where;
    }

    @Override
    public String toString() {
      return "keys";
    }
  }

  /// Printed by a program. A password may stand in its command.
  ///
  /// @param place of the command
  record CredentialProcess(String command, AwsFilePlace place) implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return ProfileKind.CREDENTIAL_PROCESS;
    }

    @Override
    public String words() {
      return "what the program of credential_process prints (%s)".formatted(place);
    }

    @Override
    public String toString() {
      return "credential_process of " + place;
    }
  }

  /// A role of AWS, assumed with other credentials.
  ///
  /// @param profile that names the role
  /// @param place of the role
  /// @param seconds the session shall last
  /// @param over where the other credentials come from
  record AssumedRole(
      String profile,
      AwsFilePlace place,
      String arn,
      Optional<String> sessionName,
      Optional<String> externalId,
      Optional<String> mfaSerial,
      OptionalInt seconds,
      CredentialPlan over)
      implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return mfaSerial.isPresent() ? ProfileKind.ROLE_WITH_MFA : ProfileKind.ROLE;
    }

    @Override
    public String words() {
      return "the role %s (%s), assumed with %s".formatted(arn, place, over.words());
    }

    @Override
    public Optional<IdentityCenter> identityCenter() {
      return over.identityCenter();
    }

    @Override
    public Optional<ConsoleLogin> consoleLogin() {
      return over.consoleLogin();
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
    public ProfileKind kind() {
      return ProfileKind.WEB_IDENTITY;
    }

    @Override
    public String words() {
      return "the role %s, for the token in %s".formatted(roleArn, tokenFile);
    }
  }

  /// A role by IAM Identity Center, for the session that the AWS CLI keeps.
  record IdentityCenter(CenterSignIn signIn, String account, String role)
      implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return ProfileKind.SSO;
    }

    @Override
    public Optional<IdentityCenter> identityCenter() {
      return Optional.of(this);
    }

    @Override
    public String words() {
      return "the role %s in the account %s, by the %s of IAM Identity Center"
          .formatted(
              role,
              account,
              signIn.session().map(name -> "sso-session " + name).orElse(signIn.startUrl()));
    }
  }

  /// Of the instance of Amazon EC2 that this is, because the profile says so.
  record Ec2Instance() implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return ProfileKind.OTHER;
    }

    @Override
    public String words() {
      return "the instance of Amazon EC2 that this is (credential_source)";
    }
  }

  /// Of the container that this is in, because the profile says so.
  record Container() implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return ProfileKind.OTHER;
    }

    @Override
    public String words() {
      return "the container that this is in (credential_source)";
    }
  }

  /// From an address of this computer that the terminal names, such as of `aws-vault exec
  /// --ecs-server`.
  record LoopbackAddress() implements CredentialPlan {

    static final String VARIABLE = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    @Override
    public ProfileKind kind() {
      return ProfileKind.ENVIRONMENT;
    }

    @Override
    public String words() {
      return "the address of this computer that %s of this terminal names".formatted(VARIABLE);
    }
  }

  /// By `aws login`, whose session the AWS CLI keeps, renews and hands out.
  ///
  /// @param cli empty where it is not installed
  record ConsoleLogin(String profile, Optional<AwsCli> cli) implements CredentialPlan {

    @Override
    public ProfileKind kind() {
      return ProfileKind.CONSOLE_LOGIN;
    }

    @Override
    public Optional<ConsoleLogin> consoleLogin() {
      return Optional.of(this);
    }

    @Override
    public String words() {
      return "aws login, whose credentials the AWS CLI hands out";
    }

    @Override
    public Optional<String> fault() {
      return cli.isPresent()
          ? Optional.empty()
          : Optional.of(
              ("The profile %s signs in by aws login, whose session only the AWS CLI can use, and"
                      + " PATH leads to no program aws.")
                  .formatted(profile));
    }
  }

  /// There are none.
  ///
  /// @param why a sentence
  record Faulty(ProfileKind kind, String why) implements CredentialPlan {

    @Override
    public String words() {
      return "none";
    }

    @Override
    public Optional<String> fault() {
      return Optional.of(why);
    }
  }
}
