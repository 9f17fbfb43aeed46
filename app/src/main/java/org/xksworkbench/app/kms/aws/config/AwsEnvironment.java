package org.xksworkbench.app.kms.aws.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the tools of AWS look at in their process: its variables and the user's home. A variable
/// may be secret: they are in no text that this makes.
public final class AwsEnvironment {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

  private final Map<String, String> variables;
  private final Path home;

  public AwsEnvironment(Map<String, String> variables, Path home) {
    this.variables = Map.copyOf(variables);
    this.home = home;
  }

  public static AwsEnvironment ofThisProcess() {
    var variables = System.getenv();
    return new AwsEnvironment(variables, home(variables));
  }

  /// AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files".
  private static Path home(Map<String, String> variables) {
    return Stream.of(
            variables.getOrDefault("HOME", ""),
            variables.getOrDefault("USERPROFILE", ""),
            variables.getOrDefault("HOMEDRIVE", "") + variables.getOrDefault("HOMEPATH", ""))
        .filter(value -> !value.isBlank())
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home")));
  }

  /// Empty also if it is set to nothing.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /// The first of these that is set.
  public Optional<String> firstOf(String... names) {
    return Stream.of(names).flatMap(name -> variable(name).stream()).findFirst();
  }

  /// A path as the user writes it, with `~` for home.
  public Path path(String written) {
    var text = written.strip();
    if (text.equals("~")) {
      return home;
    }
    return text.startsWith("~/") || text.startsWith("~\\")
        ? home.resolve(text.substring(2))
        : Path.of(text);
  }

  public Path configFile() {
    return file("AWS_CONFIG_FILE", "config");
  }

  public Path credentialsFile() {
    return file("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  }

  /// Where the AWS CLI keeps the sessions of IAM Identity Center.
  public Path ssoCache() {
    return home.resolve(".aws/sso/cache");
  }

  /// Where the AWS CLI keeps the sessions of `aws login`.
  public Path loginCache() {
    return variable("AWS_LOGIN_CACHE_DIRECTORY")
        .map(this::path)
        .orElseGet(() -> home.resolve(".aws/login/cache"));
  }

  /// Where the AWS CLI keeps the sessions of roles.
  public Path cliCache() {
    return home.resolve(".aws/cli/cache");
  }

  private Path file(String variable, String name) {
    return variable(variable)
        .map(this::withVariables)
        .map(this::path)
        .orElseGet(() -> home.resolve(".aws").resolve(name));
  }

  private String withVariables(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                Optional.ofNullable(variables.get(match.group(1))).orElse(match.group())));
  }
}
