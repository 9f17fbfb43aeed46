package org.xksworkbench.app.session;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.demo.StartOver;
import org.xksworkbench.app.guard.AllowedProfiles;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.HelperModules;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.MfaPrompt;
import org.xksworkbench.app.kms.NewProfiles;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.kms.aws.AwsChecker;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.kms.aws.IdentityCenterProfiles;
import org.xksworkbench.app.kms.aws.ProfileFiles;
import org.xksworkbench.app.kms.aws.ProfileSignIns;
import org.xksworkbench.app.opening.OpenedParts;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.proxy.WorkstationProxy;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.store.KeptFiles;

/// Opens sessions on this workstation, as the policy of this machine allows.
public final class Sessions {

  private final Places places;
  private final MachinePolicy policy;
  private final KeptFiles files;
  private final Settings settings;
  private final MfaPrompt mfa;
  private final Function<Map<String, String>, AgentProcess> helpers;
  private final ProfileLocks locks;
  private final AwsProfiles profiles;
  private final AwsChecker checker;

  /// HSMs stay attached while profiles come and go. Nothing is open yet, so nothing can be changed.
  private final CurrentLock current = new CurrentLock(ChangeLock.inMemory("none", true));

  /// @param settings of sessions with AWS
  /// @param mfa asks for the code of an MFA device
  /// @param helpers how helper processes are started, by their environment
  public Sessions(
      Places places,
      MachinePolicy policy,
      KeptFiles files,
      Settings settings,
      MfaPrompt mfa,
      Function<Map<String, String>, AgentProcess> helpers) {
    this.places = places;
    this.policy = policy;
    this.files = files;
    this.settings = settings;
    this.mfa = mfa;
    this.helpers = helpers;
    this.locks = places.locks();
    this.profiles = new AllowedProfiles(new ProfileFiles(policy), policy);
    this.checker = new AwsChecker(policy, mfa);
  }

  public Settings settings() {
    return settings;
  }

  /// The profiles that may be used.
  public AwsProfiles profiles() {
    return profiles;
  }

  /// Signs somebody in, in the window.
  public SignIns signIns() {
    return new ProfileSignIns(policy);
  }

  /// Makes profiles of IAM Identity Center.
  public NewProfiles newProfiles() {
    return new IdentityCenterProfiles(policy);
  }

  /// Looks at the way to AWS, with no session open.
  public AwsChecks checks() {
    return checker;
  }

  /// The demo in its folder.
  ///
  /// @param elsewhere the folder, if it is not the usual one
  public Opening<DemoSession> demo(Optional<Path> elsewhere) {
    var folder = elsewhere.orElseGet(places::demo);
    return new Opening<>() {
      @Override
      public String name() {
        return "the demo";
      }

      @Override
      public DemoSession open(OpeningProgress progress) {
        try (var parts = new OpenedParts()) {
          var demo = parts.add(Demo.start(folder, policy, progress, helpers));
          var session =
              new DemoSession(
                  demo,
                  localKms(demo.kms().endpoint(), LocalKms.REGION),
                  Remembered.withoutActivity(folder, files));
          var _ = parts.keep();
          return session;
        }
      }

      @Override
      public Optional<Anew> anew() {
        return Optional.of(new StartOver(folder));
      }
    };
  }

  /// A local KMS that runs already. Unlocked at the start, as the demo is.
  public Opening<LocalKmsSession> running(URI endpoint, String region) {
    var lock = policy.on(ChangeLock.inMemory("local-kms", false));
    return Opening.of(
        "the local KMS",
        () -> {
          policy.requireAttach("a local KMS that runs already");
          var remembered = Remembered.withoutActivity(places.state().resolve("local-kms"), files);
          return new LocalKmsSession(
              lock,
              localKms(endpoint, region),
              attach(_ -> lock),
              remembered,
              proxy(remembered.settings()));
        });
  }

  /// The HSMs of this workstation alone. Read-only until it is unlocked, as an AWS profile is.
  public Opening<HsmAloneSession> hsmAlone() {
    return Opening.of(
        "the HSMs of this workstation",
        () -> {
          var lock = policy.on(locks.of(HsmAloneSession.PROFILE));
          return new HsmAloneSession(
              lock,
              attach(_ -> lock),
              Remembered.in(places.state(), settings, files),
              proxy(settings),
              () -> remember(HsmAloneSession.PROFILE));
        });
  }

  /// @param region empty takes the one used last, or the one of the profile
  public Opening<AwsSession> aws(String profile, Optional<String> region) {
    return Opening.of(
        "the AWS profile " + profile,
        () ->
            aws(
                profile,
                region.orElseGet(() -> usualRegion(profile)),
                attach(_ -> current),
                Remembered.in(places.state(), settings, files),
                proxy(settings)));
  }

  /// The same HSMs, proxy and what is remembered, with another profile or Region. Blocks.
  public AwsSession elsewhere(AwsSession before, String profile, String region) {
    return aws(profile, region, before.hsm(), before.remembered(), before.proxy());
  }

  private AwsSession aws(
      String profile,
      String region,
      AttachedHsm hsm,
      Remembered remembered,
      WorkstationProxy proxy) {
    var lock = policy.on(locks.of(profile));
    var aws =
        AwsServices.open(new AwsConnection.AwsProfileConnection(profile, region, mfa), policy);
    return new AwsSession(
        lock,
        lock.readOnly(),
        aws,
        hsm,
        remembered,
        proxy,
        profiles.choices(region),
        checker.asking(aws.kms()),
        () -> use(profile, region, lock));
  }

  /// From now on changes are those of this profile.
  private void use(String profile, String region, ChangeLock lock) {
    current.use(lock);
    settings.keepRegion(profile, region);
    remember(profile);
  }

  /// The next start goes there.
  private void remember(String profile) {
    files.add(locks);
    files
        .soon()
        .execute(() -> {
          locks.use(profile);
          files.tellListeners();
        });
  }

  private AttachedHsm attach(Function<Path, ChangeLock> locks) {
    return HelperModules.attach(helpers.apply(Map.of()), policy, settings, locks, _ -> {});
  }

  /// Attached to the one that it was attached to last.
  private WorkstationProxy proxy(Settings settings) {
    var proxy = new WorkstationProxy(policy, settings::keepProxy);
    settings.proxy().ifPresent(proxy::attachAgain);
    return proxy;
  }

  private static AwsAccess localKms(URI endpoint, String region) {
    return AwsServices.open(new AwsConnection.LocalKmsConnection(endpoint, region));
  }

  /// The Region used last, else the one of the environment or the profile, as far as the policy of
  /// this machine allows them.
  private String usualRegion(String profile) {
    return settings
        .region(profile)
        .filter(policy::allowsRegion)
        .or(() ->
            Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .map(System.getenv()::get)
                .filter(Objects::nonNull)
                .filter(policy::allowsRegion)
                .findFirst())
        .or(() ->
            profiles.profiles().stream()
                .filter(one -> one.name().equals(profile))
                .flatMap(one -> one.region().stream())
                .filter(policy::allowsRegion)
                .findFirst())
        .or(() -> policy.regions().flatMap(allowed -> allowed.stream().findFirst()))
        .orElse("us-east-1");
  }
}
