package org.xksworkbench.app.kms.aws;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.AwsFileFinding;
import org.xksworkbench.app.kms.aws.config.ProfileSettings;
import org.xksworkbench.app.kms.aws.config.Selection;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// The user's AWS files, as they may be shown.
public final class ProfileFiles implements AwsProfiles {

  private final MachinePolicy policy;
  private final Supplier<AwsEnvironment> surroundings;

  public ProfileFiles(MachinePolicy policy) {
    this(policy, AwsEnvironment::ofThisProcess);
  }

  ProfileFiles(MachinePolicy policy, Supplier<AwsEnvironment> surroundings) {
    this.policy = policy;
    this.surroundings = surroundings;
  }

  @Override
  public List<AwsProfile> profiles() {
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    var plans = new CredentialPlans(here, configuration, policy);
    var terminal =
        here.firstOf("AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
            .map(_ -> ofTerminal(here, plans));
    var ofFiles =
        configuration.profiles().stream()
            .filter(profile -> terminal.isEmpty() || !isReserved(profile))
            .map(profile -> ofFiles(profile, plans.of(profile.name())));
    return Stream.concat(terminal.stream(), ofFiles).toList();
  }

  private static AwsProfile ofTerminal(AwsEnvironment here, CredentialPlans plans) {
    var plan = plans.of(AwsProfile.ENVIRONMENT);
    return new AwsProfile(
        AwsProfile.ENVIRONMENT,
        plan.kind(),
        here.firstOf("AWS_REGION", "AWS_DEFAULT_REGION"),
        plan.fault());
  }

  private static boolean isReserved(ProfileSettings profile) {
    return profile.name().equals(AwsProfile.ENVIRONMENT);
  }

  private static AwsProfile ofFiles(ProfileSettings profile, CredentialPlan plan) {
    var region = profile.value("region");
    return isReserved(profile)
        ? new AwsProfile(
            profile.name(),
            AwsProfile.ProfileKind.OTHER,
            region,
            Optional.of(
                "The name environment (%s) stands for the credentials of the terminal here. Give the"
                        .formatted(profile.place())
                    + " profile another name."))
        : new AwsProfile(profile.name(), plan.kind(), region, plan.fault());
  }

  @Override
  public AwsCheck.Choice usual() {
    var here = surroundings.get();
    return Selection.of(Optional.empty(), Optional.empty(), here, AwsConfiguration.read(here))
        .profile();
  }

  @Override
  public List<String> findings() {
    return AwsConfiguration.read(surroundings.get()).findings().stream()
        .map(AwsFileFinding::toString)
        .toList();
  }

  @Override
  public List<String> regionsBeside(String region) {
    return regionsOfPartition(region);
  }

  /// With AWS KMS.
  static List<String> regionsOfPartition(String region) {
    var partition = PartitionMetadata.of(Region.of(region)).id();
    return KmsClient.serviceMetadata().regions().stream()
        .filter(one -> !one.isGlobalRegion())
        .filter(one -> PartitionMetadata.of(one).id().equals(partition))
        .map(Region::id)
        .filter(id -> !id.contains("fips"))
        .distinct()
        .sorted()
        .toList();
  }
}
