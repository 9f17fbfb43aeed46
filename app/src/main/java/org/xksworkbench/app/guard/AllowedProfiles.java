package org.xksworkbench.app.guard;

import java.util.List;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Offers only what the policy of this machine allows.
public final class AllowedProfiles implements AwsProfiles {

  private final AwsProfiles profiles;
  private final MachinePolicy policy;

  public AllowedProfiles(AwsProfiles profiles, MachinePolicy policy) {
    this.profiles = profiles;
    this.policy = policy;
  }

  @Override
  public List<AwsProfile> profiles() {
    return profiles.profiles().stream()
        .filter(profile -> policy.allowsProfile(profile.name()))
        .toList();
  }

  @Override
  public AwsCheck.Choice usual() {
    return profiles.usual();
  }

  @Override
  public List<String> findings() {
    return profiles.findings();
  }

  @Override
  public List<String> regionsBeside(String region) {
    return profiles.regionsBeside(region).stream().filter(policy::allowsRegion).toList();
  }
}
