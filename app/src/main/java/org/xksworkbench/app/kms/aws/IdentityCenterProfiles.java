package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewProfiles;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.kms.aws.config.AddedProfile;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.ProfileSettings;
import org.xksworkbench.app.kms.aws.config.Selection;
import org.xksworkbench.app.kms.aws.config.Setting;
import org.xksworkbench.app.kms.aws.credentials.CenterSignIn;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.credentials.IdentityCenterAccounts;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;

/// New profiles of IAM Identity Center, on the same network and guard as everything else. Proxy and
/// authorities are those of the profile that the AWS CLI would take: there is none of its own yet.
public final class IdentityCenterProfiles implements NewProfiles {

  private final MachinePolicy policy;
  private final Supplier<AwsEnvironment> surroundings;

  public IdentityCenterProfiles(MachinePolicy policy) {
    this(policy, AwsEnvironment::ofThisProcess);
  }

  IdentityCenterProfiles(MachinePolicy policy, Supplier<AwsEnvironment> surroundings) {
    this.policy = policy;
    this.surroundings = surroundings;
  }

  @Override
  public List<CenterSession> sessions() {
    var configuration = AwsConfiguration.read(surroundings.get());
    return configuration.ssoSessions().stream()
        .flatMap(name -> session(configuration, name).stream())
        .toList();
  }

  private static Optional<CenterSession> session(AwsConfiguration configuration, String name) {
    return configuration
        .ssoSession(name)
        .map(settings ->
            new CenterSession(name, text(settings, "sso_start_url"), text(settings, "sso_region")))
        .filter(found -> !found.startUrl().isEmpty() && !found.region().isEmpty());
  }

  private static String text(Map<String, Setting> settings, String key) {
    var setting = settings.get(key);
    return setting == null ? "" : setting.value().strip();
  }

  @Override
  public SignIns signIns(CenterSession session) {
    return new SignIns() {
      @Override
      public List<SignInWay> ways(String profile) {
        return policy.signIn() ? List.of(SignInWay.BROWSER, SignInWay.CODE) : List.of();
      }

      @Override
      public void signIn(String profile, SignInWay way, Consumer<SignInPage> shown)
          throws InterruptedException {
        policy.requireSignIn();
        var here = surroundings.get();
        var configuration = AwsConfiguration.read(here);
        ProfileSignIns.signIn(
            signInTo(session), usual(here, configuration), here, configuration, way, shown);
      }
    };
  }

  @Override
  public List<CenterAccount> accounts(CenterSession session) {
    return ask(session, IdentityCenterAccounts::list);
  }

  @Override
  public List<String> roles(CenterSession session, String account) {
    return ask(session, accounts -> accounts.roles(account));
  }

  private <T> T ask(CenterSession session, Function<IdentityCenterAccounts, T> question) {
    require(() -> requireForms(session));
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    requireSameSession(configuration, session);
    var profile = usual(here, configuration);
    return KmsFailures.translate(() -> {
      try (var clients =
          ProfileSignIns.clients(
              Region.of(session.region()),
              profile,
              here,
              configuration,
              AwsClientAssembly.network(here, configuration, profile))) {
        return question.apply(
            new IdentityCenterAccounts(signInTo(session), here.ssoCache(), clients));
      }
    });
  }

  private static CenterSignIn signInTo(CenterSession session) {
    return new CenterSignIn(Optional.of(session.name()), session.startUrl(), session.region());
  }

  private static String usual(AwsEnvironment here, AwsConfiguration configuration) {
    return Selection.settingsOf(
        Selection.of(Optional.empty(), Optional.empty(), here, configuration).profile().value(),
        here);
  }

  @Override
  public ProfileAddition propose(ProfileDraft draft) {
    require(() -> {
      requireForms(draft.session());
      AddedProfile.requireName("profile", draft.name());
      AddedProfile.requireForm("account ID", draft.account());
      AddedProfile.requireForm("role", draft.role());
      AddedProfile.requireForm("Region", draft.region());
    });
    policy.requireProfile(draft.name());
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    requireNoProfile(configuration, draft.name());
    var known = requireSameSession(configuration, draft.session());
    var before = content(here.configFile());
    var addition =
        new ProfileAddition(
            draft.name(),
            here.configFile().toString(),
            AddedProfile.fingerprint(before),
            AddedProfile.text(before, draft, !known));
    requireRead(here, configuration, draft, before + addition.text());
    return addition;
  }

  private static void requireForms(CenterSession session) {
    AddedProfile.requireName("session", session.name());
    AddedProfile.requireForm("start URL", session.startUrl());
    AddedProfile.requireForm("Region", session.region());
  }

  private static void requireNoProfile(AwsConfiguration configuration, String name) {
    if (name.equals(AwsProfile.ENVIRONMENT)) {
      throw unusable("The name environment stands for the credentials of the terminal here.", null);
    }
    configuration
        .profile(name)
        .ifPresent(there -> {
          throw unusable(
              "There is a profile %s already (%s).".formatted(name, there.place()), null);
        });
  }

  /// @return whether it is in the file
  private static boolean requireSameSession(AwsConfiguration configuration, CenterSession session) {
    if (configuration.ssoSession(session.name()).isEmpty()) {
      return false;
    }
    if (!session(configuration, session.name()).equals(Optional.of(session))) {
      throw unusable(
          "The AWS file has an sso-session %s already, with another start URL or Region."
              .formatted(session.name()),
          null);
    }
    return true;
  }

  /// What was there must mean what it meant, and the new profile what it was asked to be: read as
  /// every start reads it.
  private void requireRead(
      AwsEnvironment here, AwsConfiguration before, ProfileDraft draft, String content) {
    var after = AddedProfile.with(here, content);
    var expected =
        new CredentialPlan.IdentityCenter(signInTo(draft.session()), draft.account(), draft.role());
    var kept =
        settings(after.profiles()).entrySet().containsAll(settings(before.profiles()).entrySet());
    if (!kept || !new CredentialPlans(here, after, policy).of(draft.name()).equals(expected)) {
      throw unusable(
          "The file %s is such that a profile at its end would not be read as one."
              .formatted(here.configFile()),
          null);
    }
  }

  private static Map<String, Map<String, String>> settings(List<ProfileSettings> profiles) {
    return profiles.stream()
        .collect(
            Collectors.toMap(
                ProfileSettings::name,
                profile ->
                    profile.settings().entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey, setting -> setting.getValue().value()))));
  }

  @Override
  public void write(ProfileAddition addition) {
    policy.requireProfile(addition.profile());
    var file = Path.of(addition.file());
    var before = content(file);
    if (!AddedProfile.fingerprint(before).equals(addition.fingerprint())) {
      throw unusable(
          "The file %s has changed since it was read. Nothing was written.".formatted(file), null);
    }
    try {
      AddedProfile.write(file, before + addition.text());
    } catch (IOException e) {
      throw unusable("The file %s cannot be written: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static String content(Path file) {
    try {
      return AddedProfile.before(file);
    } catch (CharacterCodingException e) {
      throw unusable("The file %s is not written in UTF-8.".formatted(file), e);
    } catch (IOException e) {
      throw unusable("The file %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static void require(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    }
  }

  private static KmsException unusable(String why, @Nullable Exception cause) {
    return KmsException.ofCredentials(KmsErrorCode.PROFILE_NOT_MADE, why, cause);
  }
}
