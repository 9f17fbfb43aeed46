package org.xksworkbench.app.kms.aws.config;

import java.nio.file.Path;

/// Where something is written.
///
/// @param line from 1; 0 is the file as a whole
public record AwsFilePlace(Path file, int line) {

  @Override
  public String toString() {
    return line == 0 ? file.toString() : file + ", line " + line;
  }
}
