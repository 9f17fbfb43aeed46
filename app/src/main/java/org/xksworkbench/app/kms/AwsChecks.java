package org.xksworkbench.app.kms;

import java.util.Optional;

/// Looks at the way of a profile to AWS, step by step, and asks who it is and which key stores
/// there are. Changes nothing.
@FunctionalInterface
public interface AwsChecks {

  /// Blocks, for minutes where nothing answers.
  ///
  /// @param profile empty takes the one that the AWS CLI would take
  /// @param region empty takes the one of the environment or the profile
  AwsCheck run(Optional<String> profile, Optional<String> region);
}
