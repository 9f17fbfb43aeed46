package org.xksworkbench.app.kms;

import java.util.List;

/// Where the user may go from here.
///
/// @param regions by ID
public record AwsChoices(List<AwsProfile> profiles, List<String> regions) {

  public static final AwsChoices NONE = new AwsChoices(List.of(), List.of());

  public AwsChoices {
    profiles = List.copyOf(profiles);
    regions = List.copyOf(regions);
  }
}
