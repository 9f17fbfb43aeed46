package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// The files in which renewed credentials of a user appear.
public final class CredentialFiles {

  private CredentialFiles() {}

  /// Another text whenever one of the AWS files, or the AWS CLI's cache of IAM Identity Center, has
  /// changed. No file is opened.
  public static String fingerprint() {
    var here = AwsEnvironment.ofThisProcess();
    return Stream.concat(
            Stream.of(here.configFile(), here.credentialsFile()),
            Stream.of(here.ssoCache(), here.cliCache(), here.loginCache())
                .flatMap(CredentialFiles::list))
        .map(file -> file + " " + state(file))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Stream<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static String state(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
    } catch (IOException e) {
      return "absent";
    }
  }
}
