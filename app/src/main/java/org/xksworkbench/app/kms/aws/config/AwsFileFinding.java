package org.xksworkbench.app.kms.aws.config;

/// What somebody who wrote an AWS file should know of it. No value of the file is in it: a line may
/// hold a secret.
///
/// @param what goes on a sentence that begins with the place
public record AwsFileFinding(AwsFilePlace place, String what) {

  @Override
  public String toString() {
    return place + " " + what;
  }
}
