package org.xksworkbench.app.kms.aws;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.CheckFailure;
import org.xksworkbench.app.kms.AwsCheck.CheckStep;
import org.xksworkbench.app.kms.AwsCheck.Host;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.AwsCheck.SettingSource;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.client.Target;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.Selection;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.network.WayOut;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;

/// The check on the same network, plans and clients as the work.
public final class AwsChecker implements AwsChecks {

  private final MachinePolicy policy;
  private final MfaPrompt prompt;
  private final Supplier<AwsEnvironment> surroundings;
  private final Optional<KeyManagement> session;

  public AwsChecker(MachinePolicy policy, MfaPrompt prompt) {
    this(policy, prompt, AwsEnvironment::ofThisProcess, Optional.empty());
  }

  private AwsChecker(
      MachinePolicy policy,
      MfaPrompt prompt,
      Supplier<AwsEnvironment> surroundings,
      Optional<KeyManagement> session) {
    this.policy = policy;
    this.prompt = prompt;
    this.surroundings = surroundings;
    this.session = session;
  }

  /// The same, asking AWS by a session that is open: a code of an MFA device is not asked for
  /// again.
  public AwsChecker asking(KeyManagement open) {
    return new AwsChecker(policy, prompt, surroundings, Optional.of(open));
  }

  /// @throws org.xksworkbench.bridge.guard.PolicyException if profile or Region are not allowed
  @Override
  public AwsCheck run(Optional<String> profile, Optional<String> region) {
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    var meant = Selection.of(profile, region, here, configuration);
    policy.requireProfile(meant.profile().value());
    policy.requireRegion(meant.region().value());
    var plan = new CredentialPlans(here, configuration, policy).of(meant.profile().value());
    var connection =
        new AwsConnection.AwsProfileConnection(
            meant.profile().value(), meant.region().value(), prompt);
    try {
      var network = AwsClientAssembly.network(here, configuration, connection.profile());
      var clients =
          KmsFailures.translate(
              () -> AwsClientAssembly.toAws(connection, plan, here, configuration, network));
      return ask(meant, plan, network, clients);
    } catch (KmsException e) {
      // Nothing can be sent at all.
      return new AwsCheck(
          meant.profile(),
          meant.region(),
          source(plan),
          "not known",
          List.of(),
          new Outcome.CheckFailed<>(e),
          new Outcome.CheckFailed<>(e));
    }
  }

  private AwsCheck ask(
      Selection meant, CredentialPlan plan, WayOut network, ClientFactory clients) {
    try (var own = AwsKeyManagement.open(clients)) {
      var kms = session.orElse(own);
      var home = plan.identityCenter().map(center -> Region.of(center.signIn().region()));
      var hosts =
          KmsFailures.translate(() -> clients.targets(home)).stream()
              .map(target -> host(target, network))
              .toList();
      Outcome<CallerIdentity> caller = outcome(kms::callerIdentity);
      Outcome<Integer> keyStores = outcome(() -> kms.keyStores().size());
      return new AwsCheck(
          meant.profile(), meant.region(), source(plan), network.trust(), hosts, caller, keyStores);
    }
  }

  private static SettingSource source(CredentialPlan plan) {
    return new SettingSource(plan.kind(), plan.fault().orElseGet(plan::words));
  }

  private static Host host(Target target, WayOut network) {
    if (target.allowed()) {
      return network.walk(target.service(), target.uri());
    }
    var refused =
        new Host(
            target.service(),
            target.uri(),
            Optional.empty(),
            Optional.empty(),
            "nothing is sent there",
            Optional.empty(),
            Optional.empty());
    return refused.failing(
        new CheckFailure(
            CheckStep.SETTING,
            "Requests would go to %s, which is not AWS%s."
                .formatted(
                    refused.url(), target.setBy().map(by -> ", because of " + by).orElse("")),
            "Take the setting away, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true before the"
                + " start."));
  }

  private static <T> Outcome<T> outcome(Supplier<T> call) {
    try {
      return new Outcome.CheckAnswered<>(call.get());
    } catch (KmsException e) {
      return new Outcome.CheckFailed<>(e);
    }
  }
}
