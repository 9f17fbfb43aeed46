package org.xksworkbench.app.kms.aws.config;

import java.util.Locale;
import java.util.Optional;

/// Which setting sends the requests of a service elsewhere than to AWS, for the sentence that tells
/// it (AWS SDKs and Tools Reference Guide, "Service-specific endpoints").
public final class EndpointSettings {

  private final AwsEnvironment surroundings;
  private final AwsConfiguration configuration;
  private final String profile;

  public EndpointSettings(
      AwsEnvironment surroundings, AwsConfiguration configuration, String profile) {
    this.surroundings = surroundings;
    this.configuration = configuration;
    this.profile = profile;
  }

  /// @param service as in `[services]`, such as `kms` or `sso_oidc`
  /// @return such as "AWS_ENDPOINT_URL" or "endpoint_url in FILE, line 3"
  public Optional<String> setBy(String service) {
    var ofService = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT);
    return surroundings
        .variable(ofService)
        .map(_ -> ofService)
        .or(() -> surroundings.variable("AWS_ENDPOINT_URL").map(_ -> "AWS_ENDPOINT_URL"))
        .or(() -> inFile(service).map(found -> "endpoint_url in " + found.place()));
  }

  private Optional<Setting> inFile(String service) {
    var settings = configuration.profile(profile);
    return settings
        .flatMap(found -> found.value("services"))
        .flatMap(configuration::services)
        .flatMap(services -> Optional.ofNullable(services.get(service)))
        .flatMap(found -> Optional.ofNullable(found.nested().get("endpoint_url")))
        .or(() -> settings.flatMap(found -> found.setting("endpoint_url")));
  }
}
