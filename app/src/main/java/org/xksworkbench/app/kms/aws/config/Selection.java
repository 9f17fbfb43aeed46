package org.xksworkbench.app.kms.aws.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.AwsCheck.Choice;
import org.xksworkbench.app.kms.AwsProfile;

/// Which profile and Region are meant where nobody named one: as the AWS CLI has it.
public record Selection(Choice profile, Choice region) {

  private static final String USUAL_REGION = "us-east-1";

  /// Why is empty where nothing names one.
  ///
  /// @param profile that was named, such as by `--profile`
  /// @param region that was named, such as by `--region`
  public static Selection of(
      Optional<String> profile,
      Optional<String> region,
      AwsEnvironment surroundings,
      AwsConfiguration configuration) {
    var meant =
        profile
            .map(name -> new Choice(name, "named"))
            .orElseGet(() -> profile(surroundings, configuration));
    return new Selection(
        meant,
        region
            .map(id -> new Choice(id, "named"))
            .or(() -> first(surroundings, "AWS_REGION", "AWS_DEFAULT_REGION"))
            .or(() ->
                configuration
                    .profile(settingsOf(meant.value(), surroundings))
                    .flatMap(found -> found.setting("region"))
                    .map(setting -> new Choice(setting.value(), "region in " + setting.place())))
            .orElseGet(() -> new Choice(USUAL_REGION, "")));
  }

  /// The profile of the files whose settings count beside the credentials, such as its Region.
  public static String settingsOf(String profile, AwsEnvironment surroundings) {
    return profile.equals(AwsProfile.ENVIRONMENT) ? ofFiles(surroundings).value() : profile;
  }

  /// Keys of the environment go before AWS_PROFILE.
  private static Choice profile(AwsEnvironment surroundings, AwsConfiguration configuration) {
    return surroundings
        .variable("AWS_ACCESS_KEY_ID")
        .map(_ -> new Choice(AwsProfile.ENVIRONMENT, "AWS_ACCESS_KEY_ID is set"))
        .or(() -> address(surroundings, configuration))
        .orElseGet(() -> ofFiles(surroundings));
  }

  /// The address of a container comes after the profiles.
  private static Optional<Choice> address(
      AwsEnvironment surroundings, AwsConfiguration configuration) {
    var variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    return configuration.profile(ofFiles(surroundings).value()).isEmpty()
        ? surroundings
            .variable(variable)
            .map(_ -> new Choice(AwsProfile.ENVIRONMENT, variable + " is set"))
        : Optional.empty();
  }

  private static Choice ofFiles(AwsEnvironment surroundings) {
    return first(surroundings, "AWS_PROFILE", "AWS_DEFAULT_PROFILE")
        .orElseGet(() -> new Choice("default", ""));
  }

  private static Optional<Choice> first(AwsEnvironment surroundings, String... variables) {
    return Stream.of(variables)
        .flatMap(variable ->
            surroundings
                .variable(variable)
                .map(value -> new Choice(value, variable + " names it"))
                .stream())
        .findFirst();
  }
}
