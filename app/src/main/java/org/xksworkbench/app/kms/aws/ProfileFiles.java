package org.xksworkbench.app.kms.aws;

import java.util.List;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.Finding;
import org.xksworkbench.app.kms.aws.config.Surroundings;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// The user's AWS files, as they may be shown.
public final class ProfileFiles implements AwsProfiles {

  private final Supplier<Surroundings> surroundings;

  public ProfileFiles() {
    this(Surroundings::ofThisProcess);
  }

  ProfileFiles(Supplier<Surroundings> surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public List<AwsProfile> profiles() {
    var here = surroundings.get();
    var configuration = AwsConfiguration.read(here);
    var plans = new CredentialPlans(here, configuration);
    return configuration.profiles().stream()
        .map(profile -> {
          var plan = plans.of(profile.name());
          return new AwsProfile(profile.name(), plan.kind(), profile.value("region"), plan.fault());
        })
        .toList();
  }

  @Override
  public List<String> findings() {
    return AwsConfiguration.read(surroundings.get()).findings().stream()
        .map(Finding::toString)
        .toList();
  }

  @Override
  public List<String> regionsBeside(String region) {
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
