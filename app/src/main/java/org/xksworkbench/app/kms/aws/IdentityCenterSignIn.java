package org.xksworkbench.app.kms.aws;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.Setting;
import org.xksworkbench.app.kms.aws.credentials.CenterSignIn;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.credentials.IdentityCenterLogin;
import org.xksworkbench.app.kms.aws.network.HttpClients;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;

/// The sign-in on the same network and guard as everything else.
public final class IdentityCenterSignIn implements SignIns {

  /// What the AWS CLI asks for where a profile does not say it.
  private static final String USUAL_SCOPE = "sso:account:access";

  private final MachinePolicy policy;
  private final Supplier<AwsEnvironment> surroundings;

  public IdentityCenterSignIn(MachinePolicy policy) {
    this(policy, AwsEnvironment::ofThisProcess);
  }

  IdentityCenterSignIn(MachinePolicy policy, Supplier<AwsEnvironment> surroundings) {
    this.policy = policy;
    this.surroundings = surroundings;
  }

  @Override
  public List<SignInWay> ways(String profile) {
    var here = surroundings.get();
    return policy.signIn()
        ? center(here, AwsConfiguration.read(here), profile)
            .map(center ->
                center.signIn().session().isPresent()
                    ? List.of(SignInWay.BROWSER, SignInWay.CODE)
                    : List.of(SignInWay.CODE))
            .orElse(List.of())
        : List.of();
  }

  @Override
  public void signIn(String profile, SignInWay way, Consumer<SignInPage> shown)
      throws InterruptedException {
    policy.requireSignIn();
    policy.requireProfile(profile);
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    var center =
        center(here, configuration, profile)
            .orElseThrow(() ->
                new KmsException(
                    KmsException.KmsFailureKind.CREDENTIALS,
                    KmsErrorCode.PROFILE_UNUSABLE.text(),
                    "The profile %s does not sign in by IAM Identity Center.".formatted(profile),
                    "",
                    null));
    signIn(center.signIn(), profile, here, configuration, way, shown);
  }

  /// @param profile whose network and endpoints count
  static void signIn(
      CenterSignIn signIn,
      String profile,
      AwsEnvironment here,
      AwsConfiguration configuration,
      SignInWay way,
      Consumer<SignInPage> shown)
      throws InterruptedException {
    var home = Region.of(signIn.region());
    try (var clients = clients(home, profile, here, configuration);
        var oidc = clients.identityCenterTokens(home)) {
      var login =
          new IdentityCenterLogin(
              signIn, scopes(configuration, signIn), here.ssoCache(), oidc, InstantSource.system());
      switch (way) {
        case CODE -> login.byCode(shown);
        case BROWSER -> login.byBrowser(clients.identityCenterTokensTarget(home).uri(), shown);
      }
    } catch (RuntimeException e) {
      throw KmsFailures.translate(e);
    }
  }

  /// Without credentials.
  static ClientFactory clients(
      Region home, String profile, AwsEnvironment here, AwsConfiguration configuration) {
    return ClientFactory.toAws(
        home,
        here,
        configuration,
        profile,
        HttpClients.toAws(AwsClientAssembly.network(here, configuration, profile)));
  }

  /// Also for a role that is assumed after the sign-in.
  private Optional<CredentialPlan.IdentityCenter> center(
      AwsEnvironment here, AwsConfiguration configuration, String profile) {
    return new CredentialPlans(here, configuration, policy).of(profile).identityCenter();
  }

  private static List<String> scopes(AwsConfiguration configuration, CenterSignIn signIn) {
    return signIn
        .session()
        .map(name ->
            configuration
                .ssoSession(name)
                .map(settings -> settings.get("sso_registration_scopes"))
                .map(Setting::value)
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split("\\s*,\\s*")))
                .orElse(List.of(USUAL_SCOPE)))
        .orElse(List.of());
  }
}
