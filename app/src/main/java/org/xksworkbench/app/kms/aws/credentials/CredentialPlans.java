package org.xksworkbench.app.kms.aws.credentials;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfile.ProfileKind;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.ProfileSettings;
import org.xksworkbench.app.kms.aws.config.Setting;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Which of its settings a profile takes its credentials from, in the order of the AWS CLI
/// (botocore, `credentials.py`). The SDK for Java has another order.
public final class CredentialPlans {

  private static final String KEY_VARIABLE = "AWS_ACCESS_KEY_ID";
  private static final String SECRET_VARIABLE = "AWS_SECRET_ACCESS_KEY";
  private static final String KEY = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";
  private static final String ROLE = "role_arn";
  private static final String SOURCE = "source_profile";
  private static final String OTHER_SOURCE = "credential_source";
  private static final String TOKEN_FILE = "web_identity_token_file";

  private final AwsEnvironment surroundings;
  private final AwsConfiguration configuration;
  private final MachinePolicy policy;

  /// @param policy of this machine
  public CredentialPlans(
      AwsEnvironment surroundings, AwsConfiguration configuration, MachinePolicy policy) {
    this.surroundings = surroundings;
    this.configuration = configuration;
    this.policy = policy;
  }

  public CredentialPlan of(String name) {
    return name.equals(AwsProfile.ENVIRONMENT) ? ofTerminal() : ofFiles(name);
  }

  /// What the terminal gave along.
  private CredentialPlan ofTerminal() {
    var missing =
        Stream.of(KEY_VARIABLE, SECRET_VARIABLE)
            .filter(variable -> surroundings.variable(variable).isEmpty())
            .toList();
    var address = surroundings.variable(CredentialPlan.LoopbackAddress.VARIABLE);
    if (surroundings.variable(KEY_VARIABLE).isEmpty() && address.isPresent()) {
      return atAddress(address.get());
    }
    if (!missing.isEmpty()) {
      return faulty(
          ProfileKind.ENVIRONMENT,
          "The terminal that this program was started from has no %s."
              .formatted(String.join(" and no ", missing)));
    }
    return variables(ProfileKind.ENVIRONMENT);
  }

  /// Whoever answers there gives rights away. Elsewhere than on this computer, that would be in the
  /// clear, or somebody else's machine.
  private static CredentialPlan atAddress(String address) {
    return isOnThisComputer(address)
        ? new CredentialPlan.LoopbackAddress()
        : faulty(
            ProfileKind.ENVIRONMENT,
            "%s names an address that is not on this computer, and others are not asked."
                .formatted(CredentialPlan.LoopbackAddress.VARIABLE));
  }

  private static boolean isOnThisComputer(String address) {
    try {
      var host = Objects.requireNonNullElse(new URI(address.strip()).getHost(), "");
      return host.equals("localhost")
          || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  private CredentialPlan variables(ProfileKind kind) {
    return new CredentialPlan.AccessKeyPair(
        kind,
        surroundings.variable(KEY_VARIABLE).orElseThrow(),
        surroundings.variable(SECRET_VARIABLE).orElseThrow(),
        surroundings.variable("AWS_SESSION_TOKEN"),
        end(surroundings.variable("AWS_CREDENTIAL_EXPIRATION")),
        KEY_VARIABLE + " of this terminal");
  }

  /// A text that is no time tells of no end, as for the AWS CLI.
  private static Optional<Instant> end(Optional<String> text) {
    try {
      return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private CredentialPlan ofFiles(String name) {
    return configuration
        .profile(name)
        .map(profile ->
            assumesRole(profile) ? role(profile, List.of(profile)) : ownCredentials(profile))
        .orElseGet(() ->
            new CredentialPlan.Faulty(
                ProfileKind.OTHER,
                "There is no profile %s in %s or %s."
                    .formatted(name, configuration.configFile(), configuration.credentialsFile())));
  }

  private static boolean assumesRole(ProfileSettings profile) {
    return profile.has(ROLE) && !profile.has(TOKEN_FILE);
  }

  /// All but the role that it names.
  private CredentialPlan ownCredentials(ProfileSettings profile) {
    if (profile.has(TOKEN_FILE)) {
      return webIdentity(profile);
    }
    if (profile.has("sso_account_id") || profile.has("sso_role_name")) {
      return identityCenter(profile);
    }
    if (profile.has(KEY) && profile.shared().contains(KEY)) {
      return keys(profile);
    }
    if (profile.has("login_session")) {
      return consoleLogin(profile);
    }
    var process = profile.setting("credential_process");
    if (process.isPresent()) {
      return process(profile, process.get());
    }
    return profile.has(KEY) ? keys(profile) : nothing(profile);
  }

  private CredentialPlan consoleLogin(ProfileSettings profile) {
    return policy.credentialProcess()
        ? new CredentialPlan.ConsoleLogin(profile.name(), AwsCli.find(surroundings))
        : faulty(
            ProfileKind.CONSOLE_LOGIN,
            ("The profile %s signs in by aws login (%s), for which the AWS CLI would be started, as"
                    + " credential_process is; the policy of this machine does not allow that.")
                .formatted(profile.name(), place(profile, "login_session")));
  }

  private CredentialPlan process(ProfileSettings profile, Setting process) {
    return policy.credentialProcess()
        ? new CredentialPlan.CredentialProcess(process.value(), process.place())
        : faulty(
            ProfileKind.CREDENTIAL_PROCESS,
            ("The profile %s takes its credentials from a program (credential_process in %s), which"
                    + " the policy of this machine does not allow.")
                .formatted(profile.name(), process.place()));
  }

  private static CredentialPlan keys(ProfileSettings profile) {
    var secret = profile.value(SECRET);
    if (secret.isEmpty()) {
      return faulty(
          ProfileKind.STATIC,
          "The profile %s has %s (%s), but no %s."
              .formatted(profile.name(), KEY, place(profile, KEY), SECRET));
    }
    return new CredentialPlan.AccessKeyPair(
        ProfileKind.STATIC,
        profile.value(KEY).orElseThrow(),
        secret.get(),
        // The second name is of older tools.
        profile.value("aws_session_token").or(() -> profile.value("aws_security_token")),
        Optional.empty(),
        "the access key in " + place(profile, KEY));
  }

  private CredentialPlan nothing(ProfileSettings profile) {
    return profile.has("sso_session") || profile.has("sso_start_url")
        ? faulty(
            ProfileKind.SSO,
            ("The profile %s (%s) names a session of IAM Identity Center, but neither"
                    + " sso_account_id nor sso_role_name.")
                .formatted(profile.name(), profile.place()))
        : faulty(
            ProfileKind.OTHER,
            "The profile %s (%s) says nothing of where its credentials come from."
                .formatted(profile.name(), profile.place()));
  }

  private CredentialPlan webIdentity(ProfileSettings profile) {
    var role = profile.value(ROLE);
    if (role.isEmpty()) {
      return faulty(
          ProfileKind.WEB_IDENTITY,
          "The profile %s has %s (%s), but no %s."
              .formatted(profile.name(), TOKEN_FILE, place(profile, TOKEN_FILE), ROLE));
    }
    return new CredentialPlan.WebIdentity(
        role.get(),
        profile.value("role_session_name"),
        surroundings.path(profile.value(TOKEN_FILE).orElseThrow()));
  }

  private CredentialPlan identityCenter(ProfileSettings profile) {
    var session = profile.setting("sso_session");
    var settings = session.map(Setting::value).flatMap(configuration::ssoSession);
    if (session.isPresent() && settings.isEmpty()) {
      return faulty(
          ProfileKind.SSO,
          "The profile %s signs in by the sso-session %s (%s), and there is no such sso-session."
              .formatted(profile.name(), session.get().value(), session.get().place()));
    }
    var signIn = settings.orElseGet(profile::settings);
    var missing =
        Stream.concat(
                Stream.of("sso_start_url", "sso_region").filter(key -> text(signIn, key).isEmpty()),
                Stream.of("sso_account_id", "sso_role_name").filter(key -> !profile.has(key)))
            .toList();
    if (!missing.isEmpty()) {
      return faulty(
          ProfileKind.SSO,
          "The profile %s (%s) has no %s."
              .formatted(profile.name(), profile.place(), String.join(" and no ", missing)));
    }
    return new CredentialPlan.IdentityCenter(
        new CenterSignIn(
            session.map(Setting::value), text(signIn, "sso_start_url"), text(signIn, "sso_region")),
        profile.value("sso_account_id").orElseThrow(),
        profile.value("sso_role_name").orElseThrow());
  }

  private static String text(Map<String, Setting> settings, String key) {
    var setting = settings.get(key);
    return setting == null ? "" : setting.value().strip();
  }

  /// @param way the profiles that led here, this one last
  private CredentialPlan role(ProfileSettings profile, List<ProfileSettings> way) {
    var kind = profile.has("mfa_serial") ? ProfileKind.ROLE_WITH_MFA : ProfileKind.ROLE;
    var source = profile.setting(SOURCE);
    var other = profile.setting(OTHER_SOURCE);
    if (source.isPresent() && other.isPresent()) {
      return faulty(
          kind,
          "The profile %s (%s) has both source_profile and credential_source: one of them has to go."
              .formatted(profile.name(), profile.place()));
    }
    if (source.isEmpty() && other.isEmpty()) {
      return faulty(
          kind,
          ("The profile %s (%s) names a role, but neither source_profile nor credential_source, so"
                  + " that nothing says with what it is assumed.")
              .formatted(profile.name(), profile.place()));
    }
    var over =
        source
            .map(from -> ofProfile(profile, from, way))
            .orElseGet(() -> ofSource(profile, other.orElseThrow()));
    if (over instanceof CredentialPlan.Faulty(_, var why)) {
      return new CredentialPlan.Faulty(kind, why);
    }
    return new CredentialPlan.AssumedRole(
        profile.name(),
        profile.setting(ROLE).orElseThrow().place(),
        profile.value(ROLE).orElseThrow(),
        profile.value("role_session_name"),
        profile.value("external_id"),
        profile.value("mfa_serial"),
        number(profile.value("duration_seconds")),
        over);
  }

  /// What is no number is passed over, as the AWS CLI does.
  private static OptionalInt number(Optional<String> text) {
    try {
      return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private CredentialPlan ofProfile(
      ProfileSettings profile, Setting named, List<ProfileSettings> way) {
    var found = configuration.profile(named.value());
    if (found.isEmpty()) {
      return faulty(
          ProfileKind.ROLE,
          ("The profile %s takes its credentials from %s (source_profile in %s), and there is no"
                  + " such profile.")
              .formatted(profile.name(), named.value(), named.place()));
    }
    var source = found.get();
    var again = way.stream().anyMatch(one -> one.name().equals(source.name()));
    // A profile may name itself where it has keys: they are what its role is assumed with.
    if (again && !(source.name().equals(profile.name()) && source.has(KEY))) {
      return loop(way, source);
    }
    return !source.has(KEY) && assumesRole(source)
        ? role(source, Stream.concat(way.stream(), Stream.of(source)).toList())
        : ownCredentials(source);
  }

  private static CredentialPlan loop(List<ProfileSettings> way, ProfileSettings back) {
    var steps =
        way.stream()
            .map(one -> "%s (%s) from ".formatted(one.name(), place(one, SOURCE)))
            .collect(Collectors.joining());
    return faulty(
        ProfileKind.ROLE,
        "The profiles take their credentials in a circle: %s%s.".formatted(steps, back.name()));
  }

  private CredentialPlan ofSource(ProfileSettings profile, Setting source) {
    return switch (source.value()) {
      case "Environment" -> environment(profile, source);
      case "Ec2InstanceMetadata" -> new CredentialPlan.Ec2Instance();
      case "EcsContainer" -> new CredentialPlan.Container();
      default ->
          faulty(
              ProfileKind.ROLE,
              ("The profile %s has a credential_source (%s) that is neither Environment,"
                      + " Ec2InstanceMetadata nor EcsContainer.")
                  .formatted(profile.name(), source.place()));
    };
  }

  private CredentialPlan environment(ProfileSettings profile, Setting source) {
    return Stream.of(KEY_VARIABLE, SECRET_VARIABLE)
            .allMatch(variable -> surroundings.variable(variable).isPresent())
        ? variables(ProfileKind.STATIC)
        : faulty(
            ProfileKind.ROLE,
            ("The profile %s takes its credentials from the environment (%s), and AWS_ACCESS_KEY_ID"
                    + " or AWS_SECRET_ACCESS_KEY is not set.")
                .formatted(profile.name(), source.place()));
  }

  private static String place(ProfileSettings profile, String key) {
    return profile.setting(key).map(setting -> setting.place().toString()).orElse("");
  }

  private static CredentialPlan faulty(ProfileKind kind, String why) {
    return new CredentialPlan.Faulty(kind, why);
  }
}
