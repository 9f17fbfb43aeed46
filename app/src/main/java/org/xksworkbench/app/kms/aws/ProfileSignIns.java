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
import org.xksworkbench.app.kms.aws.config.Selection;
import org.xksworkbench.app.kms.aws.config.Setting;
import org.xksworkbench.app.kms.aws.credentials.CenterSignIn;
import org.xksworkbench.app.kms.aws.credentials.CliLogin;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.credentials.IdentityCenterLogin;
import org.xksworkbench.app.kms.aws.credentials.StartUrl;
import org.xksworkbench.app.kms.aws.network.HttpClients;
import org.xksworkbench.app.kms.aws.network.WayOut;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;

/// The sign-in of each profile, on the same network and guard as everything else; that of `aws
/// login` by the AWS CLI.
public final class ProfileSignIns implements SignIns {

  /// What the AWS CLI asks for where a profile does not say it.
  private static final String USUAL_SCOPE = "sso:account:access";

  private final MachinePolicy policy;
  private final Supplier<AwsEnvironment> surroundings;

  public ProfileSignIns(MachinePolicy policy) {
    this(policy, AwsEnvironment::ofThisProcess);
  }

  ProfileSignIns(MachinePolicy policy, Supplier<AwsEnvironment> surroundings) {
    this.policy = policy;
    this.surroundings = surroundings;
  }

  @Override
  public List<SignInWay> ways(String profile) {
    if (!policy.signIn()) {
      return List.of();
    }
    var here = surroundings.get();
    var plan = plan(here, AwsConfiguration.read(here), profile);
    if (plan.consoleLogin().flatMap(CredentialPlan.ConsoleLogin::cli).isPresent()) {
      return List.of(SignInWay.CLI);
    }
    return plan.identityCenter()
        .map(center ->
            center.signIn().session().isPresent()
                ? List.of(SignInWay.BROWSER, SignInWay.CODE)
                : List.of(SignInWay.CODE))
        .orElse(List.of());
  }

  @Override
  public void signIn(String profile, SignInWay way, Consumer<SignInPage> shown)
      throws InterruptedException {
    policy.requireSignIn();
    policy.requireProfile(profile);
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    var plan = plan(here, configuration, profile);
    if (way == SignInWay.CLI) {
      byCli(plan, here, configuration, profile, shown);
    } else {
      var center = plan.identityCenter().orElseThrow(() -> none(profile, "IAM Identity Center"));
      signIn(center.signIn(), profile, here, configuration, way, shown);
    }
  }

  private static void byCli(
      CredentialPlan plan,
      AwsEnvironment here,
      AwsConfiguration configuration,
      String profile,
      Consumer<SignInPage> shown)
      throws InterruptedException {
    var login = plan.consoleLogin().orElseThrow(() -> none(profile, "aws login"));
    var cli = login.cli().orElseThrow(() -> none(profile, "the AWS CLI, which is not there,"));
    var region =
        Selection.of(Optional.of(login.profile()), Optional.empty(), here, configuration).region();
    new CliLogin(cli).signIn(login.profile(), region.value(), shown);
  }

  private static KmsException none(String profile, String by) {
    return KmsException.ofCredentials(
        KmsErrorCode.PROFILE_UNUSABLE,
        "The profile %s does not sign in by %s.".formatted(profile, by).replace(",.", "."),
        null);
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
    var network = AwsClientAssembly.network(here, configuration, profile);
    try (var clients = clients(home, profile, here, configuration, network);
        var oidc = clients.identityCenterTokens(home)) {
      var login =
          new IdentityCenterLogin(
              signIn,
              StartUrl.follow(signIn.startUrl(), network::redirect),
              scopes(configuration, signIn),
              here.ssoCache(),
              oidc,
              InstantSource.system());
      switch (way) {
        case CODE -> login.byCode(shown);
        case BROWSER -> login.byBrowser(clients.identityCenterTokensTarget(home).uri(), shown);
        case CLI -> throw none(profile, "aws login");
      }
    } catch (RuntimeException e) {
      throw KmsFailures.translate(e);
    }
  }

  /// Without credentials.
  static ClientFactory clients(
      Region home,
      String profile,
      AwsEnvironment here,
      AwsConfiguration configuration,
      WayOut network) {
    return ClientFactory.toAws(home, here, configuration, profile, HttpClients.toAws(network));
  }

  private CredentialPlan plan(AwsEnvironment here, AwsConfiguration configuration, String profile) {
    return new CredentialPlans(here, configuration, policy).of(profile);
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
