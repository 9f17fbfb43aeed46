package org.xksworkbench.app.kms.aws;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfile.Kind;
import org.xksworkbench.app.kms.AwsProfiles;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// The user's AWS files, read by the SDK.
public final class ProfileFiles implements AwsProfiles {

  @Override
  public List<AwsProfile> profiles() {
    try {
      return ProfileFile.defaultProfileFile().profiles().values().stream()
          .map(profile ->
              new AwsProfile(
                  profile.name(), kind(profile), profile.property(ProfileProperty.REGION)))
          .sorted(Comparator.comparing(AwsProfile::name))
          .toList();
    } catch (IllegalArgumentException | IllegalStateException e) {
      // What is wrong with the files is said where a profile is opened.
      return List.of();
    }
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

  static Optional<Profile> profile(String name) {
    return ProfileFile.defaultProfileFile().profile(name);
  }

  static Kind kind(Profile profile) {
    if (has(profile, ProfileProperty.ROLE_ARN)) {
      return has(profile, ProfileProperty.MFA_SERIAL) ? Kind.ROLE_WITH_MFA : Kind.ROLE;
    }
    if (has(profile, "sso_session") || has(profile, ProfileProperty.SSO_START_URL)) {
      return Kind.SSO;
    }
    if (has(profile, ProfileProperty.CREDENTIAL_PROCESS)) {
      return Kind.CREDENTIAL_PROCESS;
    }
    return has(profile, ProfileProperty.AWS_ACCESS_KEY_ID) ? Kind.STATIC : Kind.OTHER;
  }

  private static boolean has(Profile profile, String property) {
    return profile.property(property).isPresent();
  }
}
