package org.xksworkbench.app.kms;

import java.util.List;

/// The profiles of the user's AWS files, and the Regions that they can go to.
public interface AwsProfiles {

  /// By name, those that cannot be used too. Read anew each time; empty if there are none.
  List<AwsProfile> profiles();

  /// The profile that the AWS CLI would take where none is named, and why.
  default AwsCheck.Choice usual() {
    return new AwsCheck.Choice("default", "");
  }

  /// What in the files is not understood or is read otherwise by the AWS CLI, a sentence each that
  /// names file and line. No value of a file is in it.
  default List<String> findings() {
    return List.of();
  }

  /// The Regions with AWS KMS in the partition of a Region, by ID.
  ///
  /// @param region such as `cn-north-1`
  List<String> regionsBeside(String region);

  /// All that the user may choose from.
  ///
  /// @param region where the user is
  default AwsChoices choices(String region) {
    return new AwsChoices(profiles(), regionsBeside(region));
  }
}
