package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// A workstation in a company's network, for one test: the user's AWS files and variables, and AWS
/// behind the company's proxy, which opens TLS with an authority of its own.
final class CompanyWorkstation implements BeforeEachCallback, AfterEachCallback {

  private final List<String> more;
  private Path folder;
  private AwsHome home;
  private AwsOnLoopback aws;
  private Map<String, String> variables;

  /// @param more hosts beside those that every sign-in needs
  CompanyWorkstation(String... more) {
    this.more = List.of(more);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("workstation");
    home = new AwsHome(Files.createDirectories(folder.resolve("home")));
    aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "", more);
    variables = new HashMap<>();
    variables.put("HTTPS_PROXY", aws.proxy());
    variables.put("AWS_CA_BUNDLE", aws.bundle().toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    aws.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  AwsHome home() {
    return home;
  }

  AwsOnLoopback aws() {
    return aws;
  }

  /// What the test sets counts from then on.
  Map<String, String> variables() {
    return variables;
  }

  AwsEnvironment environment() {
    return new AwsEnvironment(variables, home.folder());
  }
}
